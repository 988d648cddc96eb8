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

  static void multiplyByTwo(PlaneWindow p) {
    for (int x = 0; x < p.width; x += L) {
      stripByTwo(p, Math.max(0, Math.min(x, p.width - L)));
    }
  }

  private static void stripByTwo(PlaneWindow p, int x) {
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
    int c0 = p.columns[0];
    int c1 = p.columns[1];
    int c2 = p.columns[2];
    for (int r = -1; r < rows; r++) {
      int o = first + (2 * r + 1) * pitch + x;
      FloatVector x0 = MaskedVector.load(memory, o + c0, m0);
      FloatVector x1 = MaskedVector.load(memory, o + c1, m1);
      FloatVector x2 = MaskedVector.load(memory, o + c2, m2);
      v = x2.fma(w12, x1.fma(w11, x0.fma(w10, v)));
      o += pitch;
      x0 = MaskedVector.load(memory, o + c0, m0);
      x1 = MaskedVector.load(memory, o + c1, m1);
      x2 = MaskedVector.load(memory, o + c2, m2);
      int to = r < 0 ? p.spare : p.to + r * width + x;
      x2.fma(w22, x1.fma(w21, x0.fma(w20, v))).intoArray(memory, to);
      v = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
    }
  }
}
