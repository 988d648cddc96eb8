package org.conv4j.verify.selection;

import java.util.Comparator;
import java.util.List;

/**
 * What came of timing choices.
 *
 * @param framework id, with its setting
 * @param threads that it had
 * @param choices in the order in which they were timed
 */
public record SelectionResults(String framework, int threads, List<TimedChoice> choices) {

  /** Copies. */
  public SelectionResults {
    choices = List.copyOf(choices);
  }

  /** Choices that are more than {@link TimedChoice#LIMIT} times slower, the worst first. */
  List<TimedChoice> slow() {
    return choices.stream()
        .filter(choice -> choice.factor() > TimedChoice.LIMIT)
        .sorted(Comparator.comparingDouble(TimedChoice::factor).reversed())
        .toList();
  }

  /** How many times slower than the fastest the choices are, in the geometric mean. */
  double meanFactor() {
    return Math.exp(
        choices.stream().mapToDouble(choice -> Math.log(choice.factor())).average().orElse(0));
  }
}
