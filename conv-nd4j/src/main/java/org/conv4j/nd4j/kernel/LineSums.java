package org.conv4j.nd4j.kernel;

import java.util.Arrays;

/**
 * Sums over taps for JVMs without the Vector API: a line of pixels at a time, of which what each
 * tap reads is copied to an array of its own, for {@link Lines}.
 */
final class LineSums {

  /** Partial sums of a tap where pixels are many; where they are few, one, in a register. */
  private static final int TAP_SUMS = 256;

  private static final int LINE = 1 << 10;

  private static final ThreadLocal<LineSums> OF_THREAD = ThreadLocal.withInitial(LineSums::new);

  private final float[] sums = new float[LINE];
  private final float[] sums1 = new float[TAP_SUMS];
  private final float[] sums2 = new float[TAP_SUMS];
  private final float[] line = new float[LINE];
  private final float[] line1 = new float[LINE];
  private final float[] line2 = new float[LINE];
  private final float[] factors = new float[TAP_SUMS];

  private LineSums() {}

  static LineSums ofThread() {
    return OF_THREAD.get();
  }

  /** {@link Kernels#multiplyPlane}. */
  void multiply(ShiftedProduct p, int pixels) {
    for (int from = 0; from < pixels; from += LINE) {
      int count = Math.min(LINE, pixels - from);
      Arrays.fill(sums, 0, count, p.start[p.startOffset]);
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
      System.arraycopy(sums, 0, p.c, p.cOffset + from, count);
    }
  }

  private static void read(ShiftedProduct p, int tap, int from, float[] to, int count) {
    System.arraycopy(p.b, p.bOffset + p.shifts[tap] + from, to, 0, count);
  }

  private static float weight(ShiftedProduct p, int tap) {
    return p.a[p.aOffset + tap * p.aStride];
  }

  /** {@link Kernels#tapSums}. */
  static int tapSums(int pixels) {
    return pixels < 2 * TAP_SUMS ? 1 : TAP_SUMS;
  }

  /** {@link Kernels#addTaps}. */
  void addTaps(ShiftedProduct p, int pixels) {
    int tap = 0;
    for (; tap + 3 <= p.depth; tap += 3) {
      if (p.cStride == 1) {
        addThreeSums(p, tap, pixels);
      } else {
        addThreeTaps(p, tap, pixels);
      }
    }
    for (; tap < p.depth; tap++) {
      if (p.cStride == 1) {
        addSum(p, tap, pixels);
      } else {
        addTap(p, tap, pixels);
      }
    }
  }

  private static void addThreeSums(ShiftedProduct p, int tap, int pixels) {
    float[] a = p.a;
    float[] b = p.b;
    int at = p.aOffset;
    int x = p.bOffset + p.shifts[tap];
    int y = p.bOffset + p.shifts[tap + 1];
    int z = p.bOffset + p.shifts[tap + 2];
    float v0 = 0;
    float v1 = 0;
    float v2 = 0;
    for (int i = 0; i < pixels; i++) {
      float factor = a[at + i];
      v0 += factor * b[x + i];
      v1 += factor * b[y + i];
      v2 += factor * b[z + i];
    }
    p.c[p.cOffset + tap] += v0;
    p.c[p.cOffset + tap + 1] += v1;
    p.c[p.cOffset + tap + 2] += v2;
  }

  private static void addSum(ShiftedProduct p, int tap, int pixels) {
    float sum = 0;
    int from = p.bOffset + p.shifts[tap];
    for (int i = 0; i < pixels; i++) {
      sum += p.a[p.aOffset + i] * p.b[from + i];
    }
    p.c[p.cOffset + tap] += sum;
  }

  private void addThreeTaps(ShiftedProduct p, int tap, int pixels) {
    int held = Math.min(TAP_SUMS, pixels);
    int at = p.cOffset + tap * TAP_SUMS;
    System.arraycopy(p.c, at, sums, 0, held);
    System.arraycopy(p.c, at + TAP_SUMS, sums1, 0, held);
    System.arraycopy(p.c, at + 2 * TAP_SUMS, sums2, 0, held);
    for (int from = 0; from < pixels; from += TAP_SUMS) {
      int count = Math.min(TAP_SUMS, pixels - from);
      System.arraycopy(p.a, p.aOffset + from, factors, 0, count);
      read(p, tap, from, line, count);
      read(p, tap + 1, from, line1, count);
      read(p, tap + 2, from, line2, count);
      Lines.addProducts(sums, line, sums1, line1, sums2, line2, factors, count);
    }
    System.arraycopy(sums, 0, p.c, at, held);
    System.arraycopy(sums1, 0, p.c, at + TAP_SUMS, held);
    System.arraycopy(sums2, 0, p.c, at + 2 * TAP_SUMS, held);
  }

  private void addTap(ShiftedProduct p, int tap, int pixels) {
    int held = Math.min(TAP_SUMS, pixels);
    int at = p.cOffset + tap * TAP_SUMS;
    System.arraycopy(p.c, at, sums, 0, held);
    for (int from = 0; from < pixels; from += TAP_SUMS) {
      int count = Math.min(TAP_SUMS, pixels - from);
      System.arraycopy(p.a, p.aOffset + from, factors, 0, count);
      read(p, tap, from, line, count);
      Lines.addProducts(sums, line, factors, count);
    }
    System.arraycopy(sums, 0, p.c, at, held);
  }

  /** {@link Kernels#addTapSums}: halves onto each other. */
  void addTapSums(float[] partial, int at, int count, int each) {
    for (int tap = 0; each > 1 && tap < count; tap++, at += each) {
      System.arraycopy(partial, at, sums, 0, each);
      for (int half = each / 2; half > 0; half /= 2) {
        System.arraycopy(sums, half, line, 0, half);
        Lines.add(sums, line, half);
      }
      partial[at] = sums[0];
    }
  }
}
