package org.conv4j.verify.report;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.conv4j.check.Verdict;
import org.conv4j.verify.record.ReportRecord;

/**
 * {@code junit.xml} for CI servers: one test suite for each framework, one test case for each
 * result with its command line in {@code system-out}; and a suite {@code conv4j} that says whether
 * the run is valid and which mutants survived.
 */
final class JUnitReport {

  private static final Set<Verdict> ERRORS = Set.of(Verdict.ERROR, Verdict.CRASH, Verdict.HANG);

  private enum Kind {
    PASSED,
    FAILURE,
    ERROR,
    SKIPPED
  }

  /**
   * One {@code testcase} element.
   *
   * @param type of the failure; null when passed
   * @param output for {@code system-out}; null for none
   */
  private record Test(
      String className,
      String name,
      double seconds,
      Kind kind,
      String type,
      String message,
      String output) {}

  private JUnitReport() {}

  static String render(Report report) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      xml.writeAttribute("name", "conv4j");
      for (Map.Entry<String, List<Test>> suite : suites(report).entrySet()) {
        write(xml, suite.getKey(), report.header(), suite.getValue());
      }
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException("a string cannot be written to", impossible);
    }
    return text.toString();
  }

  private static Map<String, List<Test>> suites(Report report) {
    Map<String, List<Test>> suites = new LinkedHashMap<>();
    suites.put("conv4j", self(report));
    report
        .frameworks()
        .forEach(framework -> suites.put("conv4j." + framework.id(), new ArrayList<>()));
    for (ReportRecord.Result result : report.results()) {
      suites.get("conv4j." + result.framework()).add(test(result));
    }
    for (ReportRecord.Relation relation : report.relations()) {
      suites.get("conv4j." + relation.framework()).add(test(relation));
    }
    return suites;
  }

  private static List<Test> self(Report report) {
    List<Test> tests = new ArrayList<>();
    List<String> defects = report.defects();
    tests.add(
        new Test(
            "conv4j",
            "the run is complete and accounts for every planned result",
            0,
            defects.isEmpty() ? Kind.PASSED : Kind.FAILURE,
            "INVALID",
            String.join(" ", defects),
            null));
    for (ReportRecord.Mutant mutant : report.mutants()) {
      tests.add(
          new Test(
              "conv4j",
              "planted bug " + mutant.id() + " is caught",
              0,
              mutant.killed() ? Kind.PASSED : Kind.FAILURE,
              "SURVIVED",
              "no case exposed it",
              null));
    }
    return tests;
  }

  private static Test test(ReportRecord.Result result) {
    return new Test(
        "conv4j." + result.framework() + "." + result.direction(),
        result.case_(),
        result.millis() == null ? 0 : result.millis() / 1000,
        kind(result.verdict()),
        result.verdict().name(),
        message(result),
        result.repro());
  }

  private static Test test(ReportRecord.Relation relation) {
    return new Test(
        "conv4j." + relation.framework() + ".relations",
        relation.relation() + " on " + relation.case_(),
        0,
        kind(relation.verdict()),
        relation.verdict().name(),
        relation.verdict() + ": " + relation.reason(),
        relation.repro());
  }

  private static Kind kind(Verdict verdict) {
    return switch (Outcome.of(verdict)) {
      case RIGHT -> Kind.PASSED;
      case KNOWN, NOT_COVERED -> Kind.SKIPPED;
      case ATTENTION -> ERRORS.contains(verdict) ? Kind.ERROR : Kind.FAILURE;
    };
  }

  private static String message(ReportRecord.Result result) {
    String reason = result.verdict() + ": " + result.reason();
    return result.index() == null
        ? reason
        : "%s; expected %s (%s), actual %s (%s) at %s; ratio %s, bound %s, %d terms"
            .formatted(
                reason,
                result.expected(),
                result.expectedHex(),
                result.actual(),
                result.actualHex(),
                Arrays.toString(result.index()),
                result.ratio(),
                result.bound(),
                result.terms());
  }

  private static void write(
      XMLStreamWriter xml, String name, ReportRecord.Header header, List<Test> tests)
      throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuite");
    attribute(xml, "name", name);
    attribute(xml, "tests", String.valueOf(tests.size()));
    attribute(xml, "failures", count(tests, Kind.FAILURE));
    attribute(xml, "errors", count(tests, Kind.ERROR));
    attribute(xml, "skipped", count(tests, Kind.SKIPPED));
    attribute(xml, "time", seconds(tests.stream().mapToDouble(Test::seconds).sum()));
    attribute(xml, "timestamp", header.started().replaceAll("(\\.\\d+)?Z$", ""));
    for (Test test : tests) {
      xml.writeCharacters("\n  ");
      write(xml, test);
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
  }

  private static void write(XMLStreamWriter xml, Test test) throws XMLStreamException {
    xml.writeStartElement("testcase");
    attribute(xml, "classname", test.className());
    attribute(xml, "name", test.name());
    attribute(xml, "time", seconds(test.seconds()));
    if (test.kind() != Kind.PASSED) {
      xml.writeEmptyElement(test.kind().name().toLowerCase(Locale.ROOT));
      attribute(xml, "message", test.message());
      if (test.kind() != Kind.SKIPPED) {
        attribute(xml, "type", test.type());
      }
    }
    if (test.output() != null) {
      xml.writeStartElement("system-out");
      xml.writeCharacters(legal(test.output()));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void attribute(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeAttribute(name, legal(value));
  }

  private static String count(List<Test> tests, Kind kind) {
    return String.valueOf(tests.stream().filter(test -> test.kind() == kind).count());
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.6f", seconds);
  }

  /** Characters that XML 1.0 cannot hold, not even escaped, become U+FFFD. */
  private static String legal(String text) {
    StringBuilder legal = new StringBuilder(text.length());
    text.codePoints()
        .map(
            c ->
                c == '\t'
                        || c == '\n'
                        || c == '\r'
                        || c >= 0x20 && c <= 0xD7FF
                        || c >= 0xE000 && c <= 0xFFFD
                        || c >= 0x10000
                    ? c
                    : 0xFFFD)
        .forEach(legal::appendCodePoint);
    return legal.toString();
  }
}
