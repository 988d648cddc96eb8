package org.conv4j.verify.framework;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.check.Directions;

/** What is timed as one: a direction, or all gradients. */
public enum Computation {
  /** The output. */
  FORWARD("forward", ConvDirection.FORWARD),
  /** All gradients that the problem has. */
  BACKWARD(
      "backward",
      ConvDirection.INPUT_GRADIENT,
      ConvDirection.FILTER_GRADIENT,
      ConvDirection.BIAS_GRADIENT),
  /** The input gradient alone. */
  INPUT_GRADIENT("input-gradient", ConvDirection.INPUT_GRADIENT),
  /** The filter gradient alone. */
  FILTER_GRADIENT("filter-gradient", ConvDirection.FILTER_GRADIENT),
  /** The bias gradient alone. */
  BIAS_GRADIENT("bias-gradient", ConvDirection.BIAS_GRADIENT);

  private final String id;
  private final List<ConvDirection> directions;

  Computation(String id, ConvDirection... directions) {
    this.id = id;
    this.directions = List.of(directions);
  }

  /** The name in files and on the command line. */
  public String id() {
    return id;
  }

  /** The results that it may give. */
  public List<ConvDirection> directions() {
    return directions;
  }

  /** The results that it gives for {@code problem}; none for a bias gradient without a bias. */
  public List<ConvDirection> directions(ConvProblem problem) {
    return directions.stream().filter(Directions.of(problem)::contains).toList();
  }

  /**
   * Additions and multiplications of the plain sums, in float64. The bias gradient counts only
   * where it is all there is: beside the others it is nothing.
   */
  public double operations(ConvProblem problem) {
    return directions.stream()
        .filter(direction -> this == BIAS_GRADIENT || direction != ConvDirection.BIAS_GRADIENT)
        .mapToDouble(problem::operations)
        .sum();
  }

  /**
   * The computation of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static Computation ofId(String id) {
    return Arrays.stream(values())
        .filter(each -> each.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown direction '"
                        + id
                        + "': expected one of "
                        + Arrays.stream(values())
                            .map(Computation::id)
                            .collect(Collectors.joining(", "))));
  }
}
