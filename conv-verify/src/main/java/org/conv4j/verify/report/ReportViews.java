package org.conv4j.verify.report;

import java.util.List;

/** The files made from a report. */
public final class ReportViews {

  static final List<String> FILES = List.of("index.html", "report.md", "junit.xml");

  private ReportViews() {}
}
