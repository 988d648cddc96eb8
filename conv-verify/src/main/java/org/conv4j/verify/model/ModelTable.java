package org.conv4j.verify.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.conv4j.verify.record.ReportRecord;
import org.conv4j.verify.report.Report;

/** A report on a network for the terminal: layer by layer, direction by direction, side by side. */
public final class ModelTable {

  private ModelTable() {}

  /** The table; worst element, ratio and bound are those of the report. */
  public static String of(Report report) {
    int frameworkWidth =
        report.frameworks().stream().mapToInt(each -> each.id().length()).max().orElse(0);
    int algorithmWidth =
        report.results().stream()
            .mapToInt(each -> each.algorithm() == null ? 1 : each.algorithm().length())
            .max()
            .orElse(1);
    String row = "  %-15s  %-" + frameworkWidth + "s  %-" + algorithmWidth + "s  %-11s %s%n";
    StringBuilder text = new StringBuilder();
    for (ReportRecord.Case layer : report.cases()) {
      text.append("%s  %s%n".formatted(layer.id(), layer.notation()));
      byDirection(report, layer)
          .forEach(
              (direction, results) -> {
                String shown = direction;
                for (ReportRecord.Result result : results) {
                  text.append(
                      row.formatted(
                          shown,
                          result.framework(),
                          result.algorithm() == null ? "-" : result.algorithm(),
                          result.verdict(),
                          detail(result)));
                  shown = "";
                }
              });
    }
    return text.toString();
  }

  private static Map<String, List<ReportRecord.Result>> byDirection(
      Report report, ReportRecord.Case layer) {
    Map<String, List<ReportRecord.Result>> results = new LinkedHashMap<>();
    report.results().stream()
        .filter(result -> result.case_().equals(layer.id()))
        .forEach(
            result ->
                results.computeIfAbsent(result.direction(), none -> new ArrayList<>()).add(result));
    return results;
  }

  private static String detail(ReportRecord.Result result) {
    if (result.index() == null) {
      return result.reason() == null ? "" : result.reason();
    }
    String compared =
        String.format(
            Locale.ROOT,
            "%.2f of %.2f at %s: expected %s (%s), got %s (%s)",
            result.ratio(),
            result.bound(),
            Arrays.toString(result.index()),
            result.expected(),
            result.expectedHex(),
            result.actual(),
            result.actualHex());
    return result.reason() == null ? compared : compared + "; " + result.reason();
  }
}
