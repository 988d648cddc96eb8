package org.conv4j.verify.report;

import java.util.List;
import java.util.Locale;
import org.conv4j.verify.record.ReportRecord;

/** A {@link ReportDiff} in Markdown that also reads well as it is. */
public final class DiffText {

  private static final int LISTED = 25;

  private DiffText() {}

  /** The text; its first line says how it came out. */
  public static String render(ReportDiff diff) {
    StringBuilder text = new StringBuilder("# ").append(headline(diff)).append("\n\n");
    text.append(
        "%s new failures, %s fixed, %s verdicts changed otherwise; %s results appeared, %s gone.\n"
            .formatted(
                Summary.number(diff.failing().size()),
                Summary.number(diff.fixed().size()),
                Summary.number(diff.otherwise().size()),
                Summary.number(diff.appeared()),
                Summary.number(diff.gone())));
    list(text, "The later report proves nothing", diff.defects());
    list(text, "Planted bugs that were not caught", diff.survivors());
    list(text, "What else differs", diff.surroundings());
    changes(text, "New failures", diff.failing());
    relations(text, "Relations that do not hold any more", diff.relations().broken());
    changes(text, "Fixed", diff.fixed());
    relations(text, "Relations that hold again", diff.relations().mended());
    changes(text, "Other verdicts", diff.otherwise());
    ratios(text, diff.ratios());
    list(
        text,
        "Other algorithms",
        diff.algorithms().entrySet().stream()
            .map(entry -> Summary.number(entry.getValue()) + " x " + entry.getKey())
            .toList());
    speeds(text, diff.speeds());
    return text.toString();
  }

  private static void list(StringBuilder text, String title, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    text.append("\n## ").append(title).append("\n\n");
    lines
        .subList(0, Math.min(LISTED, lines.size()))
        .forEach(line -> text.append("- ").append(MarkdownReport.text(line)).append('\n'));
    more(text, lines.size());
  }

  private static String headline(ReportDiff diff) {
    if (!diff.defects().isEmpty()) {
      return "The later report proves nothing";
    }
    if (!diff.failing().isEmpty()) {
      return diff.failing().size() == 1
          ? "1 new failure"
          : Summary.number(diff.failing().size()) + " new failures";
    }
    if (!diff.relations().broken().isEmpty()) {
      return "No new failure, but relations that do not hold any more";
    }
    if (!diff.survivors().isEmpty()) {
      return "No new failure, but planted bugs that were not caught";
    }
    return diff.fixed().isEmpty()
            && diff.otherwise().isEmpty()
            && diff.relations().mended().isEmpty()
            && diff.gone() == 0
        ? "No verdict changed"
        : "No new failure";
  }

  private static void changes(StringBuilder text, String title, List<ReportDiff.Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    text.append("\n## ")
        .append(title)
        .append("\n\n| before | now | framework | direction | case |\n");
    text.append("| --- | --- | --- | --- | --- |\n");
    for (ReportDiff.Change change : changes.subList(0, Math.min(LISTED, changes.size()))) {
      ReportRecord.Result now = change.now();
      text.append(
          "| %s | **%s** | %s | %s | %s |\n"
              .formatted(
                  change.before() == null ? "not there" : change.before().verdict(),
                  now.verdict(),
                  MarkdownReport.text(now.framework()),
                  now.direction(),
                  MarkdownReport.code(now.case_())));
    }
    more(text, changes.size());
  }

  private static void relations(
      StringBuilder text, String title, List<RelationDiff.Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    text.append("\n## ")
        .append(title)
        .append("\n\n| before | now | framework | relation | case |\n");
    text.append("| --- | --- | --- | --- | --- |\n");
    for (RelationDiff.Change change : changes.subList(0, Math.min(LISTED, changes.size()))) {
      ReportRecord.Relation now = change.now();
      text.append(
          "| %s | **%s** | %s | %s | %s |\n"
              .formatted(
                  change.before() == null ? "not there" : change.before().verdict(),
                  now.verdict(),
                  MarkdownReport.text(now.framework()),
                  MarkdownReport.text(now.relation()),
                  MarkdownReport.code(now.case_())));
    }
    more(text, changes.size());
  }

  private static void ratios(StringBuilder text, List<ReportDiff.Change> ratios) {
    if (ratios.isEmpty()) {
      return;
    }
    text.append(
        "\n## Errors that moved\n\n| before | now | bound | framework | direction | case |\n");
    text.append("| ---: | ---: | ---: | --- | --- | --- |\n");
    for (ReportDiff.Change change : ratios.subList(0, Math.min(LISTED, ratios.size()))) {
      ReportRecord.Result now = change.now();
      text.append(
          String.format(
              Locale.ROOT,
              "| %.3g | %.3g | %.3g | %s | %s | %s |\n",
              change.before().ratio(),
              now.ratio(),
              now.bound(),
              MarkdownReport.text(now.framework()),
              now.direction(),
              MarkdownReport.code(now.case_())));
    }
    more(text, ratios.size());
  }

  private static void speeds(StringBuilder text, List<ReportDiff.Speed> speeds) {
    if (speeds.isEmpty()) {
      return;
    }
    text.append(
        "\n## Time\n\nGeometric means over results timed in both runs; small cases, so a hint only.\n\n");
    for (ReportDiff.Speed speed : speeds) {
      text.append(
          String.format(
              Locale.ROOT,
              "- %s: %.2f times as long (%s results)\n",
              MarkdownReport.text(speed.framework()),
              speed.factor(),
              Summary.number(speed.results())));
    }
  }

  private static void more(StringBuilder text, int all) {
    if (all > LISTED) {
      text.append("\nand ").append(Summary.number(all - LISTED)).append(" more.\n");
    }
  }
}
