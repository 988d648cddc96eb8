package org.conv4j.reference;

import java.util.Arrays;
import org.conv4j.ConvDirection;

/**
 * A gradient compared with difference quotients.
 *
 * @param direction whose result was compared
 * @param checked how many elements were
 * @param tolerance largest absolute error that passes; 0 where the values must be equal
 * @param error the largest absolute error; infinite where a value is NaN, or only one is infinite
 * @param index of the worst element, one number per axis; null when the gradient is empty
 * @param expected the difference quotient there; NaN when the gradient is empty
 * @param actual the gradient there; NaN when it is empty
 */
public record GradientCheck(
    ConvDirection direction,
    int checked,
    double tolerance,
    double error,
    long[] index,
    double expected,
    double actual) {

  /** Copies the index. */
  public GradientCheck {
    index = index == null ? null : index.clone();
  }

  /** A copy of the worst element's index; null when the gradient is empty. */
  @Override
  public long[] index() {
    return index == null ? null : index.clone();
  }

  /** Whether every compared element lies within the tolerance. */
  public boolean passed() {
    return error <= tolerance;
  }

  /** One sentence with the numbers of the worst element. */
  @Override
  public String toString() {
    if (index == null) {
      return direction.id() + ": empty, nothing to compare";
    }
    return "%s: worst of %d elements is %s: expected %s by differences, found %s, error %s %s %s"
        .formatted(
            direction.id(),
            checked,
            Arrays.toString(index),
            expected,
            actual,
            error,
            passed() ? "<=" : ">",
            tolerance);
  }

  /** Finds the worst element of a gradient. */
  static final class Worst {
    private final ConvDirection direction;
    private final double tolerance;
    private final long[] shape;
    private int checked;
    private int worst;
    private double error = -1;
    private double expected;
    private double actual;

    Worst(ConvDirection direction, double tolerance, long[] shape) {
      this.direction = direction;
      this.tolerance = tolerance;
      this.shape = shape;
    }

    void compare(int element, double expected, double actual) {
      checked++;
      double difference = expected == actual ? 0 : Math.abs(expected - actual);
      double found = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
      if (found > error) {
        error = found;
        worst = element;
        this.expected = expected;
        this.actual = actual;
      }
    }

    GradientCheck check() {
      return checked == 0
          ? new GradientCheck(direction, 0, tolerance, 0, null, Double.NaN, Double.NaN)
          : new GradientCheck(direction, checked, tolerance, error, index(), expected, actual);
    }

    private long[] index() {
      long[] index = new long[shape.length];
      long rest = worst;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        index[axis] = rest % shape[axis];
        rest /= shape[axis];
      }
      return index;
    }
  }
}
