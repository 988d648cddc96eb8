package org.conv4j.verify.train;

import java.util.List;

/**
 * What a child trains.
 *
 * @param kind of program
 * @param digits that it learns from, of {@link #ALL_DIGITS}
 * @param epochs times that it sees them
 * @param batch digits of an iteration
 * @param seed of the initial parameters and of the order of the digits
 */
public record TrainingTask(NetworkKind kind, int digits, int epochs, int batch, long seed) {

  /** Digits there are to learn from. */
  public static final int ALL_DIGITS = 4000;

  /** Iterations in which float64 parameters are compared. */
  public static final int FLOAT64_ITERATIONS = 10;

  /** Iterations in which float32 parameters are compared. */
  public static final int FLOAT32_ITERATIONS = 1;

  /** As arguments of a program. */
  public List<String> toArguments() {
    return List.of(
        kind.id(),
        Integer.toString(digits),
        Integer.toString(epochs),
        Integer.toString(batch),
        Long.toString(seed));
  }

  /** The task that {@link #toArguments} wrote. */
  public static TrainingTask ofArguments(List<String> arguments) {
    return new TrainingTask(
        NetworkKind.ofId(arguments.get(0)),
        Integer.parseInt(arguments.get(1)),
        Integer.parseInt(arguments.get(2)),
        Integer.parseInt(arguments.get(3)),
        Long.parseLong(arguments.get(4)));
  }

  /** This task for another kind of program. */
  TrainingTask of(NetworkKind other) {
    return new TrainingTask(other, digits, epochs, batch, seed);
  }

  /** Iterations of an epoch; the last may be of fewer digits. */
  public int iterations() {
    return (digits + batch - 1) / batch;
  }
}
