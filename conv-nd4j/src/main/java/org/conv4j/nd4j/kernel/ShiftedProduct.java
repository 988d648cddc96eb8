package org.conv4j.nd4j.kernel;

/**
 * The operands of a convolution of planes, with neighbouring pixels in the lanes of vectors:
 *
 * <pre>
 * c[cOffset + m * cStride + n] = start[startOffset + m]
 *     + sum over k of a[aOffset + k * aStride + m] * b[bOffset + shifts[k] + n]
 * </pre>
 *
 * <p>{@code m} counts destination channels, {@code k} source channels and taps, {@code n} pixels.
 * Where {@link GatheredProduct} broadcasts pixels against channels, this broadcasts weights against
 * pixels: nothing is transposed, and few channels fill vectors.
 *
 * <p>A mutable holder, one per thread. The sum runs over k in order, starting from {@code start}.
 */
public final class ShiftedProduct {
  /** Holds the weights, column after column. */
  public float[] a;

  /** Where the weights begin in {@link #a}. */
  public int aOffset;

  /** Distance from one column of weights to the next; 1 where there is but one row. */
  public int aStride = 1;

  /** Number of columns of weights; 0 or more. */
  public int depth;

  /** Holds the source planes. */
  public float[] b;

  /** Where the first pixel begins to read in {@link #b}. */
  public int bOffset;

  /** Offset of each column of weights from there, as many as {@link #depth} at least. */
  public int[] shifts;

  /** Holds what the sums start from, one element for each row. */
  public float[] start;

  /** Where the starting values begin in {@link #start}. */
  public int startOffset;

  /** Receives the result. */
  public float[] c;

  /** Where the result begins in {@link #c}. */
  public int cOffset;

  /** Distance from one row of the result to the next. */
  public int cStride;

  /** An empty holder. */
  public ShiftedProduct() {}
}
