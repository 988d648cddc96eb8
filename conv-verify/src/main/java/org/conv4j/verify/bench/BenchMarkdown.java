package org.conv4j.verify.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.conv4j.ConvProblem;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.FrameworkInfo;

/** {@code bench.md}. */
final class BenchMarkdown {

  private static final String NOTHING = "–";

  private final BenchReport report;
  private final Comparison comparison;
  private final StringBuilder page = new StringBuilder();

  private BenchMarkdown(BenchReport report) {
    this.report = report;
    this.comparison = new Comparison(report);
  }

  static String render(BenchReport report) {
    BenchMarkdown markdown = new BenchMarkdown(report);
    markdown.head();
    markdown.problems();
    markdown.overview();
    markdown.againstEach();
    markdown.againstBest();
    markdown.againstGemm();
    markdown.everyCase();
    markdown.untimed();
    markdown.method();
    return markdown.page.toString();
  }

  private void head() {
    line("# Speed of convolutions");
    line("");
    line(
        "%s, %d cores, %s, Java %s; %s each; Vector API %s; GEMM %s; %d minutes."
            .formatted(
                report.host().cpu(),
                report.host().cores(),
                report.host().os(),
                report.host().java(),
                count(report.threads(), "thread"),
                report.vectorApi() ? "present" : "absent",
                report.findings().gemmPeak().isPresent()
                    ? number(report.findings().gemmPeak().getAsDouble()) + " GFLOP/s"
                    : "not measured",
                Math.max(1, Math.round(report.elapsed().toSeconds() / 60.0))));
    line("");
    line("![Geometric means of GFLOP/s](bench.svg)");
    line("");
    line("Case by case: [bench-cases.svg](bench-cases.svg).");
  }

  private void problems() {
    List<String> notes = new ArrayList<>();
    report
        .missing()
        .forEach(missing -> notes.add(missing.id() + " could not be started: " + missing.reason()));
    report.silent().forEach(id -> notes.add(id + " has no time at all; see \"Not timed\"."));
    report
        .findings()
        .idle()
        .forEach(
            (id, busy) -> {
              if (busy > 0.05) {
                notes.add(
                    "%s kept %.2f processors busy while others were timed: their times suffer."
                        .formatted(id, busy));
              }
            });
    if (!notes.isEmpty()) {
      line("");
      line("**Mind:**");
      line("");
      notes.forEach(note -> line("- " + text(note)));
    }
  }

  private void overview() {
    List<Overview.Table> tables = Overview.of(report);
    if (tables.isEmpty()) {
      return;
    }
    section("In short");
    line(
        "How many times faster: geometric means over all cases of time of the other by time of conv4j. The best of the others is the fastest in each case.");
    for (Overview.Table table : tables) {
      line("");
      line("### " + table.label());
      line("");
      List<String> columns = new ArrayList<>(List.of("", "than"));
      report.plan().computations().forEach(computation -> columns.add(computation.id()));
      columns.addAll(List.of("together", "least", "where"));
      table(columns, 2);
      for (Overview.Line each : table.lines()) {
        List<String> row = new ArrayList<>(List.of(each.subject(), each.peer()));
        each.means()
            .forEach(mean -> row.add(mean.isPresent() ? number(mean.getAsDouble()) : NOTHING));
        row.add(number(each.together().mean()));
        row.add(number(each.together().least()));
        row.add(
            "`%s`, %s"
                .formatted(
                    each.together().leastProblem(), each.together().leastComputation().id()));
        row(row);
      }
    }
  }

  private void againstEach() {
    for (String subject : report.own()) {
      if (report.peers().isEmpty()) {
        return;
      }
      section("How many times faster is " + subject + "?");
      line(
          "Time of the other by time of "
              + subject
              + ": geometric means over the cases that both have timed.");
      line("");
      List<String> columns = new ArrayList<>(List.of("suite", "direction"));
      columns.addAll(report.peers());
      table(columns, 2);
      for (Group group : groups()) {
        for (Computation computation : report.plan().computations()) {
          List<String> row = new ArrayList<>(List.of(group.label(), computation.id()));
          for (String peer : report.peers()) {
            row.add(
                comparison
                    .against(subject, peer, group.problems(), computation)
                    .map(ratios -> number(ratios.mean()))
                    .orElse(NOTHING));
          }
          row(row);
        }
      }
    }
  }

