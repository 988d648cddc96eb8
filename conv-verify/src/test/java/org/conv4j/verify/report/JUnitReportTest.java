package org.conv4j.verify.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.SurefireReportParser;
import org.conv4j.ConvDirection;
import org.conv4j.check.Verdict;
import org.conv4j.verify.record.ReportRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JUnitReportTest {

  private static final String CASE = "n1_c1h4w4_k1r3s3/integer/1";

  private static final String OTHER_CASE = "n1_c1h4w4_k1r1s1/integer/1";

  @TempDir Path folder;

  @Test
  void has_one_test_case_for_each_result() throws Exception {
    Report report = SyntheticReports.write(folder, 31);
    List<ReportTestCase> tests = read(report);
    assertEquals(report.results().size() + report.mutants().size() + 1, tests.size());
    List<ReportTestCase> nd4j =
        tests.stream().filter(test -> test.getFullClassName().startsWith("conv4j.nd4j.")).toList();
    assertEquals(31 * 4, nd4j.size());
    assertEquals(12, nd4j.stream().filter(ReportTestCase::hasFailure).count());
    assertEquals(4, nd4j.stream().filter(ReportTestCase::hasError).count());
    assertEquals(3, nd4j.stream().filter(ReportTestCase::hasSkipped).count());
  }

  @Test
  void has_one_test_case_for_each_trial_of_a_relation() throws Exception {
    List<ReportTestCase> trials = new ArrayList<>();
    try (ReportWriter writer = ReportWriter.create(folder, SyntheticReports.header(1))) {
      writer.write(SyntheticReports.framework("nd4j"));
      writer.write(SyntheticReports.aCase(CASE));
      writer.write(SyntheticReports.exact(CASE, "nd4j", ConvDirection.FORWARD));
      writer.write(SyntheticReports.relation("nd4j", CASE, Verdict.FAIL, "they differ"));
      writer.write(SyntheticReports.relation("nd4j", OTHER_CASE, Verdict.EXACT, null));
      read(writer.finish(Instant.EPOCH)).stream()
          .filter(test -> test.getFullClassName().equals("conv4j.nd4j.relations"))
          .forEach(trials::add);
    }
    assertEquals(
        List.of("adjoint on " + CASE, "adjoint on " + OTHER_CASE),
        trials.stream().map(ReportTestCase::getName).toList());
    assertTrue(trials.get(0).hasFailure());
    assertEquals("FAIL: they differ", trials.get(0).getFailureMessage());
    assertTrue(trials.get(1).isSuccessful());
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
  void follows_the_schema_of_surefire_and_jenkins() throws Exception {
    Validator schema =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(JUnitReportTest.class.getResource("junit-report.xsd"))
            .newValidator();
    String valid = JUnitReport.render(SyntheticReports.write(folder, 31));
    schema.validate(new StreamSource(new StringReader(valid)));
    for (String wrong :
        List.of(
            valid.replace("<testcase ", "<case ").replace("</testcase>", "</case>"),
            valid.replaceFirst(" time=\"[0-9.]+\"", " time=\"-1\""),
            valid.replaceFirst("timestamp=\"[^\"]+\"", "timestamp=\"yesterday\""),
            valid.replace(" message=", " text="))) {
      assertThrows(
          SAXException.class, () -> schema.validate(new StreamSource(new StringReader(wrong))));
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
}
