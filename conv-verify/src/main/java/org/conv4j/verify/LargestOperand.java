package org.conv4j.verify;

import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.Operand;

/** Refuses problems whose arrays are too large for what is to be done with them. */
public final class LargestOperand {

  private LargestOperand() {}

  /**
   * Refuses a problem of which an operand has more elements than {@code most}.
   *
   * @param rule says what {@code most} is the limit of, with a place for the number
   * @throws InputException if it has
   */
  public static void check(ConvProblem problem, long most, String rule) {
    for (Operand operand : List.of(Operand.INPUT, Operand.FILTER, Operand.OUTPUT)) {
      long size = 1;
      for (long axis : operand.shape(problem)) {
        size *= axis;
      }
      if (size > most) {
        throw new InputException(
            "%s: its %s has %d elements, and %s"
                .formatted(problem, operand.label(), size, rule.formatted(most)));
      }
    }
  }
}
