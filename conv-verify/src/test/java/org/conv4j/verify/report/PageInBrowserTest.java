package org.conv4j.verify.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.conv4j.ConvDirection;
import org.conv4j.check.Verdict;
import org.conv4j.verify.record.ReportRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page does in a real browser; skipped where there is none. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PageInBrowserTest {

  private static final String FAILED = "n2_c2h11w12_k4r3s3/integer/20";

  @TempDir Path folder;

  private Browser browser;

  @BeforeEach
  void find() {
    browser = Browser.orSkip(folder);
  }

  @Test
  void shows_every_case_framework_and_direction() throws Exception {
    String page = rendered(SyntheticReports.write(folder, 40), "");
    assertTrue(page.contains("<h1>36 results need attention</h1>"));
    assertEquals(40, occurrences(page, "<span class=\"name\">"));
    assertEquals(40 * 16, occurrences(page, "class=\"cell "));
    assertTrue(page.contains("padded gradient</h3>"));
    assertTrue(page.contains("All 4 were caught"));
  }

  @Test
  void shows_the_element_the_bound_the_picture_and_the_command_of_a_result() throws Exception {
    String page = rendered(SyntheticReports.write(folder, 40), address(FAILED, "nd4j", "forward"));
    String detail = page.substring(page.indexOf("<dialog"), page.indexOf("</dialog>"));
    assertTrue(detail.contains("<b>image 0, channel 3, row 1, column 2</b>"), detail);
    assertTrue(detail.contains("--case '" + FAILED + "' --frameworks nd4j --direction forward"));
    assertTrue(detail.contains("the result must be equal"));
    assertEquals(3, occurrences(detail, "<svg"));
    assertTrue(detail.contains("2 × 2 channels × 11 × 12"));
  }

  @Test
  void says_that_an_unfinished_run_proves_nothing() throws Exception {
    Path unfinished = folder.resolve("unfinished");
    try (ReportWriter writer = ReportWriter.create(unfinished, SyntheticReports.header(4))) {
      writer.write(SyntheticReports.framework("nd4j"));
    }
    String page = rendered(ReportReader.read(unfinished), "");
    assertTrue(page.contains("<h1>This run proves nothing</h1>"));
    assertTrue(page.contains("<li>The run is empty: it has no result.</li>"));
    assertTrue(page.contains("No case fits."));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 6, 7, 8})
  void runs_no_text_of_a_report(int which) throws Exception {
    String text = SyntheticReports.HOSTILE.get(which);
    Report report = SyntheticReports.writeHostile(folder.resolve("hostile"));
    String page = rendered(report, address(text, text, "forward"));
    assertTrue(page.contains("<title>conv4j: 50 results need attention"), "the title changed");
    assertTrue(page.contains("<dialog id=\"detail\" aria-labelledby=\"detail-title\" open"));
    assertFalse(page.contains("<img"));
    assertEquals(2, occurrences(page, "<script"));
  }

  @Test
  void says_who_agrees_with_whom() throws Exception {
    Report report = SyntheticReports.write(folder, 40);
    String page = rendered(report, address(FAILED, "nd4j", "forward"));
    String agreement =
        page.substring(page.indexOf("Who agrees with whom"), page.indexOf("Pair by pair"));
    assertTrue(
        agreement.contains("nd4j differs in up to 15; dl4j differs in up to 4 from reference."),
        agreement);
    assertTrue(agreement.contains("Of 160 results with at least two answers, 145 are unanimous."));
    assertTrue(
        agreement.contains("<td>reference, conv-nd4j, dl4j</td><td><b>nd4j</b></td><td>11</td>"),
        agreement);
    String detail = page.substring(page.indexOf("<dialog"), page.indexOf("</dialog>"));
    assertTrue(
        detail.contains("<p>reference, conv-nd4j, dl4j agree with each other; nd4j does not.</p>"),
        detail);
  }

  @Test
  void does_not_say_that_who_gave_no_answer_agrees() throws Exception {
    Path silent = folder.resolve("silent");
    String id = SyntheticReports.caseId(0);
    try (ReportWriter writer = ReportWriter.create(silent, SyntheticReports.header(4))) {
      SyntheticReports.FRAMEWORKS.forEach(each -> writer.write(SyntheticReports.framework(each)));
      writer.write(SyntheticReports.aCase(id));
      writer.write(SyntheticReports.exact(id, "reference", ConvDirection.FORWARD));
      writer.write(SyntheticReports.exact(id, "conv-nd4j", ConvDirection.FORWARD));
      writer.write(
          SyntheticReports.result(
              id, "nd4j", ConvDirection.FORWARD, Verdict.FAIL, 4.0, 12, 13, "off by one"));
      writer.write(
          SyntheticReports.result(
              id, "dl4j", ConvDirection.FORWARD, Verdict.ERROR, null, 0, 0, "refused"));
      writer.finish(Instant.EPOCH);
    }
    String page = rendered(ReportReader.read(silent), "");
    assertTrue(
        page.contains(
            "reference, conv-nd4j agree with each other wherever they answer; nd4j differs in up to"
                + " 1 from them. dl4j: no answer in common with another."),
        page);
  }

  @Test
  void shows_relations_and_the_smallest_cases() throws Exception {
    Report report = withRelations();
    String page = rendered(report, address(FAILED, "nd4j", "forward"));
    String relations = page.substring(page.indexOf("id=\"relations-title\""));
    assertTrue(
        relations.contains("2 of 4 trials hold, <b>1 FAIL</b>, <span>1 UNSUPPORTED</span>."),
        relations);
    assertTrue(
        relations.contains("<th scope=\"row\">adjoint</th><td>Both sides are &lt;b&gt;one.</td>"));
    assertTrue(relations.contains("✗ 1 of 2 broken"), relations);
    assertTrue(relations.contains("✓ 1</td>"), relations);
    assertEquals(1, occurrences(page, "id=\"relations\""));
    assertEquals(1, occurrences(page, "id=\"smallest\""));
    String detail = page.substring(page.indexOf("<dialog"), page.indexOf("</dialog>"));
    assertTrue(detail.contains("found among 17 smaller cases"), detail);
    assertTrue(detail.contains("--case 'n1_c1h2w2_k1r1s1/integer/1'"), detail);
  }

  /** The usual report with trials of a relation and a reduced failure. */
  private Report withRelations() {
    Report usual = SyntheticReports.write(folder.resolve("usual"), 40);
    try (ReportWriter writer = ReportWriter.create(folder.resolve("relations"), usual.header())) {
      usual.frameworks().forEach(writer::write);
      usual.cases().forEach(writer::write);
      usual.results().forEach(writer::write);
      usual.mutants().forEach(writer::write);
      usual.pictures().forEach(writer::attach);
      writer.write(
          SyntheticReports.relation("nd4j", "n1_c1h3w3_k1r1s1/integer/1", Verdict.EXACT, null));
      writer.write(
          SyntheticReports.relation(
              "nd4j", "n1_c1h4w4_k1r1s1/integer/1", Verdict.FAIL, "they differ"));
      writer.write(
          SyntheticReports.relation("dl4j", "n1_c1h3w3_k1r1s1/integer/1", Verdict.EXACT, null));
      writer.write(
          SyntheticReports.relation(
              "dl4j", "n1_c2h3w3_k2r1s1_g2/integer/1", Verdict.UNSUPPORTED, "no"));
      writer.write(
          new ReportRecord.Smallest(
              FAILED,
              "nd4j",
              "forward",
              "n1_c1h2w2_k1r1s1/integer/1",
              Verdict.FAIL,
              "at [0] expected 1, found 2",
              17,
              Repro.command("n1_c1h2w2_k1r1s1/integer/1", "nd4j", "forward")));
      return writer.finish(Instant.EPOCH);
    }
  }

  @Test
  void counts_results_by_their_error_as_a_share_of_the_bound() throws Exception {
    Report report = SyntheticReports.write(folder, 40);
    String page = rendered(report, "");
    String table = page.substring(page.indexOf("How near to the bound"));
    Matcher row = Pattern.compile("<th scope=\"row\">conv-nd4j</th>(.*?)</tr>").matcher(table);
    assertTrue(row.find(), table);
    long counted =
        Pattern.compile(">(\\d+)</td>")
            .matcher(row.group(1))
            .results()
            .mapToLong(cell -> Long.parseLong(cell.group(1)))
            .sum();
    long bounded =
        report.results().stream()
            .filter(result -> result.framework().equals("conv-nd4j"))
            .filter(result -> result.bound() != null && result.bound() > 0)
            .count();
    assertEquals(bounded, counted);
  }

  @Test
  void can_be_searched_and_used_by_keyboard() throws Exception {
    String found =
        afterwards(
            HtmlReport.render(SyntheticReports.write(folder, 40)),
            "",
            """
            const cell = () => document.activeElement.getAttribute("aria-label");
            const press = (key) => document.activeElement.dispatchEvent(
              new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
            document.querySelector(".cell[tabindex='0']").focus();
            const path = [cell()];
            for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowDown"]) {
              press(key);
              path.push(cell());
            }
            document.activeElement.click();
            path.push(document.activeElement.textContent);
            document.activeElement.click();
            const search = document.getElementById("search");
            search.value = "G2 crash";
            search.dispatchEvent(new Event("input"));
            const rows = document.querySelectorAll(".matrix tbody tr").length;
            show({ path, open: document.getElementById("detail").open, rows,
              tabStops: document.querySelectorAll(".cell[tabindex='0']").length,
              said: document.getElementById("said").textContent });
            """);
    JsonNode told = Json.MAPPER.readTree(found);
    List<String> path = new ArrayList<>();
    told.get("path").forEach(step -> path.add(step.asText().replaceAll("^\\w+, ", "")));
    assertEquals(
        List.of(
            "reference, forward",
            "reference, input gradient",
            "reference, filter gradient",
            "reference, bias gradient",
            "conv-nd4j, forward",
            "reference, bias gradient",
            "reference, bias gradient",
            "Close"),
        path);
    assertFalse(told.get("open").asBoolean());
    assertEquals(0, told.get("rows").asInt());
    assertEquals("No case fits. Take a filter off.", told.get("said").asText());
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void has_no_accessibility_fault(boolean dark, boolean detail) throws Exception {
    String script =
        """
        const dark = document.documentElement.dataset.theme === "dark";
        if (dark !== %s) { document.getElementById("theme").click(); }
        axe.run().then((found) => show({ passes: found.passes.length, faults:
          found.violations.map((v) => v.impact + " " + v.id + ": " + v.nodes[0].html) }));
        """
            .formatted(dark);
    String found =
        afterwards(
            HtmlReport.render(withRelations()),
            detail ? address(FAILED, "nd4j", "forward") : "",
            resource("/axe.min.js"),
            script);
    JsonNode result = Json.MAPPER.readTree(found);
    assertTrue(result.get("passes").asInt() > 20);
    List<String> faults = new ArrayList<>();
    result.get("faults").forEach(fault -> faults.add(fault.asText()));
    assertEquals(List.of(), faults);
  }

  /** What a script {@code show}s that runs, after others, once the page is complete. */
  private String afterwards(String html, String fragment, String... scripts) throws Exception {
    List<String> before = List.of(scripts).subList(0, scripts.length - 1);
    String script =
        """
        %s
        function show(told) {
          const out = document.createElement("pre");
          out.id = "told";
          out.textContent = JSON.stringify(told);
          document.body.append(out);
        }
        function begin() {
          if (document.querySelector("#agreement table") === null) {
            setTimeout(begin, 10);
            return;
          }
          %s
        }
        begin();
        """
            .formatted(String.join("\n", before), scripts[scripts.length - 1]);
    String page =
        open(
            html.replaceFirst(" content=\"default-src[^\"]*\"", "")
                .replace(
                    "</body>",
                    "<script>" + script.replace("</script", "<\\/script") + "</script></body>"),
            fragment);
    Matcher told = Pattern.compile("<pre id=\"told\">(.*?)</pre>").matcher(page);
    assertTrue(told.find(), "the script did not end");
    return told.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  private String rendered(Report report, String fragment) throws Exception {
    return open(HtmlReport.render(report), fragment);
  }

  private String open(String html, String fragment) throws Exception {
    Path file = folder.resolve("page.html");
    Files.write(file, html.getBytes(StandardCharsets.UTF_8));
    return browser.open(file, fragment);
  }

  private static String address(String caseId, String framework, String direction) {
    return "#result/" + encoded(caseId) + "/" + encoded(framework) + "/" + direction;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String resource(String name) throws IOException {
    try (InputStream file = PageInBrowserTest.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int occurrences(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
