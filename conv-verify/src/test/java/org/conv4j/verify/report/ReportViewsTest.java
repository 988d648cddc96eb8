package org.conv4j.verify.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.SurefireReportParser;
import org.conv4j.ConvDirection;
import org.conv4j.check.Verdict;
import org.conv4j.verify.record.ReportRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReportViewsTest {

  private static final String CASE = "n1_c1h4w4_k1r3s3/integer/1";
  private static final int MEGABYTE = 1 << 20;

  @TempDir Path folder;

  @Test
  void two_renderings_of_one_report_are_the_same_bytes() throws IOException {
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    SyntheticReports.write(first, 30);
    SyntheticReports.write(second, 30);
    ReportViews.write(first, ReportReader.read(first));
    ReportViews.write(second, ReportReader.read(second));
    for (String file :
        List.of("report.jsonl", "pictures.jsonl", "index.html", "report.md", "junit.xml")) {
      assertEquals(-1, Files.mismatch(first.resolve(file), second.resolve(file)), file);
    }
  }

  @Nested
  class The_page {

    @Test
    void of_5000_cases_stays_below_15_megabytes() {
      String page = HtmlReport.render(SyntheticReports.write(folder, 5000));
      assertTrue(page.length() < 15 * MEGABYTE, page.length() + " characters");
    }

    @Test
    void asks_for_nothing_outside_itself() {
      String page = HtmlReport.render(SyntheticReports.write(folder, 3));
      assertFalse(Pattern.compile("(src|href)=\"(?!#)").matcher(page).find());
      assertFalse(page.contains("@import"));
      assertFalse(Pattern.compile("https?://(?!www\\.w3\\.org/2000/svg)").matcher(page).find());
    }

    @Test
    void allows_exactly_its_own_script_and_style() throws Exception {
      String page = HtmlReport.render(SyntheticReports.write(folder, 3));
      String policy = group(page, "Content-Security-Policy\" content=\"([^\"]*)\"");
      assertTrue(policy.startsWith("default-src 'none'; base-uri 'none'; form-action 'none'; "));
      String style = sha256(group(page, "(?s)<style>(.*)</style>"));
      String script = sha256(group(page, "(?s)<script>(.*)</script>"));
      assertTrue(policy.endsWith("style-src '" + style + "'; script-src '" + script + "'"), policy);
    }

    @Test
    void holds_hostile_texts_as_data_only() throws IOException {
      String page = HtmlReport.render(SyntheticReports.writeHostile(folder));
      String around = HtmlReport.render(SyntheticReports.write(folder.resolve("plain"), 1));
      assertEquals(occurrences(around, "<"), occurrences(page, "<"));
      assertEquals(occurrences(around, "</script"), occurrences(page, "</script"));
      JsonNode data =
          Json.MAPPER.readTree(group(page, "(?s)application/json\" id=\"data\">(.*?)</script>"));
      assertEquals(SyntheticReports.HOSTILE.get(0), data.at("/cases/0/id").asText());
      assertEquals(SyntheticReports.HOSTILE.get(5), data.at("/frameworks/5/name").asText());
    }

    @Test
    void holds_every_number_of_the_report() throws IOException {
      Report report = SyntheticReports.write(folder, 30);
      String page = HtmlReport.render(report);
      JsonNode data =
          Json.MAPPER.readTree(group(page, "(?s)application/json\" id=\"data\">(.*?)</script>"));
      assertEquals(report.results().size(), data.get("results").size());
      for (int i = 0; i < report.results().size(); i++) {
        ReportRecord.Result result = report.results().get(i);
        JsonNode row = data.get("results").get(i);
        assertEquals(result.case_(), data.at("/cases/" + row.get(0) + "/id").asText());
        assertEquals(result.framework(), data.at("/frameworks/" + row.get(1) + "/id").asText());
        assertEquals(result.direction(), ConvDirection.values()[row.get(2).asInt()].id());
        assertEquals(result.verdict().name(), data.at("/verdicts/" + row.get(3)).asText());
        assertEquals(
            result.repro(),
            data.at("/strings/" + row.get(4)).asText().replace("\0", result.case_()));
        if (result.expected() != null) {
          assertEquals(result.expected(), row.get(12).asDouble());
          assertEquals(result.actualHex(), row.get(15).asText());
        }
      }
    }
  }

  @Nested
  class The_summary_in_Markdown {

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
  }

  @Nested
  class The_JUnit_XML {

    @Test
    void has_one_test_case_for_each_result() throws Exception {
      Report report = SyntheticReports.write(folder, 31);
      List<ReportTestCase> tests = read(report);
      assertEquals(report.results().size() + report.mutants().size() + 1, tests.size());
      List<ReportTestCase> nd4j =
          tests.stream()
              .filter(test -> test.getFullClassName().startsWith("conv4j.nd4j."))
              .toList();
      assertEquals(31 * 4, nd4j.size());
      assertEquals(12, nd4j.stream().filter(ReportTestCase::hasFailure).count());
      assertEquals(4, nd4j.stream().filter(ReportTestCase::hasError).count());
      assertEquals(3, nd4j.stream().filter(ReportTestCase::hasSkipped).count());
    }

    @Test
    void counts_in_its_suites_what_is_in_them() throws Exception {
      SyntheticReports.write(folder, 31);
      NodeList suites = document(ReportReader.read(folder)).getElementsByTagName("testsuite");
      assertEquals(SyntheticReports.FRAMEWORKS.size() + 1, suites.getLength());
      for (int i = 0; i < suites.getLength(); i++) {
        Element suite = (Element) suites.item(i);
        assertEquals(suite.getAttribute("tests"), count(suite, "testcase"));
        assertEquals(suite.getAttribute("failures"), count(suite, "failure"));
        assertEquals(suite.getAttribute("errors"), count(suite, "error"));
        assertEquals(suite.getAttribute("skipped"), count(suite, "skipped"));
      }
    }

    @Test
    void shows_the_element_and_the_command() throws Exception {
      Report report = one(Verdict.FAIL, 1);
      assertTrue(
          JUnitReport.render(report)
              .contains(
                  "<system-out>./conv4j report --case '"
                      + CASE
                      + "' --frameworks nd4j --direction forward</system-out>"));
      ReportTestCase test = read(report).get(1);
      assertEquals(CASE, test.getName());
      assertEquals("conv4j.nd4j.forward", test.getFullClassName());
      assertEquals(
          "FAIL: why; expected 7.0 (0x1.cp2), actual 0.0 (0x0.0p0) at [0, 3, 1, 2]; ratio 4.0,"
              + " bound 0.0, 28 terms",
          test.getFailureMessage());
    }

    @Test
    void fails_when_the_run_is_invalid_and_when_a_mutant_survives() throws Exception {
      assertTrue(read(one(Verdict.EXACT, 2)).get(0).hasFailure());
      assertFalse(read(one(Verdict.EXACT, 1)).get(0).hasFailure());
      Report report;
      try (ReportWriter writer = begin(1)) {
        writer.write(result(Verdict.EXACT));
        writer.write(new ReportRecord.Mutant("swap_io", false, null, null));
        report = writer.finish(Instant.EPOCH);
      }
      assertEquals("planted bug swap_io is caught", read(report).get(1).getName());
      assertTrue(read(report).get(1).hasFailure());
    }

    @Test
    void is_well_formed_whatever_the_texts() throws Exception {
      Report report = SyntheticReports.writeHostile(folder);
      assertEquals(report.results().size() + report.mutants().size() + 1, read(report).size());
      Element first = (Element) document(report).getElementsByTagName("testsuite").item(1);
      assertEquals("conv4j." + SyntheticReports.HOSTILE.get(0), first.getAttribute("name"));
    }

    /** As a CI server reads it. */
    private List<ReportTestCase> read(Report report) throws Exception {
      Path results = Files.createDirectories(folder.resolve("surefire"));
      Files.writeString(results.resolve("TEST-conv4j.xml"), JUnitReport.render(report));
      return new SurefireReportParser(List.of(results.toFile()), new NullConsoleLogger())
          .parseXMLReportFiles().stream().flatMap(suite -> suite.getTestCases().stream()).toList();
    }

    private Document document(Report report) throws Exception {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(JUnitReport.render(report))));
    }

    private static String count(Element suite, String name) {
      return String.valueOf(suite.getElementsByTagName(name).getLength());
    }
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

  private static String group(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertTrue(matcher.find(), pattern);
    return matcher.group(1);
  }

  private static String sha256(String text) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(hash);
  }

  private static int occurrences(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
