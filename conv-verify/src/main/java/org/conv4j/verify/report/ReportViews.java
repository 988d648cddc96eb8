package org.conv4j.verify.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The files made from a report: a page, a summary in Markdown, and JUnit XML for CI servers. */
public final class ReportViews {

  private static final Map<String, Function<Report, String>> VIEWS = new LinkedHashMap<>();

  static {
    VIEWS.put("index.html", HtmlReport::render);
    VIEWS.put("report.md", MarkdownReport::render);
    VIEWS.put("junit.xml", JUnitReport::render);
  }

  static final List<String> FILES = List.copyOf(VIEWS.keySet());

  private ReportViews() {}

  /**
   * Writes all views into {@code folder}; each appears whole or not at all.
   *
   * @throws ReportFileException if one cannot be written
   */
  public static void write(Path folder, Report report) {
    VIEWS.forEach((file, view) -> WholeFile.write(folder.resolve(file), view.apply(report)));
  }
}
