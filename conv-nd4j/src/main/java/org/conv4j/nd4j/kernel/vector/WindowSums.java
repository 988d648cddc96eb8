package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import org.conv4j.nd4j.kernel.PlaneWindow;

/**
 * A 3 x 3 kernel that slides down a plane in strips of one vector. Each source row is loaded three
 * times, once for each tap column, and belongs to three sums, which stay in registers; the two sums
 * that end above the first row are thrown away. One short loop: the compiler stops inlining what a
 * longer method calls, and then each vector becomes an object. The last strip ends with the row;
 * where rows are shorter than a vector, what is written beyond a row is overwritten by the next.
 */
final class WindowSums {

  private static final VectorSpecies<Float> S = Species.FLOAT;
  private static final VectorSpecies<Integer> M = Species.MASK;
  private static final int L = Species.FLOAT.length();

  private WindowSums() {}

  static void multiply(PlaneWindow p) {
    for (int x = 0; x < p.width; x += L) {
      strip(p, Math.max(0, Math.min(x, p.width - L)));
    }
  }

  private static void strip(PlaneWindow p, int x) {
    float[] weights = p.weights;
    int w = p.weightsOffset;
    FloatVector w00 = FloatVector.broadcast(S, weights[w]);
    FloatVector w01 = FloatVector.broadcast(S, weights[w + 1]);
    FloatVector w02 = FloatVector.broadcast(S, weights[w + 2]);
    FloatVector w10 = FloatVector.broadcast(S, weights[w + 3]);
    FloatVector w11 = FloatVector.broadcast(S, weights[w + 4]);
    FloatVector w12 = FloatVector.broadcast(S, weights[w + 5]);
    FloatVector w20 = FloatVector.broadcast(S, weights[w + 6]);
    FloatVector w21 = FloatVector.broadcast(S, weights[w + 7]);
    FloatVector w22 = FloatVector.broadcast(S, weights[w + 8]);
    FloatVector start = FloatVector.broadcast(S, p.start);
    IntVector m0 = IntVector.fromArray(M, p.masks, x);
    IntVector m1 = IntVector.fromArray(M, p.masks, p.maskStride + x);
    IntVector m2 = IntVector.fromArray(M, p.masks, 2 * p.maskStride + x);
    float[] memory = p.memory;
    int first = p.first;
    int pitch = p.pitch;
    int width = p.width;
    int rows = p.rows;
    FloatVector v = start;
    FloatVector next = start;
    for (int r = -1; r <= rows; r++) {
      int o = (r < 0 ? p.above : r == rows ? p.below : first + r * pitch) + x;
      FloatVector x0 = MaskedVector.load(memory, o, m0);
      FloatVector x1 = MaskedVector.load(memory, o + 1, m1);
      FloatVector x2 = MaskedVector.load(memory, o + 2, m2);
      int to = r < 1 ? p.spare : p.to + (r - 1) * width + x;
      x2.fma(w22, x1.fma(w21, x0.fma(w20, v))).intoArray(memory, to);
      v = x2.fma(w12, x1.fma(w11, x0.fma(w10, next)));
      next = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
    }
  }

  /**
   * From the right: where half a strip is left, the other half of the vector spills into the next
   * row, and what belongs there is written later.
   */
  static void multiplyByTwo(PlaneWindow p) {
    int rest = p.width % L;
    if (rest > L / 2) {
      stripByTwo(p, Math.max(0, p.width - L));
    } else if (rest > 0) {
      halfStripByTwo(p, Math.max(0, p.width - L / 2));
    }
    for (int x = p.width - rest - L; x >= 0; x -= L) {
      stripByTwo(p, x);
    }
  }

