package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import org.conv4j.nd4j.kernel.PlaneWindow;

/**
 * The way back of a 3 x 3 kernel in steps of two with one row and column of padding. A source row
 * meets the row of its own number twice over, and is the first half of the sum for the row below,
 * which stays in registers; even and odd columns are summed apart and joined before they are
 * stored. Short, as in {@link WindowSums}.
 */
final class WindowSpread {

  private static final VectorSpecies<Float> S = Species.FLOAT;
  private static final VectorSpecies<Integer> M = Species.MASK;
  private static final int L = Species.FLOAT.length();

  private WindowSpread() {}

  static void multiply(PlaneWindow p) {
    if (p.width <= L / 2) {
      halfStrip(p);
      return;
    }
    for (int x = 0; x < p.width; x += L) {
      strip(p, Math.max(0, Math.min(x, p.width - L)));
    }
  }

  /** As {@link #strip}, for planes so narrow that a vector holds a row of the destination. */
  private static void halfStrip(PlaneWindow p) {
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
    IntVector m0 = IntVector.fromArray(M, p.masks, 0);
    IntVector m1 = IntVector.fromArray(M, p.masks, p.maskStride);
    float[] memory = p.memory;
    int first = p.first;
    int pitch = p.pitch;
    int width = 2 * p.width;
    int rows = p.rows;
    FloatVector even = start;
    FloatVector odd = start;
    for (int r = 0; r <= rows; r++) {
      int o = r == rows ? p.below : first + r * pitch;
      FloatVector x0 = MaskedVector.load(memory, o, m0);
      FloatVector x1 = MaskedVector.load(memory, o + 1, m1);
      int to = r == 0 ? p.spare : p.to + (2 * r - 1) * width;
      even = x0.fma(w01, even);
      odd = x1.fma(w00, x0.fma(w02, odd));
      even.rearrange(Shuffles.LOW_TWICE)
          .blend(odd.rearrange(Shuffles.LOW_TWICE), Shuffles.ODD_LANES)
          .intoArray(memory, to);
      to = r == rows ? p.spare : p.to + 2 * r * width;
      even = x0.fma(w11, start);
      odd = x1.fma(w10, x0.fma(w12, start));
      even.rearrange(Shuffles.LOW_TWICE)
          .blend(odd.rearrange(Shuffles.LOW_TWICE), Shuffles.ODD_LANES)
          .intoArray(memory, to);
      even = x0.fma(w21, start);
      odd = x1.fma(w20, x0.fma(w22, start));
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
    float[] memory = p.memory;
    int first = p.first;
    int pitch = p.pitch;
    int width = 2 * p.width;
    int rows = p.rows;
    FloatVector even = start;
    FloatVector odd = start;
    for (int r = 0; r <= rows; r++) {
      int o = (r == rows ? p.below : first + r * pitch) + x;
      FloatVector x0 = MaskedVector.load(memory, o, m0);
      FloatVector x1 = MaskedVector.load(memory, o + 1, m1);
      int to = r == 0 ? p.spare : p.to + (2 * r - 1) * width + 2 * x;
      even = x0.fma(w01, even);
      odd = x1.fma(w00, x0.fma(w02, odd));
      even.rearrange(Shuffles.LOW_TWICE)
          .blend(odd.rearrange(Shuffles.LOW_TWICE), Shuffles.ODD_LANES)
          .intoArray(memory, to);
      even.rearrange(Shuffles.HIGH_TWICE)
          .blend(odd.rearrange(Shuffles.HIGH_TWICE), Shuffles.ODD_LANES)
          .intoArray(memory, to + L);
      to = r == rows ? p.spare : p.to + 2 * r * width + 2 * x;
      even = x0.fma(w11, start);
      odd = x1.fma(w10, x0.fma(w12, start));
      even.rearrange(Shuffles.LOW_TWICE)
          .blend(odd.rearrange(Shuffles.LOW_TWICE), Shuffles.ODD_LANES)
          .intoArray(memory, to);
      even.rearrange(Shuffles.HIGH_TWICE)
          .blend(odd.rearrange(Shuffles.HIGH_TWICE), Shuffles.ODD_LANES)
          .intoArray(memory, to + L);
      even = x0.fma(w21, start);
      odd = x1.fma(w20, x0.fma(w22, start));
    }
  }
}
