package org.conv4j.junit;

import org.conv4j.ConvProblem;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Judge;
import org.conv4j.check.OperandGenerator;
import org.conv4j.check.Operands;
import org.conv4j.check.Tier;

/**
 * What a problem's arrays are filled with.
 *
 * @param name as messages say it
 * @param caseId names the data on the command line; null where it cannot
 * @param judge of results computed from them
 */
record Numbers(String name, String caseId, Judge judge) {

  private static final long SEED = 1;

  /** Integers, whose sums are exact: results must be equal. */
  static Numbers integers(ConvProblem problem) {
    return generated("integers", new ConvCase(problem, Tier.INTEGER, SEED));
  }

  /** Random reals: results must lie within the error bound. */
  static Numbers reals(ConvProblem problem) {
    return generated("random reals", new ConvCase(problem, Tier.REAL, SEED));
  }

  /** Those that a layer of a network meets: results must lie within the error bound. */
  static Numbers ofNetwork(ConvProblem problem, Operands operands) {
    return new Numbers("the network's own numbers", null, new Judge(problem, Tier.REAL, operands));
  }

  private static Numbers generated(String name, ConvCase convCase) {
    return new Numbers(
        name,
        convCase.id(),
        new Judge(convCase.problem(), convCase.tier(), OperandGenerator.generate(convCase)));
  }
}
