package org.conv4j.verify.selection;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Comparator;
import java.util.List;

/**
 * What conv4j chooses for one direction of one problem, and how fast each algorithm is that it
 * might have chosen. A child answers with these, one JSON object a line.
 *
 * @param problem in its notation
 * @param direction id
 * @param chosen name of an algorithm
 * @param times of all that can compute it and are accurate enough, the chosen one among them
 */
public record TimedChoice(
    String problem, String direction, String chosen, List<AlgorithmTime> times) {

  /** How many times slower than the fastest a good choice may be. */
  public static final double LIMIT = 1.1;

  /** Copies; {@code times} must hold the chosen algorithm. */
  public TimedChoice {
    times = List.copyOf(times);
    if (times.stream().noneMatch(time -> time.algorithm().equals(chosen))) {
      throw new IllegalArgumentException(
          "%s of %s: the chosen '%s' was not timed".formatted(direction, problem, chosen));
    }
  }

  /** The fastest. */
  @JsonIgnore
  public AlgorithmTime fastest() {
    return times.stream().min(Comparator.comparingDouble(AlgorithmTime::millis)).orElseThrow();
  }

  /** The chosen one; it may be the fastest. */
  @JsonIgnore
  public AlgorithmTime ofChosen() {
    return times.stream().filter(time -> time.algorithm().equals(chosen)).findFirst().orElseThrow();
  }

  /** How many times slower the chosen one is than the fastest: 1 where it is the fastest. */
  @JsonIgnore
  public double factor() {
    return ofChosen().millis() / fastest().millis();
  }
}