  private void againstBest() {
    if (report.own().isEmpty() || report.peers().isEmpty()) {
      return;
    }
    section("Against the best of the others, case by case");
    line("The best of " + String.join(", ", report.peers()) + " in each case.");
    line("");
    table(
        List.of(
            "",
            "suite",
            "direction",
            "cases",
            "times faster",
            "least",
            "cases slower",
            "where least"),
        3);
    for (String subject : report.own()) {
      for (Group group : groups()) {
        for (Computation computation : report.plan().computations()) {
          comparison
              .againstBest(subject, report.peers(), group.problems(), computation)
              .ifPresent(
                  ratios ->
                      row(
                          List.of(
                              subject,
                              group.label(),
                              computation.id(),
                              Integer.toString(ratios.cells()),
                              number(ratios.mean()),
                              number(ratios.least()),
                              Integer.toString(ratios.slower()),
                              "`" + ratios.leastProblem() + "`")));
        }
      }
    }
  }

  private void againstGemm() {
    OptionalDouble peak = report.findings().gemmPeak();
    if (peak.isEmpty()) {
      return;
    }
    section("Percent of the speed of matrix products");
    line(
        "Geometric means of GFLOP/s by %s GFLOP/s, what the same machine does in the same run in products of 2048 x 2048 matrices. Algorithms that need fewer multiplications than the plain sums can exceed 100."
            .formatted(number(peak.getAsDouble())));
    for (Group group : Group.byBatch(report.plan())) {
      line("");
      line("### " + group.label());
      line("");
      List<String> columns = new ArrayList<>(List.of("kernel", "direction"));
      columns.addAll(report.ids());
      table(columns, 2);
      for (KernelKind kind : KernelKind.values()) {
        List<ConvProblem> problems = group.only(kind).problems();
        for (Computation computation : report.plan().computations()) {
          if (!problems.isEmpty()) {
            row(gemmRow(kind, problems, computation, peak.getAsDouble()));
          }
        }
      }
    }
  }

  private List<String> gemmRow(
      KernelKind kind, List<ConvProblem> problems, Computation computation, double peak) {
    List<String> row = new ArrayList<>(List.of(kind.label(), computation.id()));
    for (String id : report.ids()) {
      OptionalDouble gflops = comparison.gflops(id, problems, computation);
      row.add(gflops.isPresent() ? number(100 * gflops.getAsDouble() / peak) : NOTHING);
    }
    return row;
  }

  private void everyCase() {
    section("Every case");
    line("Median milliseconds, and GFLOP/s. The fastest is bold.");
    for (Workload workload : report.plan().workloads()) {
      line("");
      line("### " + workload.label());
      line("");
      List<String> columns = new ArrayList<>(List.of("case", "direction"));
      columns.addAll(report.ids());
      table(columns, 2);
      for (ConvProblem problem : workload.problems()) {
        for (Computation computation : report.plan().computations()) {
          row(caseRow(problem, computation));
        }
      }
    }
    algorithms();
  }

  private List<String> caseRow(ConvProblem problem, Computation computation) {
    Optional<Cell> fastest = comparison.fastest(problem, computation, report.ids());
    List<String> row = new ArrayList<>(List.of("`" + problem + "`", computation.id()));
    for (String id : report.ids()) {
      row.add(
          report
              .timed(problem, computation, id)
              .map(
                  cell -> {
                    String time = number(cell.median());
                    return (fastest.filter(cell::equals).isPresent() ? "**" + time + "**" : time)
                        + " ("
                        + number(cell.gflops())
                        + ")";
                  })
              .orElse(NOTHING));
    }
    return row;
  }

