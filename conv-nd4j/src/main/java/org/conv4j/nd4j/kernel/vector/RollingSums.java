package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import org.conv4j.nd4j.kernel.PlaneWindow;

/**
 * {@link WindowSums} of planes that come a few rows at a time: the sums that are not complete yet
 * wait in memory for the rows that follow. So no source row is met twice, and rows can be so few
 * that those to come are on their way from memory while these are multiplied.
 */
final class RollingSums {

  private static final VectorSpecies<Float> S = Species.FLOAT;
  private static final VectorSpecies<Integer> M = Species.MASK;
  private static final int L = Species.FLOAT.length();

  private RollingSums() {}

  static void roll(PlaneWindow p) {
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
    float[] memory = p.memory;
    int pitch = p.pitch;
    int width = p.width;
    int rows = p.rows;
    for (int done = 0; done < width; done += L) {
      int x = Math.min(done, width - L);
      int carried = p.carried + 2 * done;
      int from = p.first + x;
      int to = p.to + x;
      IntVector m0 = IntVector.fromArray(M, p.masks, x);
      IntVector m1 = IntVector.fromArray(M, p.masks, p.maskStride + x);
      IntVector m2 = IntVector.fromArray(M, p.masks, 2 * p.maskStride + x);
      FloatVector v = FloatVector.fromArray(S, memory, carried);
      FloatVector next = FloatVector.fromArray(S, memory, carried + L);
      for (int r = 0; r < rows; r++) {
        int o = from + r * pitch;
        FloatVector x0 = MaskedVector.load(memory, o, m0);
        FloatVector x1 = MaskedVector.load(memory, o + 1, m1);
        FloatVector x2 = MaskedVector.load(memory, o + 2, m2);
        x2.fma(w22, x1.fma(w21, x0.fma(w20, v))).intoArray(memory, to + r * width);
        v = x2.fma(w12, x1.fma(w11, x0.fma(w10, next)));
        next = x2.fma(w02, x1.fma(w01, x0.fma(w00, start)));
      }
      v.intoArray(memory, carried);
      next.intoArray(memory, carried + L);
    }
  }

  static void rollByTwo(PlaneWindow p) {
    float[] weights = p.weights;
    int outer = p.outer;
    boolean first = outer < 0;
    int w = p.weightsOffset + (first ? 1 : 0);
    int o = p.weightsOffset + (first ? 0 : 2);
    FloatVector w0 = alternating(weights[w], weights[w + 1]);
    FloatVector w1 = alternating(weights[w + 3], weights[w + 4]);
    FloatVector w2 = alternating(weights[w + 6], weights[w + 7]);
    FloatVector o0 = alternating(first ? weights[o] : 0, first ? 0 : weights[o]);
    FloatVector o1 = alternating(first ? weights[o + 3] : 0, first ? 0 : weights[o + 3]);
    FloatVector o2 = alternating(first ? weights[o + 6] : 0, first ? 0 : weights[o + 6]);
    FloatVector start = alternating(p.start, -0f);
    float[] memory = p.memory;
    int pitch = p.pitch;
    int width = p.width;
    int rows = p.rows;
    for (int done = 0; done < width; done += L) {
      int x = Math.min(done, width - L);
      int carried = p.carried + 2 * done;
      int from = p.first + 2 * x;
      int to = p.to + x;
      IntVector m0 = IntVector.fromArray(M, p.masks, 2 * x);
      IntVector m1 = IntVector.fromArray(M, p.masks, 2 * x + L);
      FloatVector v0 = FloatVector.fromArray(S, memory, carried);
      FloatVector v1 = FloatVector.fromArray(S, memory, carried + L);
      for (int r = 0; r < rows; r++) {
        int at = from + 2 * r * pitch;
        v0 = FloatVector.fromArray(S, memory, at).fma(w1, v0);
        v1 = FloatVector.fromArray(S, memory, at + L).fma(w1, v1);
        v0 = MaskedVector.load(memory, at + outer, m0).fma(o1, v0);
        v1 = MaskedVector.load(memory, at + outer + L, m1).fma(o1, v1);
        at += pitch;
        FloatVector x0 = FloatVector.fromArray(S, memory, at);
        FloatVector x1 = FloatVector.fromArray(S, memory, at + L);
        FloatVector y0 = MaskedVector.load(memory, at + outer, m0);
        FloatVector y1 = MaskedVector.load(memory, at + outer + L, m1);
        v0 = y0.fma(o2, x0.fma(w2, v0));
        v1 = y1.fma(o2, x1.fma(w2, v1));
        FloatVector even =
            v0.rearrange(Shuffles.EVEN).blend(v1.rearrange(Shuffles.EVEN), Shuffles.UPPER_HALF);
        FloatVector odd =
            v0.rearrange(Shuffles.ODD).blend(v1.rearrange(Shuffles.ODD), Shuffles.UPPER_HALF);
        even.add(odd).intoArray(memory, to + r * width);
        v0 = y0.fma(o0, x0.fma(w0, start));
        v1 = y1.fma(o0, x1.fma(w0, start));
      }
      v0.intoArray(memory, carried);
      v1.intoArray(memory, carried + L);
    }
  }

  private static FloatVector alternating(float even, float odd) {
    return FloatVector.broadcast(S, even).blend(odd, Shuffles.ODD_LANES);
  }
}
