package org.conv4j.nd4j.algorithm;

/**
 * Winograd F(2x2,3x3): 16 products for every 36 of a direct sum. Its transforms add and halve only:
 * measured errors are about half of a direct float32 sum's, and integers come out exact while the
 * sums, counted in quarters, stay within 2^24. A NaN or infinity spreads over its 2 x 2 tile.
 *
 * <p>Of a stride of 2 x 2, 25 products for every 36, by polyphase decomposition and F(2x2,2x2),
 * with nothing but additions: see {@link org.conv4j.nd4j.kernel.LineForm}. In its input gradient
 * tiles are 4 x 4.
 *
 * <p>Vectors have panels of channels; where there are none, planar images of stride 1 are
 * transformed by lines of tiles and multiplied by BLAS.
 */
public final class Winograd2 extends Winograd {

  /** The algorithm. */
  public Winograd2() {
    super(2, true);
  }
}
