package org.conv4j.reference;

import org.conv4j.ConvShapeException;

/**
 * Sums that keep the rounding error of every addition and every product beside the rounded value.
 * TwoSum is Knuth's (The Art of Computer Programming 2, section 4.2.2), the exact product uses a
 * fused multiply-add.
 */
final class CompensatedSums {

  private static final int MOST = (Integer.MAX_VALUE - 8) / 2;

  /** Rounded value and error of each sum, side by side: one cache line holds both. */
  private final double[] sums;

  /** {@code count} sums, all zero. */
  CompensatedSums(int count) {
    if (count > MOST) {
      throw new ConvShapeException(
          count + " elements are too many for compensated sums: at most " + MOST + " fit an array");
    }
    sums = new double[2 * count];
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
    double before = sums[2 * index];
    double after = before + value;
    double added = after - before;
    sums[2 * index + 1] += (before - (after - added)) + (value - added) + valueError;
    sums[2 * index] = after;
  }

  /** Sum {@code index}, rounded once; infinite or NaN where the plain sum is. */
  double get(int index) {
    double plain = sums[2 * index];
    return Double.isFinite(plain) ? plain + sums[2 * index + 1] : plain;
  }

  /** Writes all sums, rounded once. */
  void roundTo(double[] result) {
    for (int index = 0; index < result.length; index++) {
      result[index] = get(index);
    }
  }
}
