package org.conv4j.nd4j.algorithm;

/**
 * Winograd F(4x4,3x3): 36 products for every 144 of a direct sum. Its transforms multiply by up to
 * 8 and divide by 24: measured errors are six to eight times those of a direct float32 sum. A NaN
 * or infinity spreads over its 4 x 4 tile.
 */
public final class Winograd4 extends Winograd {

  /** The algorithm. */
  public Winograd4() {
    super(4, false);
  }
}
