package org.conv4j.nd4j.tile;

/**
 * A small matrix of a transform, with at most three numbers in a row that are not zero. Each of its
 * products combines whole lines of numbers.
 *
 * <p>The compiler makes vectors of such a loop by itself as long as it stores one result and every
 * array in it is read and written at the very same index: hence a Java array for each line.
 */
final class LineMatrix {

  private final int[][] columns;
  private final float[][] factors;

  /** The matrix; what it multiplies by zero is not looked at. */
  LineMatrix(float[][] matrix) {
    this.columns = new int[matrix.length][];
    this.factors = new float[matrix.length][];
    for (int row = 0; row < matrix.length; row++) {
      int terms = 0;
      int[] found = new int[matrix[row].length];
      for (int column = 0; column < found.length; column++) {
        if (matrix[row][column] != 0) {
          found[terms++] = column;
        }
      }
      columns[row] = new int[terms];
      factors[row] = new float[terms];
      for (int term = 0; term < terms; term++) {
        columns[row][term] = found[term];
        factors[row][term] = matrix[row][found[term]];
      }
    }
  }

  /** Number of rows. */
  int rows() {
    return columns.length;
  }

  /**
   * {@code to = offset + matrix[row] * lines}, for {@code count} numbers of each line.
   *
   * @param first the line that the matrix's first column multiplies
   * @param step from there to the next column's line
   * @param to none of the lines
   */
  void combine(int row, float[][] lines, int first, int step, float offset, float[] to, int count) {
    int[] c = columns[row];
    float[] f = factors[row];
    float[] x = lines[first + c[0] * step];
    switch (c.length) {
      case 1 -> add(x, f[0], offset, to, count);
      case 2 -> add(x, f[0], lines[first + c[1] * step], f[1], offset, to, count);
      default ->
          add(
              x,
              f[0],
              lines[first + c[1] * step],
              f[1],
              lines[first + c[2] * step],
              f[2],
              offset,
              to,
              count);
    }
  }

  private static void add(float[] a, float fa, float offset, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = a[i] * fa + offset;
    }
  }

  private static void add(
      float[] a, float fa, float[] b, float fb, float offset, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = a[i] * fa + b[i] * fb + offset;
    }
  }

  private static void add(
      float[] a,
      float fa,
      float[] b,
      float fb,
      float[] c,
      float fc,
      float offset,
      float[] to,
      int count) {
    for (int i = 0; i < count; i++) {
      to[i] = a[i] * fa + b[i] * fb + c[i] * fc + offset;
    }
  }
}
