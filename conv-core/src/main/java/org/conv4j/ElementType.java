package org.conv4j;

/** The floating-point type a convolution computes in. */
public enum ElementType {
  /** IEEE 754 binary32, Java's {@code float}. */
  FLOAT32(0x1p-24, 0x1p-149, 1L << 24),
  /** IEEE 754 binary64, Java's {@code double}. */
  FLOAT64(0x1p-53, Double.MIN_VALUE, 1L << 53);

  private final double unitRoundoff;
  private final double smallestSubnormal;
  private final long exactIntegers;

  ElementType(double unitRoundoff, double smallestSubnormal, long exactIntegers) {
    this.unitRoundoff = unitRoundoff;
    this.smallestSubnormal = smallestSubnormal;
    this.exactIntegers = exactIntegers;
  }

  /** u: half the distance from 1 to the next number. 2^-24 or 2^-53. */
  public double unitRoundoff() {
    return unitRoundoff;
  }

  /** Bytes that one number takes. */
  public int bytes() {
    return this == FLOAT32 ? Float.BYTES : Double.BYTES;
  }

  /** The smallest positive number: 2^-149 or 2^-1074. */
  public double smallestSubnormal() {
    return smallestSubnormal;
  }

  /** Every integer of at most this magnitude is representable: 2^24 or 2^53. */
  public long exactIntegers() {
    return exactIntegers;
  }

  /** {@code value} rounded to this type. */
  public double round(double value) {
    return this == FLOAT32 ? (float) value : value;
  }
}