  /**
   * The lanes of a pair have a sum each, added at the end: so no source row is taken apart. The row
   * above is met in a round of its own, whose result is thrown away.
   */
  private static void stripByTwo(PlaneWindow p, int x) {
    float[] weights = p.weights;
    boolean first = p.outer < 0;
    int w = p.weightsOffset + (first ? 1 : 0);
    int o = p.weightsOffset + (first ? 0 : 2);
    FloatVector w0 = alternating(weights[w], weights[w + 1]);
    FloatVector w1 = alternating(weights[w + 3], weights[w + 4]);
    FloatVector w2 = alternating(weights[w + 6], weights[w + 7]);
    FloatVector o0 = alternating(first ? weights[o] : 0, first ? 0 : weights[o]);
    FloatVector o1 = alternating(first ? weights[o + 3] : 0, first ? 0 : weights[o + 3]);
    FloatVector o2 = alternating(first ? weights[o + 6] : 0, first ? 0 : weights[o + 6]);
    FloatVector start = alternating(p.start, -0f);
    IntVector m0 = IntVector.fromArray(M, p.masks, 2 * x);
    IntVector m1 = IntVector.fromArray(M, p.masks, 2 * x + L);
    float[] memory = p.memory;
    int above = p.above + 2 * x;
    int below = p.below + 2 * x;
    int from = p.first + 2 * x;
    int pitch = p.pitch;
    int width = p.width;
    int rows = p.rows;
    int outer = p.outer;
    FloatVector v0 = start;
    FloatVector v1 = start;
    for (int r = -1; r < rows; r++) {
      int at = r < 0 ? above : from + 2 * r * pitch;
      v0 = FloatVector.fromArray(S, memory, at).fma(w1, v0);
      v1 = FloatVector.fromArray(S, memory, at + L).fma(w1, v1);
      v0 = MaskedVector.load(memory, at + outer, m0).fma(o1, v0);
      v1 = MaskedVector.load(memory, at + outer + L, m1).fma(o1, v1);
      at = r < 0 ? above : r == rows - 1 ? below : at + pitch;
      FloatVector x0 = FloatVector.fromArray(S, memory, at);
      FloatVector x1 = FloatVector.fromArray(S, memory, at + L);
      FloatVector y0 = MaskedVector.load(memory, at + outer, m0);
      FloatVector y1 = MaskedVector.load(memory, at + outer + L, m1);
      v0 = y0.fma(o2, x0.fma(w2, v0));
      v1 = y1.fma(o2, x1.fma(w2, v1));
      int to = r < 0 ? p.spare : p.to + r * width + x;
      FloatVector even =
          v0.rearrange(Shuffles.EVEN).blend(v1.rearrange(Shuffles.EVEN), Shuffles.UPPER_HALF);
      FloatVector odd =
          v0.rearrange(Shuffles.ODD).blend(v1.rearrange(Shuffles.ODD), Shuffles.UPPER_HALF);
      even.add(odd).intoArray(memory, to);
      v0 = y0.fma(o0, x0.fma(w0, start));
      v1 = y1.fma(o0, x1.fma(w0, start));
    }
  }

  /** As {@link #stripByTwo}, for half as many pixels. */
  private static void halfStripByTwo(PlaneWindow p, int x) {
    float[] weights = p.weights;
    boolean first = p.outer < 0;
    int w = p.weightsOffset + (first ? 1 : 0);
    int o = p.weightsOffset + (first ? 0 : 2);
    FloatVector w0 = alternating(weights[w], weights[w + 1]);
    FloatVector w1 = alternating(weights[w + 3], weights[w + 4]);
    FloatVector w2 = alternating(weights[w + 6], weights[w + 7]);
    FloatVector o0 = alternating(first ? weights[o] : 0, first ? 0 : weights[o]);
    FloatVector o1 = alternating(first ? weights[o + 3] : 0, first ? 0 : weights[o + 3]);
    FloatVector o2 = alternating(first ? weights[o + 6] : 0, first ? 0 : weights[o + 6]);
    FloatVector start = alternating(p.start, -0f);
    IntVector mask = IntVector.fromArray(M, p.masks, 2 * x);
    float[] memory = p.memory;
    int above = p.above + 2 * x;
    int below = p.below + 2 * x;
    int from = p.first + 2 * x;
    int pitch = p.pitch;
    int width = p.width;
    int rows = p.rows;
    int outer = p.outer;
    FloatVector v = start;
    for (int r = -1; r < rows; r++) {
      int at = r < 0 ? above : from + 2 * r * pitch;
      v = FloatVector.fromArray(S, memory, at).fma(w1, v);
      v = MaskedVector.load(memory, at + outer, mask).fma(o1, v);
      at = r < 0 ? above : r == rows - 1 ? below : at + pitch;
      FloatVector pair = FloatVector.fromArray(S, memory, at);
      FloatVector beside = MaskedVector.load(memory, at + outer, mask);
      v = beside.fma(o2, pair.fma(w2, v));
      int to = r < 0 ? p.spare : p.to + r * width + x;
      v.rearrange(Shuffles.EVEN).add(v.rearrange(Shuffles.ODD)).intoArray(memory, to);
      v = beside.fma(o0, pair.fma(w0, start));
    }
  }

  private static FloatVector alternating(float even, float odd) {
    return FloatVector.broadcast(S, even).blend(odd, Shuffles.ODD_LANES);
  }
}
