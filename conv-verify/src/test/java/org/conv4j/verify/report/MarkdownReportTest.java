package org.conv4j.verify.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;
import org.conv4j.ConvDirection;
import org.conv4j.check.Verdict;
import org.conv4j.verify.record.ReportRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MarkdownReportTest {

  private static final String CASE = "n1_c1h4w4_k1r3s3/integer/1";

  private static final int MEGABYTE = 1 << 20;

  /** What build servers take: 1 MiB. */
  private static final int LARGEST_SUMMARY = 1 << 20;

  @TempDir Path folder;

  @Test
  void of_5000_cases_fits_a_summary_page() {
    String page = MarkdownReport.render(SyntheticReports.write(folder, 5000));
    assertTrue(page.length() < MEGABYTE / 16, page.length() + " characters");
    assertTrue(page.startsWith("# Convolution correctness: 36 results need attention\n"), page);
  }

  @Test
  void says_what_an_invalid_run_lacks() {
    Report report = one(Verdict.EXACT, 2);
    String page = MarkdownReport.render(report);
    assertTrue(page.startsWith("# Convolution correctness: This run proves nothing\n"), page);
    assertTrue(page.contains("- Planned 2 results, found 1"), page);
  }

  @Test
  void is_good_when_nothing_is_alarming() {
    assertTrue(
        MarkdownReport.render(one(Verdict.EXACT, 1))
            .startsWith("# Convolution correctness: Nothing unexpected\n"));
  }

  @Test
  void names_each_known_difference_once_with_its_count() {
    String page = MarkdownReport.render(SyntheticReports.write(folder, 240));
    assertEquals(1, occurrences(page, "does not clamp the SAME padding"));
    assertTrue(page.contains("- 12 x nd4j: ND4J's conv2d does not clamp"), page);
  }

  @Test
  void keeps_hostile_texts_inside_their_cells() {
    String page = MarkdownReport.render(SyntheticReports.writeHostile(folder));
    String withoutCode =
        page.replaceAll("(?s)\n(```+)sh\n.*?\n\\1\n", "")
            .replaceAll("(?<![\\\\`])(`+) .*? \\1(?!`)", "");
    assertFalse(withoutCode.contains("<"), withoutCode);
    String table = page.substring(page.indexOf("## Needs attention"));
    for (String row : table.substring(0, table.indexOf("\n\n", 25)).split("\n")) {
      if (row.startsWith("|")) {
        assertEquals(6, row.replace("\\|", "").chars().filter(c -> c == '|').count(), row);
      }
    }
  }

  @Test
  void fits_the_summary_of_a_build_however_large_the_run() {
    String page = MarkdownReport.render(SyntheticReports.write(folder.resolve("large"), 5000));
    assertTrue(page.length() < LARGEST_SUMMARY / 16, page.length() + " characters");
    String hostile =
        MarkdownReport.render(SyntheticReports.writeHostile(folder.resolve("hostile")));
    assertTrue(hostile.length() < LARGEST_SUMMARY / 16, hostile.length() + " characters");
  }

  private Report one(Verdict verdict, long planned) {
    try (ReportWriter writer = begin(planned)) {
      writer.write(result(verdict));
      return writer.finish(Instant.EPOCH);
    }
  }

  private ReportWriter begin(long planned) {
    ReportWriter writer = ReportWriter.create(folder, SyntheticReports.header(planned));
    writer.write(SyntheticReports.framework("nd4j"));
    writer.write(SyntheticReports.aCase(CASE));
    return writer;
  }

  private static ReportRecord.Result result(Verdict verdict) {
    return verdict.right()
        ? SyntheticReports.exact(CASE, "nd4j", ConvDirection.FORWARD)
        : SyntheticReports.result(CASE, "nd4j", ConvDirection.FORWARD, verdict, 4.0, 7, 0, "why");
  }

  private static int occurrences(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
