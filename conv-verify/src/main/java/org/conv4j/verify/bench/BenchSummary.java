package org.conv4j.verify.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.conv4j.verify.framework.Computation;

/** What the command line prints: a line for each framework, a column for each workload. */
public final class BenchSummary {

  private BenchSummary() {}

  /** Lines of at most a terminal's width for the usual number of suites. */
  public static String of(BenchReport report) {
    Comparison comparison = new Comparison(report);
    List<String> lines = new ArrayList<>();
    lines.add("Geometric means of GFLOP/s:");
    for (Computation computation : report.plan().computations()) {
      lines.add("");
      StringBuilder head = new StringBuilder("%-28s".formatted(computation.id()));
      report
          .plan()
          .workloads()
          .forEach(workload -> head.append("%22s".formatted(workload.label())));
      lines.add(head.toString());
      for (String id : report.ids()) {
        StringBuilder row = new StringBuilder("%-28s".formatted(id));
        for (Workload workload : report.plan().workloads()) {
          OptionalDouble gflops = comparison.gflops(id, workload.problems(), computation);
          row.append(
              "%22s"
                  .formatted(
                      gflops.isPresent() ? BenchMarkdown.number(gflops.getAsDouble()) : "-"));
        }
        lines.add(row.toString());
      }
    }
    for (Overview.Table table : Overview.of(report)) {
      lines.add("");
      lines.add("Times faster, " + table.label() + ":");
      for (Overview.Line line : table.lines()) {
        lines.add(
            "%-30s than %-22s %6s   least %s"
                .formatted(
                    line.subject(),
                    line.peer(),
                    BenchMarkdown.number(line.together().mean()),
                    BenchMarkdown.number(line.together().least())));
      }
    }
    report
        .findings()
        .gemmPeak()
        .ifPresent(
            peak -> lines.add("\n%-28s%s GFLOP/s".formatted("GEMM", BenchMarkdown.number(peak))));
    report
        .missing()
        .forEach(each -> lines.add(each.id() + " could not be started: " + each.reason()));
    long wrong = untimed(report, Outcome.Kind.WRONG);
    long failed = untimed(report, Outcome.Kind.FAILED) + untimed(report, Outcome.Kind.CRASHED);
    if (wrong + failed > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%d results are wrong, %d computations failed: see bench.md",
              wrong,
              failed));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static long untimed(BenchReport report, Outcome.Kind kind) {
    return report.findings().cells().stream()
        .filter(cell -> cell.outcome() instanceof Outcome.Untimed untimed && untimed.kind() == kind)
        .count();
  }
}
