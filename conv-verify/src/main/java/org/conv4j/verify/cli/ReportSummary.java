package org.conv4j.verify.cli;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conv4j.check.Verdict;
import org.conv4j.verify.record.ReportRecord;
import org.conv4j.verify.report.KnownDifferences;
import org.conv4j.verify.report.RelationTrials;
import org.conv4j.verify.report.Report;

/** What a report came to, for the terminal: a table and what to look at. */
final class ReportSummary {

  private static final int ALARMS_SHOWN = 10;
  private static final int NARROWEST = 6;
  private static final int LONGEST_REASON = 240;

  private final Report report;

  ReportSummary(Report report) {
    this.report = report;
  }

  void print(PrintWriter out) {
    table(out);
    known(out);
    alarms(out);
    smallest(out);
    relations(out);
    mutants(out);
    report.defects().forEach(defect -> out.println("INVALID: " + defect));
  }

  private void table(PrintWriter out) {
    List<Verdict> columns =
        report.verdicts().entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(Map.Entry::getKey)
            .toList();
    Map<String, Map<Verdict, Long>> rows = new LinkedHashMap<>();
    report.frameworks().forEach(each -> rows.put(each.id(), new EnumMap<>(Verdict.class)));
    for (ReportRecord.Result result : report.results()) {
      rows.get(result.framework()).merge(result.verdict(), 1L, Long::sum);
    }
    int nameWidth = Math.max(9, rows.keySet().stream().mapToInt(String::length).max().orElse(0));
    out.println(
        ("%-" + nameWidth + "s").formatted("framework")
            + cells(columns.stream().map(Verdict::name).toList(), columns));
    rows.forEach(
        (id, counts) -> {
          List<String> numbers =
              columns.stream()
                  .map(verdict -> counts.containsKey(verdict) ? "" + counts.get(verdict) : "-")
                  .toList();
          out.println(("%-" + nameWidth + "s").formatted(id) + cells(numbers, columns));
        });
  }

  /** Right-aligned under names of verdicts, or the names themselves. */
  private static String cells(List<String> texts, List<Verdict> columns) {
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < texts.size(); i++) {
      int width = Math.max(NARROWEST, columns.get(i).name().length());
      row.append("  ").append(("%" + width + "s").formatted(texts.get(i)));
    }
    return row.toString();
  }

  /** Each known difference once, with how often it was met. */
  private void known(PrintWriter out) {
    Map<String, Long> met = new LinkedHashMap<>();
    report.results().stream()
        .filter(result -> result.verdict() == Verdict.KNOWN)
        .forEach(
            result ->
                met.merge(
                    result.framework() + ": " + KnownDifferences.withoutFinding(result.reason()),
                    1L,
                    Long::sum));
    if (met.isEmpty()) {
      return;
    }
    out.println();
    out.println("Known differences:");
    met.forEach((reason, count) -> out.printf("  %d x %s%n", count, reason));
  }

  private void alarms(PrintWriter out) {
    List<ReportRecord.Result> alarms =
        report.results().stream().filter(result -> result.verdict().alarming()).toList();
    if (alarms.isEmpty()) {
      return;
    }
    out.println();
    out.println("To look at:");
    for (ReportRecord.Result alarm : alarms.subList(0, Math.min(ALARMS_SHOWN, alarms.size()))) {
      out.printf(
          "  %s %s, %s, %s: %s%n    %s%n",
          alarm.verdict(),
          alarm.framework(),
          alarm.case_(),
          alarm.direction(),
          shortened(alarm.reason()),
          alarm.repro());
    }
    if (alarms.size() > ALARMS_SHOWN) {
      out.printf("  and %d more, in the report%n", alarms.size() - ALARMS_SHOWN);
    }
  }

  private void smallest(PrintWriter out) {
    if (report.smallest().isEmpty()) {
      return;
    }
    out.println();
    out.println("Reduced to the smallest case that fails:");
    for (ReportRecord.Smallest each : report.smallest()) {
      out.printf(
          "  %s %s, %s: %s%n    from %s%n    %s%n",
          each.verdict(),
          each.framework(),
          each.direction(),
          each.smallest(),
          each.case_(),
          each.repro());
    }
  }

  private void relations(PrintWriter out) {
    List<ReportRecord.Relation> relations = report.relations();
    if (relations.isEmpty()) {
      return;
    }
    out.println();
    out.printf("Relations between results: %s.%n", RelationTrials.counted(relations));
    relations.stream()
        .filter(each -> each.verdict().alarming())
        .limit(ALARMS_SHOWN)
        .forEach(
            broken ->
                out.printf(
                    "  %s %s, %s, %s: %s%n    %s%n",
                    broken.verdict(),
                    broken.framework(),
                    broken.relation(),
                    broken.case_(),
                    shortened(String.valueOf(broken.reason())),
                    broken.repro()));
  }

  /** One line, not too long; the report has the whole. */
  private static String shortened(String reason) {
    String line = reason.lines().findFirst().orElse("");
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON - 3) + "...";
  }

  private void mutants(PrintWriter out) {
    List<ReportRecord.Mutant> mutants = report.mutants();
    if (mutants.isEmpty()) {
      return;
    }
    List<String> survivors =
        mutants.stream().filter(mutant -> !mutant.killed()).map(ReportRecord.Mutant::id).toList();
    out.println();
    out.printf(
        "Checker checked: %d of %d deliberately wrong implementations exposed%s.%n",
        mutants.size() - survivors.size(),
        mutants.size(),
        survivors.isEmpty() ? "" : "; not " + String.join(", ", survivors));
  }
}
