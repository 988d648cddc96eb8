package org.conv4j.verify.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import org.conv4j.ConvDirection;
import org.conv4j.verify.record.ReportRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HtmlReportTest {

  private static final int MEGABYTE = 1 << 20;

  @TempDir Path folder;

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
    JsonNode data = data(page);
    assertEquals(SyntheticReports.HOSTILE.get(0), data.at("/cases/0/id").asText());
    assertEquals(SyntheticReports.HOSTILE.get(5), data.at("/frameworks/5/name").asText());
  }

  @Test
  void holds_every_number_of_the_report() throws IOException {
    Report report = SyntheticReports.write(folder, 30);
    String page = HtmlReport.render(report);
    JsonNode data = data(page);
    assertEquals(report.results().size(), data.get("results").size());
    for (int i = 0; i < report.results().size(); i++) {
      ReportRecord.Result result = report.results().get(i);
      JsonNode row = data.get("results").get(i);
      assertEquals(result.case_(), data.at("/cases/" + row.get(0) + "/id").asText());
      assertEquals(result.framework(), data.at("/frameworks/" + row.get(1) + "/id").asText());
      assertEquals(result.direction(), ConvDirection.values()[row.get(2).asInt()].id());
      assertEquals(result.verdict().name(), data.at("/verdicts/" + row.get(3)).asText());
      assertEquals(
          result.repro(), data.at("/strings/" + row.get(4)).asText().replace("\0", result.case_()));
      if (result.expected() != null) {
        assertEquals(result.expected(), row.get(12).asDouble());
        assertEquals(result.actualHex(), row.get(15).asText());
      }
    }
  }

  private static JsonNode data(String page) throws IOException {
    byte[] packed = Base64.getDecoder().decode(group(page, "id=\"data\">(.*?)</script>"));
    return Json.MAPPER.readTree(new InflaterInputStream(new ByteArrayInputStream(packed)));
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
