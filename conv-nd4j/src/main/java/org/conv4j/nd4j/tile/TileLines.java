package org.conv4j.nd4j.tile;

import org.conv4j.nd4j.workspace.Workspace;

/**
 * What one task transforms in: Java arrays, so that loops over them become vectors.
 *
 * @param tiles for each element of a tile a line, from its array's first number on
 * @param halves what one of two steps has made
 * @param rows the elements along even rows of pixels and along odd ones, four lines each
 * @param operands which lines hold a tile's elements before the second step
 * @param pixels rows of an image, or taps of a filter, as they lie in memory
 * @param row one row of pixels with its padding
 */
record TileLines(
    float[][] tiles,
    float[][] halves,
    float[][] rows,
    float[][] operands,
    float[] pixels,
    float[] row) {

  private static final int ROWS = 2 * WinogradF2.INPUTS;

  /** Takes them from a task's memory. */
  static TileLines take(Workspace.Frame frame, Sizes sizes) {
    Taking taking = new Taking(frame, sizes.floats());
    return new TileLines(
        taking.arrays(WinogradF2.ELEMENTS, sizes.length),
        taking.arrays(WinogradF2.ELEMENTS, sizes.length),
        taking.arrays(ROWS, sizes.rows),
        new float[WinogradF2.ELEMENTS][],
        taking.array(sizes.pixels),
        taking.array(sizes.row));
  }

  /** One line more, for what is ready. */
  float[] result() {
    return halves[WinogradF2.ELEMENTS - 1];
  }

  /** Takes arrays, and leaves room for the rest. */
  private static final class Taking {
    private final Workspace.Frame frame;
    private long rest;

    Taking(Workspace.Frame frame, long all) {
      this.frame = frame;
      this.rest = all;
    }

    float[] array(int floats) {
      rest -= floats;
      return frame.floats(floats, rest);
    }

    float[][] arrays(int count, int floats) {
      float[][] arrays = new float[count][];
      for (int first = 0; first < count; first += Workspace.LINES) {
        rest -= (long) Workspace.LINES * floats;
        System.arraycopy(frame.lines(floats, rest), 0, arrays, first, Workspace.LINES);
      }
      return arrays;
    }
  }

  /**
   * How much of each.
   *
   * @param length floats of a line of tiles
   * @param rows floats of a line of rows
   * @param pixels floats of rows or taps
   * @param row floats of a padded row
   */
  record Sizes(int length, int rows, int pixels, int row) {

    /** All of them. */
    long floats() {
      return 2L * WinogradF2.ELEMENTS * length + (long) ROWS * rows + pixels + row;
    }

    /** Enough for either. */
    Sizes and(Sizes other) {
      return new Sizes(
          Math.max(length, other.length),
          Math.max(rows, other.rows),
          Math.max(pixels, other.pixels),
          Math.max(row, other.row));
    }
  }
}
