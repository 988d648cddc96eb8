package org.conv4j.verify.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What people read after a training. */
public final class TrainingSummary {

  private TrainingSummary() {}

  /** Loss and accuracy of each epoch side by side, times, and what the doors changed. */
  public static String of(Trainings trainings) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "LeNet on %d handwritten digits, 1000 others to test: batch %d, seed %d, %d threads"
            .formatted(
                trainings.task().digits(),
                trainings.task().batch(),
                trainings.task().seed(),
                trainings.threads()));
    for (NetworkKind kind : trainings.kinds()) {
      lines.add("");
      lines.addAll(table(kind, trainings.of(kind)));
    }
    if (!trainings.comparisons().isEmpty()) {
      lines.add("");
    }
    trainings.comparisons().forEach(comparison -> lines.addAll(verdict(comparison)));
    return String.join(System.lineSeparator(), lines);
  }

  private static List<String> table(NetworkKind kind, List<TrainingRun> runs) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format("%-24s", kind.title())
            + runs.stream()
                .map(run -> String.format("  %-20s", run.door().id()))
                .collect(Collectors.joining())
                .stripTrailing());
    for (int epoch = 0; epoch < runs.get(0).accuracies().size(); epoch++) {
      int row = epoch;
      lines.add(
          row(
              "epoch " + (epoch + 1) + ": loss, accuracy",
              runs,
              run ->
                  String.format(
                      Locale.ROOT,
                      "%.4f  %.1f %%",
                      run.loss(row),
                      100 * run.accuracies().get(row))));
    }
    lines.add(
        row("iteration", runs, run -> String.format(Locale.ROOT, "%.1f ms", run.medianMillis())));
    lines.add(row("all", runs, run -> String.format(Locale.ROOT, "%.1f s", run.seconds())));
    return lines;
  }

  private interface Cell {
    String of(TrainingRun run);
  }

  private static String row(String name, List<TrainingRun> runs, Cell cell) {
    return String.format("%-24s", name)
        + runs.stream()
            .map(run -> String.format("  %-20s", cell.of(run)))
            .collect(Collectors.joining())
            .stripTrailing();
  }

  private static List<String> verdict(TrainingComparison comparison) {
    List<String> lines = new ArrayList<>();
    String door = comparison.ours().door().id();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-6s %s, %.1f times as fast; parameters differ by %.1g after %d iterations in float64,"
                + " %.1g after %d in float32; accuracy by %.1f points",
            door + ":",
            comparison.faults().isEmpty() ? "the same" : "NOT THE SAME",
            comparison.speedup(),
            comparison.float64Difference(),
            TrainingTask.FLOAT64_ITERATIONS,
            comparison.float32Difference(),
            TrainingTask.FLOAT32_ITERATIONS,
            comparison.accuracyDifference()));
    comparison.faults().forEach(fault -> lines.add("       " + fault));
    return lines;
  }
}
