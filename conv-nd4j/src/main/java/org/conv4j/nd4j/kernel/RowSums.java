package org.conv4j.nd4j.kernel;

import java.util.Arrays;

/**
 * Depthwise sums for JVMs without the Vector API, over planes as they are in memory, in steps of
 * one. Each column of the kernel has a line, the planes moved by its shift, with zeros where that
 * leads beyond a row; each row of the kernel is a sum of those lines, which is moved by rows. So
 * planes are moved in whole, a few times, and no row by itself. One for each thread.
 */
public final class RowSums {

  /** The most pixels of a line: a plane of 56 x 56, and a little. */
  public static final int MOST_PIXELS = 3_200;

  /** The most columns of a kernel. */
  public static final int MOST_COLUMNS = 7;

  /**
   * Arrays of a power of two, allocated one after the other, would meet in the same sets of a
   * first-level cache: twice the time.
   */
  private static final int SKEW = 128;

  private static final ThreadLocal<RowSums> OF_THREAD = ThreadLocal.withInitial(RowSums::new);

  private final float[] source = line();
  private final float[][] moved = new float[MOST_COLUMNS][];
  private final float[][] lines = new float[MOST_COLUMNS][];
  private final float[] row = line();
  private final float[] first = line();
  private final float[] second = line();
  private final float[] sums = line();

  private RowSums() {
    Arrays.setAll(moved, column -> line());
  }

  private static float[] line() {
    return new float[MOST_PIXELS + SKEW];
  }

  /** Those of the calling thread. */
  public static RowSums ofThread() {
    return OF_THREAD.get();
  }

  /** Where planes are to be put, one after the other. */
  public float[] source() {
    return source;
  }

  /** Where the sums are, likewise. */
  public float[] sums() {
    return sums;
  }

  /**
   * Makes the line of a column of the kernel.
   *
   * @param pixels in {@link #source()}
   * @param shift how many columns further it reads; less than {@code width}, either way
   */
  public void move(int column, int pixels, int width, int shift) {
    if (shift == 0) {
      lines[column] = source;
      return;
    }
    float[] line = moved[column];
    lines[column] = line;
    int from = Math.max(0, shift);
    int to = Math.max(0, -shift);
    System.arraycopy(source, from, line, to, pixels - from - to);
    int none = shift > 0 ? width - shift : 0;
    for (int beyond = none; beyond < none + from + to; beyond++) {
      for (int at = beyond; at < pixels; at += width) {
        line[at] = 0;
      }
    }
  }

  /**
   * Computes the sums.
   *
   * @param height rows of a plane
   * @param columns lines that there are
   * @param shifts for each row of the kernel, how many rows further it reads
   * @param weights row by row, from {@code w} on
   */
  public void compute(
      float start,
      int planes,
      int height,
      int width,
      int columns,
      int[] shifts,
      float[] weights,
      int w) {
    int pixels = planes * height * width;
    int inPlace = indexOfZero(shifts);
    if (inPlace >= 0) {
      add(sums, start, columns, weights, w + inPlace * columns, pixels);
    } else {
      Arrays.fill(sums, 0, pixels, start);
    }
    boolean waiting = false;
    for (int i = 0; i < shifts.length; i++) {
      if (i != inPlace && Math.abs(shifts[i]) < height) {
        add(row, -0f, columns, weights, w + i * columns, pixels);
        place(waiting ? second : first, planes, height, width, shifts[i]);
        if (waiting) {
          Lines.add(sums, first, second, pixels);
        }
        waiting = !waiting;
      }
    }
    if (waiting) {
      Lines.add(sums, first, pixels);
    }
  }

  private static int indexOfZero(int[] shifts) {
    for (int i = 0; i < shifts.length; i++) {
      if (shifts[i] == 0) {
        return i;
      }
    }
    return -1;
  }

  /** The weighted sum of all lines. */
  private void add(float[] to, float start, int columns, float[] weights, int w, int pixels) {
    int column = 0;
    if (columns >= 3) {
      Lines.scale(
          to,
          start,
          lines[0],
          weights[w],
          lines[1],
          weights[w + 1],
          lines[2],
          weights[w + 2],
          pixels);
      column = 3;
    } else {
      Arrays.fill(to, 0, pixels, start);
    }
    for (; column + 3 <= columns; column += 3) {
      Lines.addScaled(
          to,
          lines[column],
          weights[w + column],
          lines[column + 1],
          weights[w + column + 1],
          lines[column + 2],
          weights[w + column + 2],
          pixels);
    }
    for (; column < columns; column++) {
      Lines.addScaled(to, lines[column], weights[w + column], pixels);
    }
  }

  /** Moves the sum of a row of the kernel to the rows that it belongs to. */
  private void place(float[] to, int planes, int height, int width, int shift) {
    int from = Math.max(0, shift) * width;
    int at = Math.max(0, -shift) * width;
    int pixels = height * width;
    System.arraycopy(row, from, to, at, planes * pixels - from - at);
    int beyond = at > 0 ? 0 : pixels - from;
    for (int plane = beyond; plane < planes * pixels; plane += pixels) {
      for (int i = plane; i < plane + from + at; i++) {
        to[i] = 0;
      }
    }
  }
}
