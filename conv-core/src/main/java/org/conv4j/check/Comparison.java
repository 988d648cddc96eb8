package org.conv4j.check;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.conv4j.ElementType;
import org.conv4j.Tensor;

/**
 * One result beside the expected one, element by element. The two subclasses are the two ways of
 * judging an element; the ratio is the same.
 */
abstract class Comparison {

  /** An element that cannot be judged: its sum may overflow in one order and not in another. */
  static final double NOT_JUDGED = Double.NaN;

  final ElementType type;
  final ErrorBound bound;
  final Tensor expected;
  final Tensor actual;

  private Comparison(ElementType type, ErrorBound bound, Tensor expected, Tensor actual) {
    this.type = type;
    this.bound = bound;
    this.expected = expected;
    this.actual = actual;
  }

  /** The ratio of the element at {@code offset}, or {@link #NOT_JUDGED}. */
  abstract double ratio(int offset);

  /** Whether that ratio is one element's failure to pass. */
  abstract boolean passes(double ratio);

  abstract Verdict verdict(double worstRatio);

  abstract double passBound();

  abstract String complaint(int offset, double ratio);

  /** Judges every element. */
  final Judgement judge() {
    int worst = -1;
    double worstRatio = 0;
    int failures = 0;
    for (int offset = 0; offset < expected.size(); offset++) {
      double ratio = ratio(offset);
      if (Double.isNaN(ratio)) {
        continue;
      }
      if (worst < 0 || ratio > worstRatio) {
        worst = offset;
        worstRatio = ratio;
      }
      if (!passes(ratio)) {
        failures++;
      }
    }
    if (worst < 0) {
      return new Judgement(
          verdict(0), bound.terms(), 0, passBound(), null, Double.NaN, Double.NaN, null);
    }
    String reason =
        failures == 0
            ? null
            : "%s; %d of %d elements fail to pass"
                .formatted(complaint(worst, worstRatio), failures, expected.size());
    return new Judgement(
        verdict(worstRatio),
        bound.terms(),
        worstRatio,
        passBound(),
        index(worst),
        expected.values()[worst],
        actual.values()[worst],
        reason);
  }

  final double expectedAt(int offset) {
    return expected.values()[offset];
  }

  final double actualAt(int offset) {
    return actual.values()[offset];
  }

  final double ratio(double error, double gauge) {
    if (error == 0) {
      return 0;
    }
    return gauge == 0 || Double.isNaN(error)
        ? Double.POSITIVE_INFINITY
        : error / gauge / type.unitRoundoff();
  }

  final String found(int offset) {
    return "at %s expected %s, found %s"
        .formatted(
            Arrays.toString(index(offset)), number(expectedAt(offset)), number(actualAt(offset)));
  }

  private String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
      return Long.toString((long) value);
    }
    return type == ElementType.FLOAT32 && value == (float) value
        ? Float.toString((float) value)
        : Double.toString(value);
  }

  private long[] index(int offset) {
    long[] strides = expected.strides();
    long[] shape = expected.shape();
    long[] index = new long[shape.length];
    for (int axis = 0; axis < shape.length; axis++) {
      index[axis] = offset / strides[axis] % shape[axis];
    }
    return index;
  }

  /** Every element must be equal; -0 equals +0. */
  static final class Exact extends Comparison {
    private final Gauges gauges;

    Exact(ElementType type, ErrorBound bound, Tensor expected, Tensor actual, Gauges gauges) {
      super(type, bound, expected, actual);
      this.gauges = gauges;
    }

    @Override
    double ratio(int offset) {
      double error = Math.abs(actualAt(offset) - expectedAt(offset));
      return error == 0 ? 0 : ratio(error, gauges.get().values()[offset]);
    }

    @Override
    boolean passes(double ratio) {
      return ratio == 0;
    }

    @Override
    Verdict verdict(double worstRatio) {
      return worstRatio == 0 ? Verdict.EXACT : Verdict.FAIL;
    }

    @Override
    double passBound() {
      return 0;
    }

    @Override
    String complaint(int offset, double ratio) {
      return found(offset) + " where every sum is exact";
    }
  }

  /** Every element must lie within the error bound; what is not finite must be so in both. */
  static final class Bounded extends Comparison {
    private final Tensor gauge;
    private final IntPredicate spread;
    private final double allowance;
    private final double largest;

    /**
     * @param spread whether a NaN or infinity of the expected result may have spread to that offset
     */
    Bounded(
        ElementType type,
        ErrorBound bound,
        Tensor expected,
        Tensor actual,
        Tensor gauge,
        IntPredicate spread) {
      super(type, bound, expected, actual);
      this.gauge = gauge;
      this.spread = spread;
      this.allowance = bound.terms() * type.smallestSubnormal();
      this.largest =
          (type == ElementType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE)
              / (1 + bound.terms() * type.unitRoundoff());
    }

    @Override
    double ratio(int offset) {
      double scale = gauge.values()[offset];
      if (!(scale <= largest)) {
        return NOT_JUDGED;
      }
      double expected = expectedAt(offset);
      double actual = actualAt(offset);
      if (Double.compare(expected, actual) == 0) {
        return 0;
      }
      if (Double.isFinite(expected) && Double.isFinite(actual)) {
        double error = Math.abs(actual - expected);
        return ratio(scale == 0 ? error : Math.max(0, error - allowance), scale);
      }
      return !Double.isFinite(actual) && spread.test(offset) ? 0 : Double.POSITIVE_INFINITY;
    }

    @Override
    boolean passes(double ratio) {
      return ratio <= bound.pass();
    }

    @Override
    Verdict verdict(double worstRatio) {
      return worstRatio <= bound.pass()
          ? Verdict.PASS
          : worstRatio <= bound.hard() ? Verdict.SUSPECT : Verdict.FAIL;
    }

    @Override
    double passBound() {
      return bound.pass();
    }

    @Override
    String complaint(int offset, double ratio) {
      if (Double.isInfinite(ratio)) {
        return found(offset)
            + (Double.isFinite(expectedAt(offset)) && Double.isFinite(actualAt(offset))
                ? " where only zeros are added"
                : "");
      }
      return "%s: %.4g times u * gauge, at most %.4g pass and %.4g are possible with %d terms"
          .formatted(found(offset), ratio, bound.pass(), bound.hard(), bound.terms());
    }
  }

  /** Computes a gauge when it is first needed. */
  interface Gauges {
    Tensor get();
  }
}
