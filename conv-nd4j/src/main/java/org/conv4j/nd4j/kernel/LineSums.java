package org.conv4j.nd4j.kernel;

import java.util.Arrays;

/**
 * Sums over taps for JVMs without the Vector API: a line of pixels at a time, of which what taps
 * read is copied to the beginning of an array of its own, for {@link Lines} and {@link
 * PitchedLines}. One for each thread.
 */
public final class LineSums {

  /** The most pixels of a line. */
  public static final int MOST_PIXELS = 2 << 10;

  /** Longer lines than this do not stay in a first-level cache three at a time. */
  private static final int MOST_OF_THREE = 1 << 10;

  private static final ThreadLocal<LineSums> OF_THREAD = ThreadLocal.withInitial(LineSums::new);

  private final float[] sums = new float[MOST_PIXELS];
  private final float[] line =
      new float[MOST_PIXELS + (PitchedLines.MOST_LINES - 1) * PitchedLines.MOST_PITCH];
  private final float[] line1 = new float[MOST_OF_THREE];
  private final float[] line2 = new float[MOST_OF_THREE];

  private LineSums() {}

  /** Those of the calling thread. */
  public static LineSums ofThread() {
    return OF_THREAD.get();
  }

  /** {@link Kernels#multiplyPlane}. */
  void multiply(ShiftedProduct p, int pixels) {
    for (int from = 0; from < pixels; from += MOST_OF_THREE) {
      int count = Math.min(MOST_OF_THREE, pixels - from);
      begin(p.start[p.startOffset], count);
      int tap = 0;
      for (; tap + 3 <= p.depth; tap += 3) {
        read(p, tap, from, line, count);
        read(p, tap + 1, from, line1, count);
        read(p, tap + 2, from, line2, count);
        float w = weight(p, tap);
        Lines.addScaled(sums, line, w, line1, weight(p, tap + 1), line2, weight(p, tap + 2), count);
      }
      for (; tap < p.depth; tap++) {
        read(p, tap, from, line, count);
        Lines.addScaled(sums, line, weight(p, tap), count);
      }
      write(0, 1, count, p.c, p.cOffset + from);
    }
  }

  private static void read(ShiftedProduct p, int tap, int from, float[] to, int count) {
    System.arraycopy(p.b, p.bOffset + p.shifts[tap] + from, to, 0, count);
  }

  private static float weight(ShiftedProduct p, int tap) {
    return p.a[p.aOffset + tap * p.aStride];
  }

  /** Begins {@code count} sums, at most {@link #MOST_PIXELS}, with {@code start}. */
  public void begin(float start, int count) {
    Arrays.fill(sums, 0, count, start);
  }

  /**
   * Adds lines, the first {@code pitch} times {@code lines - 1} floats before the last, each times
   * a weight.
   *
   * @param count of sums
   * @param from holds the lines, from {@code at} on
   * @param pitch one of {@link PitchedLines}
   * @param lines 1 to {@link PitchedLines#MOST_LINES}
   * @param weights holds as many weights, from {@code w} on
   */
  public void add(int count, float[] from, int at, int pitch, int lines, float[] weights, int w) {
    System.arraycopy(from, at, line, 0, count + (lines - 1) * pitch);
    switch (lines) {
      case 1 -> Lines.addScaled(sums, line, weights[w], count);
      case 2 -> PitchedLines.addScaled(sums, line, pitch, weights[w], weights[w + 1], count);
      default ->
          PitchedLines.addScaled(
              sums, line, pitch, weights[w], weights[w + 1], weights[w + 2], count);
    }
  }

  /** Copies {@code count} sums, {@code step} apart, from the {@code first} on. */
  public void write(int first, int step, int count, float[] to, int at) {
    if (step == 1) {
      System.arraycopy(sums, first, to, at, count);
      return;
    }
    for (int i = 0, sum = first; i < count; i++, sum += step) {
      to[at + i] = sums[sum];
    }
  }
}
