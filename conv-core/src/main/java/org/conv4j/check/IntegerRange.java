package org.conv4j.check;

import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;

/**
 * How large and how dense the integers of a case may be, so that every sum of products, of any
 * direction and in any order, stays within the integers its type represents exactly.
 *
 * @param amplitude largest magnitude of input, filter, bias and output gradient
 * @param inputDensity share of input elements that are not zero
 * @param outputGradientDensity share of output gradient elements that are not zero
 */
record IntegerRange(int amplitude, double inputDensity, double outputGradientDensity) {

  /**
   * Growth that is left free where possible, so that Winograd F(2x2,3x3) is exact too. Counted in
   * quarters, its forward sums are at most 4 * 81/9 = 36 times, those of its filter gradient at
   * most 64 times a direct sum's bound; of a stride of 2 they are fewer.
   */
  private static final long TRANSFORM_GROWTH = 64;

  /** Below this, varied data matter more than the transform's exactness. */
  private static final int VARIED = 3;

  static IntegerRange of(ConvProblem problem) {
    long limit = problem.elementType().exactIntegers();
    long forward = problem.terms(ConvDirection.FORWARD);
    long backward = 1;
    for (ConvDirection direction : ConvDirection.values()) {
      if (direction != ConvDirection.FORWARD) {
        backward = Math.max(backward, problem.terms(direction));
      }
    }
    long longest = Math.max(forward, backward);
    int amplitude =
        (int)
            Math.min(
                largest(problem.elementType()),
                Math.max(VARIED, Math.sqrt((double) limit / TRANSFORM_GROWTH / longest)));
    while (amplitude > 1 && (double) longest * amplitude * amplitude > limit) {
      amplitude--;
    }
    return new IntegerRange(amplitude, density(limit, forward), density(limit, backward));
  }

  /**
   * 16 for float32. For float64, integers that float32 cannot hold: an implementation that computes
   * in float32 behind a float64 interface must be found out.
   */
  private static int largest(ElementType type) {
    return type == ElementType.FLOAT32 ? 16 : 1 << 20;
  }

  /** Half the limit, in expectation: random thinning may exceed its mean. */
  private static double density(long limit, long terms) {
    return terms <= limit ? 1 : 0.5 * limit / terms;
  }
}
