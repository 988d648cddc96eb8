package org.conv4j.nd4j.kernel;

/**
 * The operands of a matrix product whose left matrix is gathered through two tables:
 *
 * <pre>
 * c[cOffset + targets[m] + n] = start[startOffset + startScale * targets[m] + n]
 *     + sum over k of a[aOffset + rows[m] + columns[firstColumn + k]] * b[bOffset + k * bStride + n]
 * </pre>
 *
 * <p>One form serves every algorithm: with pixel offsets as rows and tap offsets as columns it is a
 * direct convolution of any stride and dilation in any layout; with both exchanged, its filter
 * gradient; with evenly spaced tables, an ordinary matrix product. With {@code startScale} 1 and
 * {@code start} the result itself it accumulates; with 0 every row starts alike, from zeros or from
 * a bias.
 *
 * <p>A mutable holder, one per thread, so that a call needs no long argument list and makes no
 * garbage. The sum runs over k in order, starting from {@code start}.
 */
public final class GatheredProduct {
  /** Holds the left matrix. */
  public float[] a;

  /** Where the left matrix begins in {@link #a}. */
  public int aOffset;

  /** Offset of each row of the left matrix. */
  public int[] rows;

  /** Offset of each column of the left matrix. */
  public int[] columns;

  /** The first column in {@link #columns} that takes part. */
  public int firstColumn;

  /** The number of columns that take part; 0 or more. */
  public int depth;

  /** Holds the right matrix. */
  public float[] b;

  /** Where the right matrix begins in {@link #b}. */
  public int bOffset;

  /** Distance from one row of the right matrix to the next. */
  public int bStride;

  /** Holds what the sums start from. */
  public float[] start;

  /** Where the starting values begin in {@link #start}. */
  public int startOffset;

  /** 1 if each row has starting values of its own, 0 if all share theirs. */
  public int startScale;

  /** Receives the result. */
  public float[] c;

  /** Where the result begins in {@link #c}. */
  public int cOffset;

  /** Offset of each row of the result. */
  public int[] targets;

  /** An empty holder. */
  public GatheredProduct() {}
}
