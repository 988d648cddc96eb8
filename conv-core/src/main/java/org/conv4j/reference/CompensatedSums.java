package org.conv4j.reference;

/**
 * Sums that keep the rounding error of every addition and every product beside the rounded value.
 * TwoSum is Knuth's (The Art of Computer Programming 2, section 4.2.2), the exact product uses a
 * fused multiply-add.
 */
final class CompensatedSums {

  private final double[] rounded;
  private final double[] errors;

  /** {@code count} sums, all zero. */
  CompensatedSums(int count) {
    rounded = new double[count];
    errors = new double[count];
  }

  /** Adds {@code value} to sum {@code index}. */
  void add(int index, double value) {
    add(index, value, 0);
  }

  /** Adds the exact product of {@code a} and {@code b} to sum {@code index}. */
  void addProduct(int index, double a, double b) {
    double product = a * b;
    add(index, product, Math.fma(a, b, -product));
  }

  private void add(int index, double value, double valueError) {
    double before = rounded[index];
    double after = before + value;
    double added = after - before;
    errors[index] += (before - (after - added)) + (value - added) + valueError;
    rounded[index] = after;
  }

  /** Sum {@code index}, rounded once; infinite or NaN where the plain sum is. */
  double get(int index) {
    double plain = rounded[index];
    return Double.isFinite(plain) ? plain + errors[index] : plain;
  }

  /** Writes all sums, rounded once. */
  void roundTo(double[] result) {
    for (int index = 0; index < result.length; index++) {
      result[index] = get(index);
    }
  }
}
