package org.conv4j.verify.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.conv4j.verify.InputException;
import org.conv4j.verify.OutputFolder;

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
   * Writes all views into {@code folder}, which is made if missing; each appears whole or not at
   * all.
   *
   * @throws InputException if one cannot be written
   */
  public static void write(Path folder, Report report) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    VIEWS.forEach(
        (file, view) -> files.put(file, view.apply(report).getBytes(StandardCharsets.UTF_8)));
    OutputFolder.prepare(folder).write(files);
  }
}
