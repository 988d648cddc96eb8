package org.conv4j.nd4j.kernel;

/**
 * The operands of a 3 x 3 kernel that slides over a plane, for {@code rows} rows of {@code width}
 * destination pixels, which follow each other without a gap:
 *
 * <pre>
 * memory[to + r * width + x] = start
 *     + sum over i, j of weights[weightsOffset + 3 * i + j] * source(i, r, x, j)
 * </pre>
 *
 * <p>Where {@code masks[j * maskStride + x]} is 0, the source of tap column {@code j} is zero,
 * whatever is there; where it is -1, it is element {@code x + j} of source row {@code r + i}. Row 0
 * begins at {@code above}, row {@code rows + 1} at {@code below}, and row {@code n} between them at
 * {@code first + (n - 1) * pitch}.
 *
 * <p>In steps of two, it is source row {@code 2 * r + i}, and {@code below} is row {@code 2 *
 * rows}. Two tap columns next to each other meet the pair of elements {@code 2 * x} and {@code 2 *
 * x + 1}, which always exist; the outer one, tap column 0 or 2, meets the element before or behind
 * the pair. Masks have two lanes for each pixel, and only the one next to the outer element can be
 * -1: {@code masks[2 * x]} is, where element {@code 2 * x - 1} exists, or {@code masks[2 * x + 1]},
 * where {@code 2 * x + 2} does.
 *
 * <p>A mutable holder, one per thread.
 */
public final class PlaneWindow {
  /** Holds the weights, row after row. */
  public float[] weights;

  /** Where the weights begin in {@link #weights}. */
  public int weightsOffset;

  /** What each sum starts from. */
  public float start;

  /** Holds source, destination, and, for filter gradients, sums. */
  public float[] memory;

  /** Where the source row above the first begins. */
  public int above;

  /** Where the first source row begins, below the one above. */
  public int first;

  /** Where the source row below the last begins. */
  public int below;

  /** Distance from one source row to the next. */
  public int pitch;

  /** In steps of two, -1 if the outer tap column is the first, 1 if it is the last. */
  public int outer;

  /** Which elements of a source row exist, for each of the three tap columns: -1 or 0. */
  public int[] masks;

  /** Distance from one tap column's masks to the next; a vector more than the width at least. */
  public int maskStride;

  /** Where the destination begins. */
  public int to;

  /** Pixels of a row of the destination. */
  public int width;

  /** Rows of the destination. */
  public int rows;

  /** Where two vectors may be written that nobody reads. */
  public int spare;

  /**
   * Where the sums wait that further rows complete, two for each pixel, in whole vectors: see
   * {@link Kernels#roll}.
   */
  public int carried;

  /** Where sums begin, nine vectors for each strip: see {@link Kernels#addWindows}. */
  public int sums;

  /** An empty holder. */
  public PlaneWindow() {}
}
