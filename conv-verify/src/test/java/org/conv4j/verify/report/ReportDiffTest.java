package org.conv4j.verify.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.check.Verdict;
import org.conv4j.verify.record.ReportRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReportDiffTest {

  private static final String CASE = "n1_c1h4w4_k1r3s3/real/1";

  @TempDir Path folder;

  @Test
  void a_report_does_not_differ_from_itself() {
    Report report = SyntheticReports.write(folder, 40);
    ReportDiff diff = ReportDiff.of(report, report);
    assertTrue(DiffText.render(diff).startsWith("# No verdict changed\n"));
    assertEquals(List.of(), diff.surroundings());
    assertEquals(List.of(), diff.ratios());
    diff.speeds().forEach(speed -> assertEquals(1, speed.factor(), 1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "PASS, FAIL, failing",
    "PASS, XPASS, failing",
    "UNSUPPORTED, CRASH, failing",
    "FAIL, PASS, fixed",
    "KNOWN, PASS, fixed",
    "XPASS, PASS, fixed",
    "FAIL, CRASH, otherwise",
    "FAIL, KNOWN, otherwise",
    "PASS, UNSUPPORTED, otherwise",
    "UNSUPPORTED, PASS, otherwise",
    "PASS, PASS, none",
    "FAIL, FAIL, none",
  })
  void a_changed_verdict_is_put_in_its_place(Verdict before, Verdict now, String place) {
    ReportDiff diff = ReportDiff.of(report(before, 1, 1, "M2.1"), report(now, 1, 1, "M2.1"));
    assertEquals(place.equals("failing") ? 1 : 0, diff.failing().size());
    assertEquals(place.equals("fixed") ? 1 : 0, diff.fixed().size());
    assertEquals(place.equals("otherwise") ? 1 : 0, diff.otherwise().size());
  }

  @ParameterizedTest
  @CsvSource({"1, 5, 1", "5, 1, 1", "0, 3, 1", "4, 6, 0", "0.1, 0.9, 0", "2, Infinity, 1"})
  void an_error_has_moved_when_it_has_by_a_tenth_of_the_bound_and_by_half(
      double before, double now, int moved) {
    ReportDiff diff =
        ReportDiff.of(
            report(Verdict.PASS, before, 1, "M2.1"), report(Verdict.PASS, now, 1, "M2.1"));
    assertEquals(moved, diff.ratios().size());
    assertEquals(moved == 1, DiffText.render(diff).contains("## Errors that moved"));
  }

  @Test
  void a_framework_that_takes_twice_as_long_is_named() {
    ReportDiff diff =
        ReportDiff.of(report(Verdict.PASS, 1, 3, "M2.1"), report(Verdict.PASS, 1, 6, "M2.1"));
    assertEquals(2, diff.speeds().get(0).factor(), 1e-12);
    assertTrue(DiffText.render(diff).contains("- nd4j: 2.00 times as long (1 results)"));
  }

  @Test
  void a_framework_that_changed_its_version_is_named() {
    ReportDiff diff =
        ReportDiff.of(report(Verdict.PASS, 1, 1, "M2.1"), report(Verdict.PASS, 1, 1, "M3"));
    assertEquals(List.of("nd4j version: M3, before M2.1"), diff.surroundings());
  }

  @Test
  void a_native_library_that_is_another_one_is_named() {
    Report before = withLibrary("libnd4jcpu.so", "ab".repeat(32));
    assertEquals(
        List.of("nd4j loads another libnd4jcpu.so"),
        ReportDiff.of(before, withLibrary("libnd4jcpu.so", "cd".repeat(32))).surroundings());
    assertEquals(
        List.of("nd4j loads libdnnl.so, which is new", "nd4j no longer loads libnd4jcpu.so"),
        ReportDiff.of(before, withLibrary("libdnnl.so", "ab".repeat(32))).surroundings());
  }

  private Report withLibrary(String file, String hash) {
    try (ReportWriter writer = ReportWriter.create(folder, SyntheticReports.header(1))) {
      writer.write(
          new ReportRecord.Framework(
              "nd4j", "ND4J", "1", List.of(new ReportRecord.Library(file, hash)), 1, null, null));
      writer.write(SyntheticReports.aCase(CASE));
      writer.write(SyntheticReports.exact(CASE, "nd4j", ConvDirection.FORWARD));
      return writer.finish(Instant.EPOCH);
    }
  }

  @Test
  void a_result_by_another_algorithm_is_counted() {
    Report before = SyntheticReports.write(folder.resolve("before"), 3);
    Report now;
    Path folder = this.folder.resolve("now");
    try (ReportWriter writer = ReportWriter.create(folder, before.header())) {
      before.frameworks().forEach(writer::write);
      before.cases().forEach(writer::write);
      before.results().forEach(result -> writer.write(byDirect(result)));
      now = writer.finish(Instant.EPOCH);
    }
    ReportDiff changed = ReportDiff.of(before, now);
    assertEquals(Map.of("conv-nd4j: direct, before portable", 12), changed.algorithms());
    assertTrue(DiffText.render(changed).contains("- 12 x conv-nd4j: direct, before portable\n"));
  }

  private static ReportRecord.Result byDirect(ReportRecord.Result result) {
    return new ReportRecord.Result(
        result.case_(),
        result.framework(),
        result.algorithm() == null ? null : "direct",
        result.direction(),
        result.verdict(),
        result.terms(),
        result.ratio(),
        result.bound(),
        result.index(),
        result.expected(),
        result.actual(),
        result.expectedHex(),
        result.actualHex(),
        result.millis(),
        result.reason(),
        result.repro());
  }

  @Test
  void a_planted_bug_that_is_no_longer_caught_is_worse() {
    ReportDiff diff = ReportDiff.of(withMutant(true), withMutant(false));
    assertEquals(List.of("swap_io"), diff.survivors());
    assertTrue(diff.worse());
    assertTrue(DiffText.render(diff).contains("## Planted bugs that were not caught\n\n- swap"));
    assertFalse(ReportDiff.of(withMutant(false), withMutant(false)).worse());
    assertFalse(ReportDiff.of(withMutant(false), withMutant(true)).worse());
  }

  @ParameterizedTest
  @CsvSource({
    "EXACT, FAIL, 1, 0, true",
    "KNOWN, CRASH, 1, 0, true",
    ", FAIL, 1, 0, true",
    "FAIL, ERROR, 0, 0, false",
    "FAIL, EXACT, 0, 1, false",
    "KNOWN, PASS, 0, 1, false",
    "EXACT, UNSUPPORTED, 0, 0, false",
    "EXACT, PASS, 0, 0, false"
  })
  void a_relation_that_does_not_hold_any_more_is_worse(
      Verdict before, Verdict now, int broken, int mended, boolean worse) {
    ReportDiff diff = ReportDiff.of(withRelation(before), withRelation(now));
    assertEquals(broken, diff.relations().broken().size());
    assertEquals(mended, diff.relations().mended().size());
    assertEquals(worse, diff.worse());
    String text = DiffText.render(diff);
    String row =
        "| %s | **%s** | nd4j | adjoint | ` %s ` |"
            .formatted(before == null ? "not there" : before, now, CASE);
    assertEquals(broken + mended == 1, text.contains(row), text);
    assertEquals(
        worse, text.startsWith("# No new failure, but relations that do not hold any more"), text);
    assertEquals(mended == 1, text.contains("## Relations that hold again"), text);
  }

  private Report withRelation(Verdict verdict) {
    try (ReportWriter writer = ReportWriter.create(folder, SyntheticReports.header(1))) {
      writer.write(SyntheticReports.framework("nd4j"));
      writer.write(SyntheticReports.aCase(CASE));
      writer.write(SyntheticReports.exact(CASE, "nd4j", ConvDirection.FORWARD));
      if (verdict != null) {
        writer.write(SyntheticReports.relation("nd4j", CASE, verdict, "because"));
      }
      return writer.finish(Instant.EPOCH);
    }
  }

  @Test
  void a_later_report_that_proves_nothing_is_never_good_news() {
    Report whole = withMutant(true);
    ReportWriter.create(folder, SyntheticReports.header(1)).close();
    Report unfinished = ReportReader.read(folder);
    ReportDiff diff = ReportDiff.of(whole, unfinished);
    assertFalse(diff.defects().isEmpty());
    assertTrue(DiffText.render(diff).startsWith("# The later report proves nothing\n"));
  }

  private Report withMutant(boolean killed) {
    try (ReportWriter writer = ReportWriter.create(folder, SyntheticReports.header(1))) {
      writer.write(SyntheticReports.framework("nd4j"));
      writer.write(SyntheticReports.aCase(CASE));
      writer.write(SyntheticReports.exact(CASE, "nd4j", ConvDirection.FORWARD));
      writer.write(
          new ReportRecord.Mutant(
              "swap_io", killed, killed ? CASE : null, killed ? Verdict.FAIL : null));
      return writer.finish(Instant.EPOCH);
    }
  }

  @Test
  void results_that_only_one_report_has_are_counted_and_new_failures_among_them_listed() {
    Report small = SyntheticReports.write(folder.resolve("small"), 20);
    Report large = SyntheticReports.write(folder.resolve("large"), 21);
    ReportDiff grown = ReportDiff.of(small, large);
    assertEquals(16, grown.appeared());
    assertEquals(0, grown.gone());
    assertEquals(4, grown.failing().size());
    assertEquals(16, ReportDiff.of(large, small).gone());
    String text = DiffText.render(grown);
    assertTrue(text.startsWith("# 4 new failures\n"), text);
    assertTrue(text.contains("| not there | **FAIL** | nd4j | forward |"), text);
    assertFalse(text.contains("null"), text);
  }

  private Report report(Verdict verdict, double ratio, double millis, String version) {
    ReportRecord.Result made =
        SyntheticReports.result(
            CASE, "nd4j", ConvDirection.FORWARD, verdict, ratio, 1, 2, "because");
    try (ReportWriter writer = ReportWriter.create(folder, SyntheticReports.header(1))) {
      writer.write(new ReportRecord.Framework("nd4j", "ND4J", version, List.of(), 1, null, null));
      writer.write(SyntheticReports.aCase(CASE));
      writer.write(
          new ReportRecord.Result(
              made.case_(),
              made.framework(),
              made.algorithm(),
              made.direction(),
              made.verdict(),
              made.terms(),
              made.ratio(),
              made.bound(),
              made.index(),
              made.expected(),
              made.actual(),
              made.expectedHex(),
              made.actualHex(),
              millis,
              made.reason(),
              made.repro()));
      return writer.finish(Instant.EPOCH);
    }
  }
}