  /** What conv4j chose, where it has a choice. */
  private void algorithms() {
    Map<String, Map<String, Long>> chosen = new LinkedHashMap<>();
    for (Cell cell : report.findings().cells()) {
      if (report.own().contains(cell.framework())
          && cell.outcome() instanceof Outcome.Measured measured
          && measured.algorithm() != null) {
        chosen
            .computeIfAbsent(
                cell.framework() + ", " + cell.computation().id(), none -> new LinkedHashMap<>())
            .merge(measured.algorithm(), 1L, Long::sum);
      }
    }
    if (chosen.isEmpty()) {
      return;
    }
    section("Algorithms chosen");
    chosen.forEach(
        (who, counts) ->
            line(
                "- "
                    + who
                    + ": "
                    + counts.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "))));
  }

  private void untimed() {
    Map<String, Long> reasons = new LinkedHashMap<>();
    for (Cell cell : report.findings().cells()) {
      if (cell.outcome() instanceof Outcome.Untimed untimed) {
        reasons.merge(
            "%s, %s, %s: %s"
                .formatted(
                    cell.framework(),
                    cell.computation().id(),
                    untimed.kind().name().toLowerCase(Locale.ROOT),
                    untimed.reason()),
            1L,
            Long::sum);
      }
    }
    if (reasons.isEmpty()) {
      return;
    }
    section("Not timed");
    reasons.forEach(
        (reason, times) -> line("- " + text(reason) + " (" + count(times, "case") + ")"));
  }

  private void method() {
    section("How it was measured");
    line(
        """
        Every framework runs in a process of its own and keeps the operands of a case in its own arrays. First each result is
        checked: weighted sums over its channels must be those of the float64 reference, within the rounding errors of the sums;
        what is wrong is not timed. Then the frameworks take turns: each in turn runs for a slice of time, at least three times
        round, after warming up until it gets no faster. Only the framework's call with the making of its results is timed, not
        conversions. `backward` is all gradients, as a user of the framework gets them. GFLOP/s count the operations of the plain
        sums, whatever the algorithm. All have the same number of threads, and idle processes are watched. The C library of all may
        use huge pages (`GLIBC_TUNABLES=glibc.malloc.hugetlb=1`): otherwise new pages for a large result cost up to three times as
        much as what is computed into it. ND4J and DL4J, stock or on conv4j, compute into memory workspaces, as networks do: what a run
        makes lies where the last one's result was.""");
    line("");
    table(List.of("framework", "what runs", "version", "threads", "busy while idle"), 3);
    for (FrameworkInfo framework : report.frameworks()) {
      Double busy = report.findings().idle().get(framework.id());
      row(
          List.of(
              framework.id(),
              text(framework.name()),
              text(framework.version()),
              Integer.toString(framework.threads()),
              busy == null ? NOTHING : "%.1f %%".formatted(100 * busy)));
    }
  }

  /** Each workload, and all of one batch where a batch has several. */
  private List<Group> groups() {
    List<Group> groups = new ArrayList<>(Group.each(report.plan()));
    Group.byBatch(report.plan()).stream()
        .filter(group -> group.label().contains(","))
        .forEach(groups::add);
    return groups;
  }

  private void section(String title) {
    line("");
    line("## " + title);
    line("");
  }

  /** The head of a table; columns from {@code numbers} on are right-aligned. */
  private void table(List<String> columns, int numbers) {
    row(columns);
    String[] rules = new String[columns.size()];
    Arrays.setAll(rules, i -> i < numbers ? "---" : "---:");
    row(List.of(rules));
  }

  private void row(List<String> cells) {
    line("| " + String.join(" | ", cells) + " |");
  }

  private void line(String text) {
    page.append(text).append('\n');
  }

  /** Three digits, without an exponent. */
  static String number(double value) {
    double magnitude = Math.abs(value);
    int decimals = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static String text(String raw) {
    return raw.replaceAll("\\s+", " ").replace("|", "\\|").replace("<", "&lt;");
  }
}
