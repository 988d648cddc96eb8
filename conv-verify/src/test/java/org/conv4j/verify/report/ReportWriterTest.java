package org.conv4j.verify.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.check.Verdict;
import org.conv4j.verify.InputException;
import org.conv4j.verify.record.ReportRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReportWriterTest {

  private static final String CASE = "n1_c1h4w4_k1r3s3/integer/1";

  @TempDir Path folder;

  @Test
  void what_is_written_is_read_back() {
    Report written = SyntheticReports.write(folder, 40);
    Report read = ReportReader.read(folder);
    assertEquals(lines(written), lines(read));
    assertEquals(written.pictures(), read.pictures());
    assertTrue(read.complete());
    assertEquals(List.of(), read.defects());
    assertEquals(Report.Status.ALARMING, read.status());
  }

  @Test
  void every_line_follows_the_published_schema() throws IOException {
    SyntheticReports.write(folder, 40);
    JsonSchema schema = schema("report.schema.json");
    List<String> lines = Files.readAllLines(folder.resolve("report.jsonl"));
    assertTrue(lines.size() > 600);
    for (String line : lines) {
      assertEquals(Set.of(), Set.copyOf(schema.validate(line, InputFormat.JSON)), line);
    }
  }

  @Test
  void every_picture_follows_the_published_schema() throws IOException {
    SyntheticReports.write(folder, 40);
    JsonSchema schema = schema("pictures.schema.json");
    List<String> lines = Files.readAllLines(folder.resolve("pictures.jsonl"));
    assertTrue(lines.size() > 10);
    for (String line : lines) {
      assertEquals(Set.of(), Set.copyOf(schema.validate(line, InputFormat.JSON)), line);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"record\":\"footer\",\"planned\":1,\"accounted\":1,\"verdicts\":{\"FINE\":1},\"finished\":\"2026-11-22T20:00:00Z\"}",
        "{\"record\":\"mutant\",\"id\":\"a\",\"killed\":true,\"case\":\"b\",\"verdict\":\"SUSPECT\"}",
        "{\"record\":\"mutant\",\"id\":\"a\",\"killed\":true}",
        "{\"record\":\"nonsense\"}"
      })
  void the_schema_refuses_what_is_wrong(String line) throws IOException {
    assertFalse(schema("report.schema.json").validate(line, InputFormat.JSON).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 1e-320})
  void awkward_numbers_survive(double value) throws IOException {
    try (ReportWriter writer = begin(1)) {
      writer.write(
          SyntheticReports.result(
              CASE, "nd4j", ConvDirection.FORWARD, Verdict.FAIL, value, value, value, "why"));
    }
    ReportRecord.Result read = ReportReader.read(folder).results().get(0);
    assertEquals(value, read.ratio());
    assertEquals(value, read.expected());
    String line = Files.readAllLines(folder.resolve("report.jsonl")).get(3);
    assertEquals(!Double.isFinite(value), line.contains("\"" + value + "\""));
  }

  @Test
  void each_record_is_in_the_file_as_soon_as_it_is_written() throws IOException {
    try (ReportWriter writer = begin(2)) {
      writer.write(SyntheticReports.exact(CASE, "nd4j", ConvDirection.FORWARD));
      assertEquals(4, Files.readAllLines(folder.resolve("report.jsonl")).size());
    }
  }

  @Test
  void refuses_a_result_twice() {
    try (ReportWriter writer = begin(2)) {
      writer.write(SyntheticReports.exact(CASE, "nd4j", ConvDirection.FORWARD));
      ReportRecord.Result again = SyntheticReports.exact(CASE, "nd4j", ConvDirection.FORWARD);
      assertEquals(
          "result of case " + CASE + ", framework nd4j, direction forward appears twice",
          assertThrows(InputException.class, () -> writer.write(again)).getMessage());
    }
  }

  @Test
  void an_unfinished_run_is_invalid() {
    try (ReportWriter writer = begin(4)) {
      writer.write(SyntheticReports.exact(CASE, "nd4j", ConvDirection.FORWARD));
    }
    Report report = ReportReader.read(folder);
    assertFalse(report.complete());
    assertEquals(Report.Status.INVALID, report.status());
    assertEquals(
        List.of("The run did not finish: 1 of 4 planned results are there."), report.defects());
  }

  @Test
  void an_empty_run_is_invalid() {
    Report report;
    try (ReportWriter writer = begin(0)) {
      report = writer.finish(Instant.EPOCH);
    }
    assertEquals(Report.Status.INVALID, report.status());
    assertEquals(List.of("The run is empty: it has no result."), report.defects());
  }

  @Test
  void a_run_that_does_not_account_for_all_it_planned_is_invalid() {
    Report report;
    try (ReportWriter writer = begin(2)) {
      writer.write(SyntheticReports.exact(CASE, "nd4j", ConvDirection.FORWARD));
      report = writer.finish(Instant.EPOCH);
    }
    assertEquals(Report.Status.INVALID, report.status());
    assertEquals(
        List.of("Planned 2 results, found 1: every planned result must be accounted for."),
        report.defects());
  }

  @Test
  void a_footer_that_counts_wrongly_is_invalid() throws IOException {
    try (ReportWriter writer = begin(1)) {
      writer.write(SyntheticReports.exact(CASE, "nd4j", ConvDirection.FORWARD));
      writer.finish(Instant.EPOCH);
    }
    Path file = folder.resolve("report.jsonl");
    Files.writeString(
        file, Files.readString(file).replace("\"EXACT\":1,\"PASS\":0", "\"EXACT\":0,\"PASS\":1"));
    assertEquals(
        List.of("The footer counts 0 EXACT, found 1.", "The footer counts 1 PASS, found 0."),
        ReportReader.read(folder).defects());
  }

  @Test
  void a_framework_without_results_makes_the_run_invalid() {
    Report report;
    try (ReportWriter writer = begin(1)) {
      writer.write(SyntheticReports.framework("dl4j"));
      writer.write(SyntheticReports.exact(CASE, "nd4j", ConvDirection.FORWARD));
      report = writer.finish(Instant.EPOCH);
    }
    assertEquals(List.of("Framework dl4j gave no result."), report.defects());
  }

  @Test
  void known_differences_and_omissions_are_good_and_a_surviving_mutant_is_not() {
    try (ReportWriter writer = begin(2)) {
      writer.write(
          SyntheticReports.result(
              CASE, "nd4j", ConvDirection.FORWARD, Verdict.KNOWN, 9.0, 1, 2, "known"));
      writer.write(
          SyntheticReports.result(
              CASE, "nd4j", ConvDirection.BIAS_GRADIENT, Verdict.SKIPPED, null, 0, 0, "asked"));
      writer.write(new ReportRecord.Mutant("swap_io", true, CASE, Verdict.FAIL));
      assertEquals(Report.Status.GOOD, writer.finish(Instant.EPOCH).status());
    }
    try (ReportWriter writer = begin(1)) {
      writer.write(SyntheticReports.exact(CASE, "nd4j", ConvDirection.FORWARD));
      writer.write(new ReportRecord.Mutant("swap_io", false, null, null));
      assertEquals(Report.Status.ALARMING, writer.finish(Instant.EPOCH).status());
    }
  }

  @Test
  void a_report_cut_at_any_byte_is_read_up_to_there_and_resumed_to_the_same_end()
      throws IOException {
    Path whole = folder.resolve("whole");
    SyntheticReports.write(whole, 1);
    byte[] bytes = Files.readAllBytes(whole.resolve("report.jsonl"));
    Report original = ReportReader.read(whole);
    int firstLine = new String(bytes, StandardCharsets.UTF_8).indexOf('\n') + 1;
    Path cut = Files.createDirectories(folder.resolve("cut"));
    for (int length = firstLine; length < bytes.length - 1; length += 37) {
      Files.write(cut.resolve("report.jsonl"), Arrays.copyOf(bytes, length));
      assertFalse(ReportReader.read(cut).complete());
      try (ReportWriter writer = ReportWriter.resume(cut)) {
        original.frameworks().forEach(writer::write);
        original.cases().forEach(writer::write);
        for (ReportRecord.Result result : original.results()) {
          if (!writer.has(result.case_(), result.framework(), result.direction())) {
            writer.write(result);
          }
        }
        int mutantsThere = writer.written().mutants().size();
        original.mutants().stream().skip(mutantsThere).forEach(writer::write);
        writer.finish(Instant.parse(original.footer().finished()));
      }
      assertEquals(
          new String(bytes, StandardCharsets.UTF_8),
          Files.readString(cut.resolve("report.jsonl")),
          "cut at " + length);
    }
  }

  @Test
  void a_last_line_without_its_line_end_is_kept_when_resuming() throws IOException {
    try (ReportWriter writer = begin(2)) {
      writer.write(SyntheticReports.exact(CASE, "nd4j", ConvDirection.FORWARD));
    }
    Path file = folder.resolve("report.jsonl");
    Files.writeString(file, Files.readString(file).stripTrailing());
    try (ReportWriter writer = ReportWriter.resume(folder)) {
      assertTrue(writer.has(CASE, "nd4j", "forward"));
      writer.write(SyntheticReports.exact(CASE, "nd4j", ConvDirection.BIAS_GRADIENT));
      assertEquals(Report.Status.GOOD, writer.finish(Instant.EPOCH).status());
    }
    assertEquals(2, ReportReader.read(folder).results().size());
  }

  @Test
  void a_finished_report_is_not_resumed() {
    SyntheticReports.write(folder, 1);
    assertTrue(
        assertThrows(InputException.class, () -> ReportWriter.resume(folder))
            .getMessage()
            .endsWith("report.jsonl is a finished report: there is nothing to resume"));
  }

  @Test
  void a_resumed_framework_must_be_the_same() {
    begin(1).close();
    try (ReportWriter writer = ReportWriter.resume(folder)) {
      ReportRecord.Framework other =
          new ReportRecord.Framework("nd4j", "ND4J", "2.0", List.of(), 2, null, null);
      assertEquals(
          "framework nd4j was Framework nd4j version 1.0.0-M2.1 before, now it is ND4J version"
              + " 2.0, or its libraries changed",
          assertThrows(InputException.class, () -> writer.write(other)).getMessage());
    }
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource
  void a_broken_file_is_refused_with_its_line_and_the_rule(String appended, String message)
      throws IOException {
    begin(1).close();
    Path file = folder.resolve("report.jsonl");
    Files.writeString(file, Files.readString(file) + appended + "\n");
    assertEquals(
        file + ", line 4: " + message,
        assertThrows(InputException.class, () -> ReportReader.read(folder)).getMessage());
  }

  static Stream<Arguments> a_broken_file_is_refused_with_its_line_and_the_rule() {
    String unknownCase =
        Json.line(SyntheticReports.exact("x/integer/1", "nd4j", ConvDirection.FORWARD));
    String result = Json.line(SyntheticReports.exact(CASE, "nd4j", ConvDirection.FORWARD));
    return Stream.of(
        Arguments.of("{\"record\":\"verse\"}", "unknown record 'verse'"),
        Arguments.of("{}", "it does not say which record it is"),
        Arguments.of(unknownCase, "no record introduces case x/integer/1"),
        Arguments.of(result.replace("\"nd4j\"", "\"tf\""), "no record introduces framework tf"),
        Arguments.of(
            result.replace("\"forward\"", "\"up\""),
            "unknown direction 'up': expected one of [forward, input-gradient, filter-gradient,"
                + " bias-gradient]"),
        Arguments.of(result.replace("\"terms\"", "\"words\":1,\"terms\""), "unknown field 'words'"),
        Arguments.of(result.replace("\"terms\":28,", ""), "field 'terms' is missing"),
        Arguments.of(
            "{\"record\":\"mutant\",\"id\":null,\"killed\":true,\"case\":null,\"verdict\":null}",
            "'id' is missing"),
        Arguments.of(Json.line(SyntheticReports.header(1)), "the header appears twice"),
        Arguments.of(Json.line(SyntheticReports.aCase(CASE)), "case " + CASE + " appears twice"));
  }

  @Test
  void a_newer_format_is_refused() throws IOException {
    begin(1).close();
    Path file = folder.resolve("report.jsonl");
    Files.writeString(file, Files.readString(file).replace("\"schema\":1", "\"schema\":2"));
    assertEquals(
        file + ", line 1: format 2 is not known: this version reads format 1",
        assertThrows(InputException.class, () -> ReportReader.read(folder)).getMessage());
  }

  @Test
  void an_empty_file_is_refused() throws IOException {
    Files.createFile(folder.resolve("report.jsonl"));
    assertEquals(
        folder.resolve("report.jsonl") + " is empty: a report begins with a header",
        assertThrows(InputException.class, () -> ReportReader.read(folder)).getMessage());
  }

  @Test
  void a_missing_report_is_one_sentence() {
    Path file = folder.resolve("nowhere/report.jsonl");
    assertEquals(
        "cannot read " + file + ": there is no such file",
        assertThrows(InputException.class, () -> ReportReader.read(folder.resolve("nowhere")))
            .getMessage());
  }

  @Test
  void a_folder_that_is_a_file_is_one_sentence() throws IOException {
    Path file = Files.createFile(folder.resolve("taken"));
    assertEquals(
        "cannot write " + file + ": '" + file + "' is a file, not a folder",
        assertThrows(
                InputException.class, () -> ReportWriter.create(file, SyntheticReports.header(1)))
            .getMessage());
  }

  @Test
  void a_new_report_removes_the_views_of_the_old_one() throws IOException {
    Files.writeString(folder.resolve("index.html"), "old");
    begin(1).close();
    assertFalse(Files.exists(folder.resolve("index.html")));
  }

  private ReportWriter begin(long planned) {
    ReportWriter writer = ReportWriter.create(folder, SyntheticReports.header(planned));
    writer.write(SyntheticReports.framework("nd4j"));
    writer.write(SyntheticReports.aCase(CASE));
    return writer;
  }

  private static List<String> lines(Report report) {
    return Stream.of(
            Stream.of(report.header()),
            report.frameworks().stream(),
            report.cases().stream(),
            report.results().stream(),
            report.mutants().stream(),
            Stream.of(report.footer()))
        .flatMap(records -> records)
        .map(Json::line)
        .toList();
  }

  private static JsonSchema schema(String name) throws IOException {
    try (InputStream schema = ReportWriter.class.getResourceAsStream(name)) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    }
  }
}
