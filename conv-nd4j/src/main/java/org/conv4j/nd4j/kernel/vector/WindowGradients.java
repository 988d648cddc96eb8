package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import org.conv4j.nd4j.kernel.PlaneWindow;

/**
 * The filter gradient of a 3 x 3 kernel that slides down a plane in strips of one vector, one tap
 * column after the other: each source row is loaded once for it, and meets three rows of the
 * gradient. A row meets only what it met in the output: what does not exist must not be multiplied
 * by a NaN. Short, as in {@link WindowSums}.
 */
final class WindowGradients {

  private static final VectorSpecies<Float> S = Species.FLOAT;
  private static final VectorSpecies<Integer> M = Species.MASK;
  private static final int L = Species.FLOAT.length();

  /** The first L lanes of what is loaded n elements before the middle: n of zero, then all ones. */
  private static final int[] FROM = new int[2 * L];

  static {
    for (int i = L; i < 2 * L; i++) {
      FROM[i] = -1;
    }
  }

  private WindowGradients() {}

  static void add(PlaneWindow p) {
    for (int done = 0; done < p.width; done += L) {
      int x = Math.max(0, Math.min(done, p.width - L));
      for (int column = 0; column < 3; column++) {
        strip(p, column, x, done - x);
      }
    }
  }

  /** One tap column in lanes {@code from} on of one strip. */
  private static void strip(PlaneWindow p, int column, int x, int from) {
    float[] memory = p.memory;
    IntVector own = IntVector.fromArray(M, FROM, L - from);
    IntVector mask = IntVector.fromArray(M, p.masks, column * p.maskStride + x).and(own);
    IntVector inside = IntVector.fromArray(M, p.masks, 3 * p.maskStride + x).and(own);
    int sum = p.sums + column * L;
    FloatVector v0 = FloatVector.fromArray(S, memory, sum);
    FloatVector v1 = FloatVector.fromArray(S, memory, sum + 3 * L);
    FloatVector v2 = FloatVector.fromArray(S, memory, sum + 6 * L);
    int at = x + column;
    int pitch = p.pitch;
    int width = p.width;
    int rows = p.rows;
    FloatVector x0 = MaskedVector.load(memory, p.above + at, mask);
    FloatVector x1 = MaskedVector.load(memory, p.first + at, mask);
    for (int r = 0; r < rows; r++) {
      int o = (r == rows - 1 ? p.below : p.first + (r + 1) * pitch) + at;
      FloatVector x2 = MaskedVector.load(memory, o, mask);
      FloatVector g = MaskedVector.load(memory, p.to + r * width + x, inside);
      v0 = x0.fma(g, v0);
      v1 = x1.fma(g, v1);
      v2 = x2.fma(g, v2);
      x0 = x1;
      x1 = x2;
    }
    v0.intoArray(memory, sum);
    v1.intoArray(memory, sum + 3 * L);
    v2.intoArray(memory, sum + 6 * L);
  }

  static void addByTwo(PlaneWindow p) {
    for (int done = 0; done < p.width; done += L) {
      int x = Math.max(0, Math.min(done, p.width - L));
      for (int column = 0; column < 3; column++) {
        stripByTwo(p, column, x, done - x);
      }
    }
  }

  /** One tap column in lanes {@code from} on of one strip. */
  private static void stripByTwo(PlaneWindow p, int column, int x, int from) {
    float[] memory = p.memory;
    IntVector own = IntVector.fromArray(M, FROM, L - from);
    IntVector mask = IntVector.fromArray(M, p.masks, column * p.maskStride + x).and(own);
    IntVector inside = IntVector.fromArray(M, p.masks, 3 * p.maskStride + x).and(own);
    int sum = p.sums + column * L;
    FloatVector v0 = FloatVector.fromArray(S, memory, sum);
    FloatVector v1 = FloatVector.fromArray(S, memory, sum + 3 * L);
    FloatVector v2 = FloatVector.fromArray(S, memory, sum + 6 * L);
    int at = x + p.columns[column];
    int pitch = p.pitch;
    int width = p.width;
    int rows = p.rows;
    FloatVector x0 = MaskedVector.load(memory, p.first + at, mask);
    for (int r = 0; r < rows; r++) {
      int o = p.first + (2 * r + 1) * pitch + at;
      FloatVector x1 = MaskedVector.load(memory, o, mask);
      FloatVector x2 = MaskedVector.load(memory, o + pitch, mask);
      FloatVector g = MaskedVector.load(memory, p.to + r * width + x, inside);
      v0 = x0.fma(g, v0);
      v1 = x1.fma(g, v1);
      v2 = x2.fma(g, v2);
      x0 = x2;
    }
    v0.intoArray(memory, sum);
    v1.intoArray(memory, sum + 3 * L);
    v2.intoArray(memory, sum + 6 * L);
  }
}
