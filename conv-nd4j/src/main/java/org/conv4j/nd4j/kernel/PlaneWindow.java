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
 * <p>Element {@code x} of tap column {@code j} exists if {@code masks[j * maskStride + x]} is -1;
 * it is replaced by zero, whatever is there, if that is 0. With a step of one, source row {@code r
 * + i} begins at {@code above} if that is 0, at {@code below} if it is {@code rows + 1}, and
 * otherwise at {@code first + (r + i - 1) * pitch}; pixel {@code x} reads element {@code x + j} of
 * it.
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

  /** Where a vector may be written that nobody reads. */
  public int spare;

  /** Where sums begin, a vector for each tap. */
  public int sums;

  /** An empty holder. */
  public PlaneWindow() {}
}
