package org.conv4j.nd4j.kernel;

/**
 * Loops that the compiler turns into vectors by itself, for JVMs without the Vector API. It does so
 * only where every array has an element of its own at the same index: of elements further on, in
 * what may be the same array, it cannot tell whether a step before wrote them. So what lies apart
 * is copied to the beginning of an array first, which costs 0.04 ns an element, where one loop
 * costs 0.1 to 0.3 and a product at a time 0.5.
 */
public final class Lines {

  private Lines() {}

  /** {@code to[i] += x[i]} for the first {@code count} elements. */
  public static void add(float[] to, float[] x, int count) {
    for (int i = 0; i < count; i++) {
      to[i] += x[i];
    }
  }

  /** {@code to[i] += x[i] + y[i]} for the first {@code count} elements. */
  static void add(float[] to, float[] x, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = to[i] + x[i] + y[i];
    }
  }

  /**
   * {@code to[i] = start + v * x[i] + w * y[i] + u * z[i]} for the first {@code count} elements.
   */
  static void scale(
      float[] to,
      float start,
      float[] x,
      float v,
      float[] y,
      float w,
      float[] z,
      float u,
      int count) {
    for (int i = 0; i < count; i++) {
      to[i] = start + v * x[i] + w * y[i] + u * z[i];
    }
  }

  /** {@code to[i] += v * x[i]} for the first {@code count} elements. */
  static void addScaled(float[] to, float[] x, float v, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = to[i] + v * x[i];
    }
  }

  /** Three at once; of nine the compiler makes no vectors. */
  static void addScaled(
      float[] to, float[] x, float v, float[] y, float w, float[] z, float u, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = to[i] + v * x[i] + w * y[i] + u * z[i];
    }
  }
}
