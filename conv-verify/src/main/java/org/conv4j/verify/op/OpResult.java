package org.conv4j.verify.op;

import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;

/**
 * One result of an op.
 *
 * @param place 0 for the op's output; otherwise the gradient of that input, the first being 1
 * @param part which filter's gradient it is; null where there is one filter, or none meant
 * @param direction what it is to the op
 * @param steps the convolutions on the way, in their order
 * @param terms products summed for an element, in all of them
 */
public record OpResult(
    int place, String part, ConvDirection direction, List<Step> steps, long terms) {

  /**
   * A direction of one of the op's convolutions.
   *
   * @param convolution which of them
   * @param problem what it is
   * @param direction of the convolution, which may be another than of the result
   */
  public record Step(int convolution, ConvProblem problem, ConvDirection direction) {
    long terms() {
      return problem.terms(direction);
    }
  }

  static OpResult of(int place, String part, ConvDirection direction, Step... steps) {
    long terms = 0;
    for (Step step : steps) {
      terms += step.terms();
    }
    return new OpResult(place, part, direction, List.of(steps), terms);
  }

  OpResult withOneTermMore() {
    return new OpResult(place, part, direction, steps, terms + 1);
  }
}
