package org.conv4j.verify.train;

import java.util.List;
import java.util.Objects;

/**
 * All trainings of one command.
 *
 * @param task of each, but for the kind
 * @param threads of each
 * @param runs in the order in which they ran
 */
public record Trainings(TrainingTask task, int threads, List<TrainingRun> runs) {

  /** Copies. */
  public Trainings {
    runs = List.copyOf(runs);
  }

  /** Each run through a door, beside its stock one. */
  List<TrainingComparison> comparisons() {
    return runs.stream()
        .map(
            run -> run == stock(run.kind()) ? null : new TrainingComparison(stock(run.kind()), run))
        .filter(Objects::nonNull)
        .toList();
  }

  /** The kinds of program that were trained. */
  List<NetworkKind> kinds() {
    return runs.stream().map(TrainingRun::kind).distinct().toList();
  }

  List<TrainingRun> of(NetworkKind kind) {
    return runs.stream().filter(run -> run.kind() == kind).toList();
  }

  /** Whether no door changed more than the speed. */
  public boolean allTheSame() {
    return comparisons().stream().allMatch(comparison -> comparison.faults().isEmpty());
  }

  private TrainingRun stock(NetworkKind kind) {
    return of(kind).get(0);
  }
}
