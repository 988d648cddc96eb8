package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows of a plane, or every second element of them, one after the other, and the way back. When
 * rows are read, the last vector of a row ends with the row; where a row is shorter than a vector,
 * what is written beyond it is overwritten by the rows that follow, and the last rows, which
 * nothing follows, are left to the caller.
 */
final class Rows {

  private static final VectorSpecies<Float> S = Species.FLOAT;
  private static final int L = Species.FLOAT.length();

  /** Every second lane, of the first {@code 2 * index} of them. */
  private static final VectorMask<Float>[] FIRST_EVEN = firstEven();

  private Rows() {}

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static VectorMask<Float>[] firstEven() {
    VectorMask<Float>[] masks = new VectorMask[L / 2 + 1];
    for (int n = 0; n < masks.length; n++) {
      masks[n] = VectorMask.fromLong(S, 0x5555555555555555L & (1L << 2 * n) - 1);
    }
    return masks;
  }

  /** {@code to[t + r * count + i] = from[f + r * pitch + i]}; returns for how many rows. */
  static int copy(float[] from, int f, int pitch, int count, int rows, float[] to, int t) {
    int whole = count - L;
    int done = whole >= 0 ? rows : safe(count, rows);
    int last = Math.max(0, whole);
    for (int r = 0; r < done; r++, f += pitch, t += count) {
      for (int i = 0; i < whole; i += L) {
        FloatVector.fromArray(S, from, f + i).intoArray(to, t + i);
      }
      FloatVector.fromArray(S, from, f + last).intoArray(to, t + last);
    }
    return done;
  }

  /** {@code to[t + r * count + i] = from[f + r * pitch + 2 * i]}; returns for how many rows. */
  static int even(float[] from, int f, int pitch, int count, int rows, float[] to, int t) {
    int whole = count - L;
    int done = whole >= 0 ? rows : safe(count, rows);
    int last = Math.max(0, whole);
    for (int r = 0; r < done; r++, f += pitch, t += count) {
      for (int i = 0; i < whole; i += L) {
        FloatVector low = FloatVector.fromArray(S, from, f + 2 * i);
        FloatVector high = FloatVector.fromArray(S, from, f + 2 * i + L);
        low.rearrange(Shuffles.EVEN)
            .blend(high.rearrange(Shuffles.EVEN), Shuffles.UPPER_HALF)
            .intoArray(to, t + i);
      }
      FloatVector low = FloatVector.fromArray(S, from, f + 2 * last);
      FloatVector high = FloatVector.fromArray(S, from, f + 2 * last + L);
      low.rearrange(Shuffles.EVEN)
          .blend(high.rearrange(Shuffles.EVEN), Shuffles.UPPER_HALF)
          .intoArray(to, t + last);
    }
    return done;
  }

  /** {@code to[t + r * pitch + 2 * i] = from[f + r * count + i]}, and {@code blank} between. */
  static void placeEven(
      float[] from, int f, int count, int rows, float blank, float[] to, int t, int pitch) {
    FloatVector blanks = FloatVector.broadcast(S, blank);
    int last = (count - 1) / (L / 2) * (L / 2);
    VectorMask<Float> rest = FIRST_EVEN[count - last];
    for (int r = 0; r < rows; r++, f += count, t += pitch) {
      for (int i = 0; i < last; i += L / 2) {
        blanks
            .blend(
                FloatVector.fromArray(S, from, f + i).rearrange(Shuffles.LOW_TWICE),
                Shuffles.EVEN_LANES)
            .intoArray(to, t + 2 * i);
      }
      blanks
          .blend(FloatVector.fromArray(S, from, f + last).rearrange(Shuffles.LOW_TWICE), rest)
          .intoArray(to, t + 2 * last);
    }
  }

  /**
   * The phases of a plane, joined row by row; what is written beyond a row, the next overwrites.
   */
  static void join(
      float[] from, int f, int phaseFloats, int pitch, int rows, int width, float[] to, int t) {
    for (int y = 0; y < rows; y++, t += width) {
      int even = f + (y & 1) * 2 * phaseFloats + (y >> 1) * pitch;
      int odd = even + phaseFloats;
      int half = (width + 1) / 2;
      for (int i = 0; i < half; i += L / 2) {
        FloatVector first = FloatVector.fromArray(S, from, even + i);
        FloatVector second = FloatVector.fromArray(S, from, odd + i);
        first
            .rearrange(Shuffles.LOW_TWICE)
            .blend(second.rearrange(Shuffles.LOW_TWICE), Shuffles.ODD_LANES)
            .intoArray(to, t + 2 * i);
      }
    }
  }

  /** Rows from whose beginning a vector ends within the plane. */
  private static int safe(int count, int rows) {
    return Math.max(0, Math.floorDiv(rows * count - L, count) + 1);
  }
}
