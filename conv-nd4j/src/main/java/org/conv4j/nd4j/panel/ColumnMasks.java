package org.conv4j.nd4j.panel;

import java.util.function.IntUnaryOperator;

/** Which pixels of a row exist, as masks of whole vectors: -1 for those that do, and 0. */
final class ColumnMasks {

  private final int width;
  private final int stride;
  private final int[] lanes;

  /**
   * Masks, none of whose pixels exist yet.
   *
   * @param width pixels of a row
   * @param vector lanes of a vector, which may reach beyond the row
   * @param count how many masks
   */
  ColumnMasks(int width, int vector, int count) {
    this.width = width;
    this.stride = width + vector;
    this.lanes = new int[count * stride];
  }

  /**
   * Says that pixel {@code x} exists where {@code column} of it is at least 0 and below a limit.
   */
  void admit(int mask, IntUnaryOperator column, int limit) {
    for (int x = 0; x < width; x++) {
      int at = column.applyAsInt(x);
      lanes[mask * stride + x] = at >= 0 && at < limit ? -1 : 0;
    }
  }

  /** The masks. */
  int[] lanes() {
    return lanes;
  }

  /** Distance from one mask to the next. */
  int stride() {
    return stride;
  }
}
