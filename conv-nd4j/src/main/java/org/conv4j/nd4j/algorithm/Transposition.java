package org.conv4j.nd4j.algorithm;

/** Transposition in plain Java. */
final class Transposition {

  /** Rows that are put next to each other at once. */
  static final int ROWS = 8;

  private Transposition() {}

  /**
   * Puts {@code rows} rows next to each other: {@code to[at + i * pitch + row] = from[f + row *
   * rowPitch + i * step]} for {@code count} elements of each.
   *
   * @param rows at most {@link #ROWS}; fewer are slower
   */
  static void transpose(
      float[] from,
      int f,
      int rowPitch,
      int rows,
      int step,
      int count,
      float[] to,
      int at,
      int pitch) {
    if (rows < ROWS) {
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < count; i++) {
          to[at + i * pitch + row] = from[f + row * rowPitch + i * step];
        }
      }
      return;
    }
    int b = rowPitch;
    int c = 2 * rowPitch;
    int d = 3 * rowPitch;
    int e = 4 * rowPitch;
    int g = 5 * rowPitch;
    int h = 6 * rowPitch;
    int k = 7 * rowPitch;
    for (int i = 0, x = f, y = at; i < count; i++, x += step, y += pitch) {
      to[y] = from[x];
      to[y + 1] = from[x + b];
      to[y + 2] = from[x + c];
      to[y + 3] = from[x + d];
      to[y + 4] = from[x + e];
      to[y + 5] = from[x + g];
      to[y + 6] = from[x + h];
      to[y + 7] = from[x + k];
    }
  }
}
