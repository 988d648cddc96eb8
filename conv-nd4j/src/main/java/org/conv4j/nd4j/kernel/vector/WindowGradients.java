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
    for (int done = 0; done < p.width; done += L / 2) {
      int x = Math.max(0, Math.min(done, p.width - L / 2));
      pairs(p, x, 2 * (done - x));
      outer(p, x, 2 * (done - x));
    }
  }

  /** The tap columns that meet pairs, in lanes {@code from} on of one strip: a lane for each. */
  private static void pairs(PlaneWindow p, int x, int from) {
    float[] memory = p.memory;
    IntVector own = IntVector.fromArray(M, FROM, L - from);
    IntVector inside = IntVector.fromArray(M, p.masks, p.maskStride + 2 * x).and(own);
    int even = p.sums + (p.outer < 0 ? L : 0);
    int odd = even + L;
    FloatVector v0 = mixed(memory, even, odd);
    FloatVector v1 = mixed(memory, even + 3 * L, odd + 3 * L);
    FloatVector v2 = mixed(memory, even + 6 * L, odd + 6 * L);
    int pitch = p.pitch;
    int width = p.width;
    int rows = p.rows;
    FloatVector x0 = MaskedVector.load(memory, p.above + 2 * x, inside);
    for (int r = 0; r < rows; r++) {
      int middle = p.first + 2 * r * pitch;
      int last = r == rows - 1 ? p.below : middle + pitch;
      FloatVector x1 = MaskedVector.load(memory, middle + 2 * x, inside);
      FloatVector x2 = MaskedVector.load(memory, last + 2 * x, inside);
      FloatVector g = twice(memory, p.to + r * width + x, inside);
      v0 = x0.fma(g, v0);
      v1 = x1.fma(g, v1);
      v2 = x2.fma(g, v2);
      x0 = x2;
    }
    v0.blend(0, Shuffles.ODD_LANES).intoArray(memory, even);
    v0.blend(0, Shuffles.EVEN_LANES).intoArray(memory, odd);
    v1.blend(0, Shuffles.ODD_LANES).intoArray(memory, even + 3 * L);
    v1.blend(0, Shuffles.EVEN_LANES).intoArray(memory, odd + 3 * L);
    v2.blend(0, Shuffles.ODD_LANES).intoArray(memory, even + 6 * L);
    v2.blend(0, Shuffles.EVEN_LANES).intoArray(memory, odd + 6 * L);
  }

  private static FloatVector mixed(float[] memory, int even, int odd) {
    return FloatVector.fromArray(S, memory, even)
        .blend(FloatVector.fromArray(S, memory, odd), Shuffles.ODD_LANES);
  }

  /** Each element in two lanes. */
  private static FloatVector twice(float[] memory, int at, IntVector mask) {
    return FloatVector.fromArray(S, memory, at)
        .rearrange(Shuffles.LOW_TWICE)
        .reinterpretAsInts()
        .and(mask)
        .reinterpretAsFloats();
  }

  /** The outer tap column in lanes {@code from} on of one strip. */
  private static void outer(PlaneWindow p, int x, int from) {
    float[] memory = p.memory;
    IntVector own = IntVector.fromArray(M, FROM, L - from);
    IntVector mask = IntVector.fromArray(M, p.masks, 2 * x).and(own);
    IntVector inside = IntVector.fromArray(M, p.masks, 2 * p.maskStride + 2 * x).and(own);
    int sum = p.sums + (p.outer < 0 ? 0 : 2 * L);
    FloatVector v0 = FloatVector.fromArray(S, memory, sum);
    FloatVector v1 = FloatVector.fromArray(S, memory, sum + 3 * L);
    FloatVector v2 = FloatVector.fromArray(S, memory, sum + 6 * L);
    int at = 2 * x + p.outer;
    int pitch = p.pitch;
    int width = p.width;
    int rows = p.rows;
    FloatVector x0 = MaskedVector.load(memory, p.above + at, mask);
    for (int r = 0; r < rows; r++) {
      int middle = p.first + 2 * r * pitch;
      int last = r == rows - 1 ? p.below : middle + pitch;
      FloatVector x1 = MaskedVector.load(memory, middle + at, mask);
      FloatVector x2 = MaskedVector.load(memory, last + at, mask);
      FloatVector g = twice(memory, p.to + r * width + x, inside);
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
