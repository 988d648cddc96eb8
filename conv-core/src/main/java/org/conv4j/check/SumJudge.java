package org.conv4j.check;

import java.util.Arrays;
import org.conv4j.ElementType;
import org.conv4j.Tensor;

/**
 * Says of a result whose elements are sums of products, but not those of one convolution, whether
 * it is right: by the {@link ErrorBound}, as {@link Judge} does with real numbers.
 *
 * @param type in which the result was computed
 * @param terms n of the bound; of convolutions one after the other, the sum of theirs
 * @param expected the right result, in float64
 * @param gauge the same of absolute values, what the bound is relative to
 */
public record SumJudge(ElementType type, long terms, Tensor expected, Tensor gauge) {

  /** The verdict: PASS, SUSPECT or FAIL. */
  public Judgement judge(Tensor actual) {
    return Arrays.equals(expected.shape(), actual.shape())
        ? new Comparison.Bounded(
                type, ErrorBound.of(terms), expected, actual, gauge, offset -> false)
            .judge()
        : otherShape(terms, expected.shape(), actual.shape());
  }

  /** The verdict on a result of another shape. */
  public static Judgement otherShape(long terms, long[] expected, long[] actual) {
    return new Judgement(
        Verdict.FAIL,
        terms,
        Double.POSITIVE_INFINITY,
        ErrorBound.of(terms).pass(),
        null,
        Double.NaN,
        Double.NaN,
        "the result has shape %s, expected %s"
            .formatted(Arrays.toString(actual), Arrays.toString(expected)));
  }
}
