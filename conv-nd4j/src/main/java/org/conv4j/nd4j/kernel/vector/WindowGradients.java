package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import org.conv4j.nd4j.kernel.PlaneWindow;

/**
 * The filter gradient of a 3 x 3 kernel that slides down a plane in strips of one vector: each
 * source row is loaded once, and meets three rows of the gradient.
 *
 * <p>A lane meets pixels that exist in every row, or in none. So nothing is masked on the way down:
 * what met elements that do not exist is left out when the sums of strips are brought together.
 * Short, as in {@link WindowSums}.
 */
final class WindowGradients {

  private static final VectorSpecies<Float> S = Species.FLOAT;
  private static final VectorSpecies<Integer> M = Species.MASK;
  private static final int L = Species.FLOAT.length();

  private WindowGradients() {}

  static void add(PlaneWindow p) {
    for (int x = 0, sums = p.sums; x < p.width; x += L, sums += 9 * L) {
      strip(p, x, sums);
    }
  }

  private static void strip(PlaneWindow p, int x, int at) {
    float[] memory = p.memory;
    int pitch = p.pitch;
    int width = p.width;
    int rows = p.rows;
    int above = p.above + x;
    int first = p.first + x;
    int to = p.to + x;
    FloatVector v00 = FloatVector.fromArray(S, memory, at);
    FloatVector v01 = FloatVector.fromArray(S, memory, at + L);
    FloatVector v02 = FloatVector.fromArray(S, memory, at + 2 * L);
    FloatVector v10 = FloatVector.fromArray(S, memory, at + 3 * L);
    FloatVector v11 = FloatVector.fromArray(S, memory, at + 4 * L);
    FloatVector v12 = FloatVector.fromArray(S, memory, at + 5 * L);
    FloatVector v20 = FloatVector.fromArray(S, memory, at + 6 * L);
    FloatVector v21 = FloatVector.fromArray(S, memory, at + 7 * L);
    FloatVector v22 = FloatVector.fromArray(S, memory, at + 8 * L);
    FloatVector a0 = FloatVector.fromArray(S, memory, above);
    FloatVector a1 = FloatVector.fromArray(S, memory, above + 1);
    FloatVector a2 = FloatVector.fromArray(S, memory, above + 2);
    FloatVector b0 = FloatVector.fromArray(S, memory, first);
    FloatVector b1 = FloatVector.fromArray(S, memory, first + 1);
    FloatVector b2 = FloatVector.fromArray(S, memory, first + 2);
    for (int r = 0; r < rows; r++) {
      int o = r == rows - 1 ? p.below + x : first + (r + 1) * pitch;
      FloatVector c0 = FloatVector.fromArray(S, memory, o);
      FloatVector c1 = FloatVector.fromArray(S, memory, o + 1);
      FloatVector c2 = FloatVector.fromArray(S, memory, o + 2);
      FloatVector g = FloatVector.fromArray(S, memory, to + r * width);
      v00 = a0.fma(g, v00);
      v01 = a1.fma(g, v01);
      v02 = a2.fma(g, v02);
      v10 = b0.fma(g, v10);
      v11 = b1.fma(g, v11);
      v12 = b2.fma(g, v12);
      v20 = c0.fma(g, v20);
      v21 = c1.fma(g, v21);
      v22 = c2.fma(g, v22);
      a0 = b0;
      a1 = b1;
      a2 = b2;
      b0 = c0;
      b1 = c1;
      b2 = c2;
    }
    v00.intoArray(memory, at);
    v01.intoArray(memory, at + L);
    v02.intoArray(memory, at + 2 * L);
    v10.intoArray(memory, at + 3 * L);
    v11.intoArray(memory, at + 4 * L);
    v12.intoArray(memory, at + 5 * L);
    v20.intoArray(memory, at + 6 * L);
    v21.intoArray(memory, at + 7 * L);
    v22.intoArray(memory, at + 8 * L);
  }

