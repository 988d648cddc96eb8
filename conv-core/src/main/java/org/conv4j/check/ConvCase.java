package org.conv4j.check;

import org.conv4j.ConvProblem;
import org.conv4j.ProblemNotation;

/**
 * A problem with reproducible data: the same case has the same data on every machine.
 *
 * @param problem what is computed
 * @param tier what kind of numbers fill the operands
 * @param seed of the random numbers
 */
public record ConvCase(ConvProblem problem, Tier tier, long seed) {

  /** {@code notation/tier/seed}. */
  public String id() {
    return ProblemNotation.print(problem) + "/" + tier.id() + "/" + seed;
  }

  /**
   * The case with that {@link #id()}. Tier and seed may be left out: integer and 1.
   *
   * @throws IllegalArgumentException if it is no case id
   */
  public static ConvCase parse(String id) {
    String[] parts = id.split("/", -1);
    if (parts.length > 3) {
      throw new IllegalArgumentException("'" + id + "' is no case id: expected notation/tier/seed");
    }
    ConvProblem problem = ProblemNotation.parse(parts[0]);
    Tier tier = parts.length > 1 ? Tier.ofId(parts[1]) : Tier.INTEGER;
    try {
      long seed = parts.length > 2 ? Long.parseLong(parts[2]) : 1;
      return new ConvCase(problem, tier, seed);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "'" + id + "' is no case id: seed '" + parts[2] + "' is not a number", notANumber);
    }
  }

  @Override
  public String toString() {
    return id();
  }
}
