package org.conv4j.verify.vectors;

import java.util.Arrays;
import java.util.Optional;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.check.ErrorBound;

/**
 * Compares a computed result with a published one, element by element.
 *
 * @param expected as published
 * @param gauge per element the sum of the absolute values of the products; used by {@link
 *     Agreement.Rounding} alone
 * @param terms products summed per element
 */
record Comparison(Tensor expected, Tensor gauge, long terms) {

  private static final double UNIT = ElementType.FLOAT32.unitRoundoff();
  private static final double SUBNORMAL = ElementType.FLOAT32.smallestSubnormal();

  /** Why {@code actual} does not agree; empty when it does. */
  Optional<String> disagreement(Tensor actual, Agreement agreement) {
    if (!Arrays.equals(actual.shape(), expected.shape())) {
      return Optional.of(
          "shape %s, expected %s"
              .formatted(Arrays.toString(actual.shape()), Arrays.toString(expected.shape())));
    }
    for (int i = 0; i < expected.size(); i++) {
      double allowed = allowed(agreement, i);
      if (!agrees(expected.values()[i], actual.values()[i], allowed)) {
        return Optional.of(
            "element %s is %s, expected %s%s"
                .formatted(
                    Arrays.toString(indexOf(i)),
                    actual.values()[i],
                    expected.values()[i],
                    allowed == 0
                        ? " exactly"
                        : ", difference %.3g above the allowed %.3g"
                            .formatted(
                                Math.abs(actual.values()[i] - expected.values()[i]), allowed)));
      }
    }
    return Optional.empty();
  }

  private static boolean agrees(double expected, double actual, double allowed) {
    if (Double.isNaN(expected) || Double.isNaN(actual)) {
      return Double.isNaN(expected) && Double.isNaN(actual);
    }
    return expected == actual || Math.abs(actual - expected) <= allowed;
  }

  private double allowed(Agreement agreement, int element) {
    if (agreement instanceof Agreement.Absolute absolute) {
      return absolute.tolerance();
    }
    if (agreement instanceof Agreement.Rounding) {
      return ErrorBound.of(terms).pass() * UNIT * gauge.values()[element] + terms * SUBNORMAL;
    }
    return 0;
  }

  private long[] indexOf(int offset) {
    long[] strides = expected.strides();
    long[] index = new long[strides.length];
    long rest = offset;
    for (int axis = 0; axis < strides.length; axis++) {
      index[axis] = rest / strides[axis];
      rest %= strides[axis];
    }
    return index;
  }
}
