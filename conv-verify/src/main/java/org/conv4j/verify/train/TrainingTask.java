package org.conv4j.verify.train;

import java.util.List;

/**
 * What a child trains.
 *
 * @param kind of program
 * @param epochs times that it sees all digits
 * @param batch digits of an iteration
 * @param seed of the initial parameters and of the order of the digits
 */
public record TrainingTask(NetworkKind kind, int epochs, int batch, long seed) {

  /** Iterations in which float64 parameters are compared. */
  public static final int FLOAT64_ITERATIONS = 10;

  /** Iterations in which float32 parameters are compared. */
  public static final int FLOAT32_ITERATIONS = 1;

  /** As arguments of a program. */
  public List<String> toArguments() {
    return List.of(
        kind.id(), Integer.toString(epochs), Integer.toString(batch), Long.toString(seed));
  }

  /** The task that {@link #toArguments} wrote. */
  public static TrainingTask ofArguments(List<String> arguments) {
    return new TrainingTask(
        NetworkKind.ofId(arguments.get(0)),
        Integer.parseInt(arguments.get(1)),
        Integer.parseInt(arguments.get(2)),
        Long.parseLong(arguments.get(3)));
  }

  /** Iterations of an epoch over so many digits; the last may be of fewer. */
  public int iterations(int digits) {
    return (digits + batch - 1) / batch;
  }
}
