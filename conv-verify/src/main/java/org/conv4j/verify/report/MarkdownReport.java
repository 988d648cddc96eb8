package org.conv4j.verify.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.conv4j.verify.record.ReportRecord;

/** {@code report.md}: short enough for the summary page of a CI run, whatever the run's size. */
final class MarkdownReport {

  private static final int LISTED = 25;
  private static final int LONGEST_TEXT = 300;

  private MarkdownReport() {}

  static String render(Report report) {
    Summary summary = Summary.of(report);
    StringBuilder page = new StringBuilder();
    page.append("# Convolution correctness: ").append(summary.headline()).append("\n\n");
    page.append(text(summary.sentence())).append('\n');
    if (report.status() == Report.Status.INVALID) {
      page.append("\n**INVALID:**\n\n");
      report.defects().forEach(defect -> page.append("- ").append(text(defect)).append('\n'));
    }
    frameworks(page, summary);
    attention(page, summary.attention());
    smallest(page, report.smallest());
    relations(page, report.relations());
    known(page, summary.known());
    survivors(page, report);
    environment(page, report);
    return page.toString();
  }

  private static void frameworks(StringBuilder page, Summary summary) {
    page.append("\n| framework | version | right | known | not covered | attention | verdicts |\n");
    page.append("| --- | --- | ---: | ---: | ---: | ---: | --- |\n");
    for (Summary.Row row : summary.rows()) {
      page.append("| ")
          .append(text(row.framework().id()))
          .append(" | ")
          .append(text(row.framework().version()));
      for (Outcome outcome : Outcome.values()) {
        page.append(" | ").append(Summary.number(row.count(outcome)));
      }
      page.append(" | ")
          .append(
              row.verdicts().entrySet().stream()
                  .map(entry -> Summary.number(entry.getValue()) + " " + entry.getKey())
                  .collect(Collectors.joining(", ")))
          .append(" |\n");
    }
  }

  private static void attention(StringBuilder page, List<ReportRecord.Result> attention) {
    if (attention.isEmpty()) {
      return;
    }
    page.append("\n## Needs attention\n\n| verdict | framework | direction | case | why |\n");
    page.append("| --- | --- | --- | --- | --- |\n");
    for (ReportRecord.Result result : attention.subList(0, Math.min(LISTED, attention.size()))) {
      page.append(
          "| **%s** | %s | %s | %s | %s |\n"
              .formatted(
                  result.verdict(),
                  text(result.framework()),
                  text(result.direction()),
                  code(result.case_()),
                  text(why(result))));
    }
    if (attention.size() > LISTED) {
      page.append(
          "\nand %s more: see `index.html`.\n"
              .formatted(Summary.number(attention.size() - LISTED)));
    }
    page.append("\nTo repeat the first:\n\n").append(block(attention.get(0).repro()));
  }

  private static String why(ReportRecord.Result result) {
    String reason = result.reason() == null ? "" : result.reason();
    if (result.index() == null) {
      return reason;
    }
    return String.format(
        Locale.ROOT,
        "%s (expected %s, actual %s at %s; ratio %.4g, bound %.4g)",
        reason,
        result.expected(),
        result.actual(),
        Arrays.toString(result.index()),
        result.ratio(),
        result.bound());
  }

  private static void known(StringBuilder page, Map<String, Long> known) {
    if (known.isEmpty()) {
      return;
    }
    page.append("\n## Known differences\n\n");
    known.forEach(
        (reason, count) ->
            page.append("- %s x %s\n".formatted(Summary.number(count), text(reason))));
  }

  private static void smallest(StringBuilder page, List<ReportRecord.Smallest> smallest) {
    if (smallest.isEmpty()) {
      return;
    }
    page.append(
        "\n## Smallest failing cases\n\n| framework | direction | case | reduced to | why |\n");
    page.append("| --- | --- | --- | --- | --- |\n");
    for (ReportRecord.Smallest each : smallest.subList(0, Math.min(LISTED, smallest.size()))) {
      page.append(
          "| %s | %s | %s | %s | **%s** %s |\n"
              .formatted(
                  text(each.framework()),
                  text(each.direction()),
                  code(each.case_()),
                  code(each.smallest()),
                  each.verdict(),
                  text(each.reason() == null ? "" : each.reason())));
    }
  }

  private static void relations(StringBuilder page, List<ReportRecord.Relation> relations) {
    if (relations.isEmpty()) {
      return;
    }
    List<ReportRecord.Relation> broken =
        relations.stream().filter(each -> each.verdict().alarming()).toList();
    page.append("\n## Relations between results\n\n");
    page.append(RelationTrials.counted(relations)).append(".\n");
    if (broken.isEmpty()) {
      return;
    }
    page.append("\n| verdict | framework | relation | case | why |\n");
    page.append("| --- | --- | --- | --- | --- |\n");
    for (ReportRecord.Relation each : broken.subList(0, Math.min(LISTED, broken.size()))) {
      page.append(
          "| **%s** | %s | %s | %s | %s |\n"
              .formatted(
                  each.verdict(),
                  text(each.framework()),
                  text(each.relation()),
                  code(each.case_()),
                  text(each.reason() == null ? "" : each.reason())));
    }
  }

  private static void survivors(StringBuilder page, Report report) {
    List<ReportRecord.Mutant> survivors =
        report.mutants().stream().filter(mutant -> !mutant.killed()).toList();
    if (survivors.isEmpty()) {
      return;
    }
    page.append("\n## Planted bugs that were not caught\n\n");
    survivors.forEach(mutant -> page.append("- ").append(text(mutant.id())).append('\n'));
  }

  private static void environment(StringBuilder page, Report report) {
    ReportRecord.Header header = report.header();
    page.append("\n## Run\n\n");
    page.append("- suite %s, seed %d\n".formatted(text(header.suite()), header.seed()));
    page.append(
        "- conv4j %s, commit %s%s\n"
            .formatted(
                text(header.tool().version()),
                text(header.tool().commit()),
                header.tool().dirty() ? ", with uncommitted changes" : ""));
    page.append(
        "- %s, %s, %d cores, Java %s\n"
            .formatted(
                text(header.host().os()),
                text(header.host().cpu()),
                header.host().cores(),
                text(header.host().java())));
    page.append(
        "- from %s to %s\n"
            .formatted(
                text(header.started()),
                report.complete() ? text(report.footer().finished()) : "an interruption"));
    header
        .thresholds()
        .forEach((name, formula) -> page.append("- %s: %s\n".formatted(text(name), code(formula))));
  }

  /** Text that cannot be taken for Markdown or HTML, on one line. */
  static String text(String raw) {
    return oneLine(raw)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replaceAll("([\\\\`*_\\[\\]|#!~])", "\\\\$1");
  }

  /** Text as code inside a table. */
  static String code(String raw) {
    String line = oneLine(raw).replace("|", "\\|");
    String fence = fence(line, 1);
    return fence + " " + line + " " + fence;
  }

  /** Text as a block of shell commands. */
  private static String block(String raw) {
    String fence = fence(raw, 3);
    return fence + "sh\n" + raw + "\n" + fence + "\n";
  }

  private static String fence(String text, int shortest) {
    String fence = "`".repeat(shortest);
    while (text.contains(fence)) {
      fence += "`";
    }
    return fence;
  }

  private static String oneLine(String raw) {
    String line = raw.strip().replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + " ...";
  }
}
