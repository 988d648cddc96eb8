package org.conv4j.verify.mutant;

/** How operands are read and sums are formed. */
interface Arithmetic {

  /** float64 throughout. */
  Arithmetic RIGHT = new Arithmetic() {};

  /** What is read for an operand's {@code value}. */
  default double operand(double value) {
    return value;
  }

  /** The sum after one more product. */
  default double add(double sum, double product) {
    return sum + product;
  }

  /** Rounds to {@code bits} significant bits, ties to even; of any exponent. */
  static double rounded(double value, int bits) {
    if (value == 0 || !Double.isFinite(value)) {
      return value;
    }
    double unit = Math.scalb(1.0, Math.getExponent(value) - bits + 1);
    return Math.rint(value / unit) * unit;
  }
}
