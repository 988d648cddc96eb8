package org.conv4j.nd4j.kernel;

/**
 * {@link Lines} of which an array holds several, a pitch apart. The compiler makes vectors of such
 * a loop if it sees that the pitch is a whole number of them, so each pitch has a loop of its own.
 * (One method for all pitches, called with constants, would be compiled apart, without them, as
 * soon as it is hot, and then it would not be inlined where they are.)
 */
public final class PitchedLines {

  /** The largest pitch that has a loop. */
  public static final int MOST_PITCH = 128;

  /** The most lines that a loop adds. */
  public static final int MOST_LINES = 3;

  private static final int LEAST_PITCH = 16;

  private PitchedLines() {}

  /** The smallest pitch of at least {@code floats} that is a whole number of vectors. */
  public static int pitch(int floats) {
    int pitch = LEAST_PITCH;
    while (pitch < floats) {
      pitch *= 2;
    }
    return pitch;
  }

  /** {@code to[i] += v * x[i] + w * x[i + pitch]} for the first {@code count} elements. */
  static void addScaled(float[] to, float[] x, int pitch, float v, float w, int count) {
    switch (pitch) {
      case 16 -> addTwo16(to, x, v, w, count);
      case 32 -> addTwo32(to, x, v, w, count);
      case 64 -> addTwo64(to, x, v, w, count);
      case 128 -> addTwo128(to, x, v, w, count);
      default -> throw noLoop(pitch);
    }
  }

  /** The same of three lines. */
  static void addScaled(float[] to, float[] x, int pitch, float v, float w, float u, int count) {
    switch (pitch) {
      case 16 -> addThree16(to, x, v, w, u, count);
      case 32 -> addThree32(to, x, v, w, u, count);
      case 64 -> addThree64(to, x, v, w, u, count);
      case 128 -> addThree128(to, x, v, w, u, count);
      default -> throw noLoop(pitch);
    }
  }

  private static IllegalArgumentException noLoop(int pitch) {
    return new IllegalArgumentException("lines %d floats apart have no loop".formatted(pitch));
  }

  private static void addTwo16(float[] to, float[] x, float v, float w, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = to[i] + v * x[i] + w * x[i + 16];
    }
  }

  private static void addTwo32(float[] to, float[] x, float v, float w, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = to[i] + v * x[i] + w * x[i + 32];
    }
  }

  private static void addTwo64(float[] to, float[] x, float v, float w, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = to[i] + v * x[i] + w * x[i + 64];
    }
  }

  private static void addTwo128(float[] to, float[] x, float v, float w, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = to[i] + v * x[i] + w * x[i + 128];
    }
  }

  private static void addThree16(float[] to, float[] x, float v, float w, float u, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = to[i] + v * x[i] + w * x[i + 16] + u * x[i + 32];
    }
  }

  private static void addThree32(float[] to, float[] x, float v, float w, float u, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = to[i] + v * x[i] + w * x[i + 32] + u * x[i + 64];
    }
  }

  private static void addThree64(float[] to, float[] x, float v, float w, float u, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = to[i] + v * x[i] + w * x[i + 64] + u * x[i + 128];
    }
  }

  private static void addThree128(float[] to, float[] x, float v, float w, float u, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = to[i] + v * x[i] + w * x[i + 128] + u * x[i + 256];
    }
  }
}