  static void sum(PlaneWindow p) {
    for (int tap = 0; tap < 9; tap++) {
      int masks = tap % 3 * p.maskStride;
      FloatVector sum = FloatVector.zero(S);
      for (int x = 0, at = p.sums + tap * L; x < p.width; x += L, at += 9 * L) {
        IntVector mask = IntVector.fromArray(M, p.masks, masks + x);
        sum = sum.add(MaskedVector.load(p.memory, at, mask));
      }
      sum.intoArray(p.memory, p.sums + tap * L);
    }
  }

  static void addByTwo(PlaneWindow p) {
    int pair = p.sums + (p.outer < 0 ? L : 0);
    int alone = p.sums + (p.outer < 0 ? 0 : 2 * L);
    for (int x = 0; x < p.width; x += L / 2, pair += 9 * L, alone += 9 * L) {
      stripByTwo(p, x, pair, alone);
    }
  }

  /** Each element of the gradient is in both lanes of a pair. */
  private static void stripByTwo(PlaneWindow p, int x, int pair, int alone) {
    float[] memory = p.memory;
    int outer = p.outer;
    int pitch = p.pitch;
    int width = p.width;
    int rows = p.rows;
    int above = p.above + 2 * x;
    int first = p.first + 2 * x;
    int to = p.to + x;
    FloatVector v0 = FloatVector.fromArray(S, memory, pair);
    FloatVector v1 = FloatVector.fromArray(S, memory, pair + 3 * L);
    FloatVector v2 = FloatVector.fromArray(S, memory, pair + 6 * L);
    FloatVector o0 = FloatVector.fromArray(S, memory, alone);
    FloatVector o1 = FloatVector.fromArray(S, memory, alone + 3 * L);
    FloatVector o2 = FloatVector.fromArray(S, memory, alone + 6 * L);
    FloatVector x0 = FloatVector.fromArray(S, memory, above);
    FloatVector y0 = FloatVector.fromArray(S, memory, above + outer);
    for (int r = 0; r < rows; r++) {
      int middle = first + 2 * r * pitch;
      int last = r == rows - 1 ? p.below + 2 * x : middle + pitch;
      FloatVector x1 = FloatVector.fromArray(S, memory, middle);
      FloatVector y1 = FloatVector.fromArray(S, memory, middle + outer);
      FloatVector x2 = FloatVector.fromArray(S, memory, last);
      FloatVector y2 = FloatVector.fromArray(S, memory, last + outer);
      FloatVector g =
          FloatVector.fromArray(S, memory, to + r * width).rearrange(Shuffles.LOW_TWICE);
      v0 = x0.fma(g, v0);
      v1 = x1.fma(g, v1);
      v2 = x2.fma(g, v2);
      o0 = y0.fma(g, o0);
      o1 = y1.fma(g, o1);
      o2 = y2.fma(g, o2);
      x0 = x2;
      y0 = y2;
    }
    v0.intoArray(memory, pair);
    v1.intoArray(memory, pair + 3 * L);
    v2.intoArray(memory, pair + 6 * L);
    o0.intoArray(memory, alone);
    o1.intoArray(memory, alone + 3 * L);
    o2.intoArray(memory, alone + 6 * L);
  }

  static void sumByTwo(PlaneWindow p) {
    for (int row = 0; row < 3; row++) {
      int pair = p.sums + 3 * row * L + (p.outer < 0 ? L : 0);
      int alone = p.sums + 3 * row * L + (p.outer < 0 ? 0 : 2 * L);
      FloatVector even = FloatVector.zero(S);
      FloatVector odd = even;
      FloatVector outer = even;
      for (int x = 0, strip = 0; x < 2 * p.width; x += L, strip += 9 * L) {
        IntVector mask = IntVector.fromArray(M, p.masks, p.maskStride + x);
        FloatVector both = MaskedVector.load(p.memory, pair + strip, mask);
        even = even.add(both.blend(0, Shuffles.ODD_LANES));
        odd = odd.add(both.blend(0, Shuffles.EVEN_LANES));
        IntVector there = IntVector.fromArray(M, p.masks, x);
        outer = outer.add(MaskedVector.load(p.memory, alone + strip, there));
      }
      even.intoArray(p.memory, pair);
      odd.intoArray(p.memory, pair + L);
      outer.intoArray(p.memory, alone);
    }
  }
}
