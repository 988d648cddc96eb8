package org.conv4j.nd4j.kernel.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.conv4j.nd4j.kernel.ShiftedProduct;

/**
 * One row of a {@link ShiftedProduct} over a whole plane: nine taps at a time, those of a 3 x 3
 * kernel, whose weights stay in registers from the first pixel to the last; what is left, four, two
 * or one at a time. Every offset is a loop variable plus a constant of the loop, so that bounds are
 * checked before the loop and not in it.
 */
final class PlaneSums {

  private static final VectorSpecies<Float> S = Species.FLOAT;
  private static final int L = Species.FLOAT.length();

  private PlaneSums() {}

  static void multiply(ShiftedProduct p, int pixels) {
    int end = (pixels + L - 1) / L * L;
    int k = first(p, end);
    for (; p.depth - k >= 9; k += 9) {
      nine(p, k, end);
    }
    for (; p.depth - k >= 4; k += 4) {
      four(p, k, end);
    }
    if (p.depth - k >= 2) {
      two(p, k, end);
      k += 2;
    }
    if (p.depth > k) {
      one(p, k, end);
    }
  }

  /** The first taps, onto the starting value; returns how many. */
  private static int first(ShiftedProduct p, int end) {
    if (p.depth >= 9) {
      firstNine(p, end);
      return 9;
    }
    if (p.depth >= 4) {
      firstFour(p, end);
      return 4;
    }
    if (p.depth >= 2) {
      firstTwo(p, end);
      return 2;
    }
    Arrays.fill(p.c, p.cOffset, p.cOffset + end, p.start[p.startOffset]);
    return 0;
  }

  private static void firstNine(ShiftedProduct p, int end) {
    float[] a = p.a;
    float[] b = p.b;
    float[] c = p.c;
    int[] shifts = p.shifts;
    int w = p.aOffset;
    FloatVector w0 = FloatVector.broadcast(S, a[w]);
    FloatVector w1 = FloatVector.broadcast(S, a[w + 1]);
    FloatVector w2 = FloatVector.broadcast(S, a[w + 2]);
    FloatVector w3 = FloatVector.broadcast(S, a[w + 3]);
    FloatVector w4 = FloatVector.broadcast(S, a[w + 4]);
    FloatVector w5 = FloatVector.broadcast(S, a[w + 5]);
    FloatVector w6 = FloatVector.broadcast(S, a[w + 6]);
    FloatVector w7 = FloatVector.broadcast(S, a[w + 7]);
    FloatVector w8 = FloatVector.broadcast(S, a[w + 8]);
    FloatVector start = FloatVector.broadcast(S, p.start[p.startOffset]);
    int o = p.bOffset;
    int o0 = o + shifts[0];
    int o1 = o + shifts[1];
    int o2 = o + shifts[2];
    int o3 = o + shifts[3];
    int o4 = o + shifts[4];
    int o5 = o + shifts[5];
    int o6 = o + shifts[6];
    int o7 = o + shifts[7];
    int o8 = o + shifts[8];
    int to = p.cOffset;
    for (int i = 0; i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, b, i + o0).fma(w0, start);
      v = FloatVector.fromArray(S, b, i + o1).fma(w1, v);
      v = FloatVector.fromArray(S, b, i + o2).fma(w2, v);
      v = FloatVector.fromArray(S, b, i + o3).fma(w3, v);
      v = FloatVector.fromArray(S, b, i + o4).fma(w4, v);
      v = FloatVector.fromArray(S, b, i + o5).fma(w5, v);
      v = FloatVector.fromArray(S, b, i + o6).fma(w6, v);
      v = FloatVector.fromArray(S, b, i + o7).fma(w7, v);
      FloatVector.fromArray(S, b, i + o8).fma(w8, v).intoArray(c, i + to);
    }
  }

  private static void firstFour(ShiftedProduct p, int end) {
    float[] b = p.b;
    float[] c = p.c;
    FloatVector w0 = FloatVector.broadcast(S, p.a[p.aOffset]);
    FloatVector w1 = FloatVector.broadcast(S, p.a[p.aOffset + 1]);
    FloatVector w2 = FloatVector.broadcast(S, p.a[p.aOffset + 2]);
    FloatVector w3 = FloatVector.broadcast(S, p.a[p.aOffset + 3]);
    int o0 = p.bOffset + p.shifts[0];
    int o1 = p.bOffset + p.shifts[1];
    int o2 = p.bOffset + p.shifts[2];
    int o3 = p.bOffset + p.shifts[3];
    FloatVector start = FloatVector.broadcast(S, p.start[p.startOffset]);
    int to = p.cOffset;
    for (int i = 0; i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, b, i + o0).fma(w0, start);
      v = FloatVector.fromArray(S, b, i + o1).fma(w1, v);
      v = FloatVector.fromArray(S, b, i + o2).fma(w2, v);
      FloatVector.fromArray(S, b, i + o3).fma(w3, v).intoArray(c, i + to);
    }
  }

  private static void firstTwo(ShiftedProduct p, int end) {
    float[] b = p.b;
    float[] c = p.c;
    FloatVector w0 = FloatVector.broadcast(S, p.a[p.aOffset]);
    FloatVector w1 = FloatVector.broadcast(S, p.a[p.aOffset + 1]);
    int o0 = p.bOffset + p.shifts[0];
    int o1 = p.bOffset + p.shifts[1];
    FloatVector start = FloatVector.broadcast(S, p.start[p.startOffset]);
    int to = p.cOffset;
    for (int i = 0; i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, b, i + o0).fma(w0, start);
      FloatVector.fromArray(S, b, i + o1).fma(w1, v).intoArray(c, i + to);
    }
  }

  private static void nine(ShiftedProduct p, int k, int end) {
    float[] a = p.a;
    float[] b = p.b;
    float[] c = p.c;
    int[] shifts = p.shifts;
    int w = p.aOffset + k;
    FloatVector w0 = FloatVector.broadcast(S, a[w]);
    FloatVector w1 = FloatVector.broadcast(S, a[w + 1]);
    FloatVector w2 = FloatVector.broadcast(S, a[w + 2]);
    FloatVector w3 = FloatVector.broadcast(S, a[w + 3]);
    FloatVector w4 = FloatVector.broadcast(S, a[w + 4]);
    FloatVector w5 = FloatVector.broadcast(S, a[w + 5]);
    FloatVector w6 = FloatVector.broadcast(S, a[w + 6]);
    FloatVector w7 = FloatVector.broadcast(S, a[w + 7]);
    FloatVector w8 = FloatVector.broadcast(S, a[w + 8]);
    int o = p.bOffset;
    int o0 = o + shifts[k];
    int o1 = o + shifts[k + 1];
    int o2 = o + shifts[k + 2];
    int o3 = o + shifts[k + 3];
    int o4 = o + shifts[k + 4];
    int o5 = o + shifts[k + 5];
    int o6 = o + shifts[k + 6];
    int o7 = o + shifts[k + 7];
    int o8 = o + shifts[k + 8];
    int to = p.cOffset;
    for (int i = 0; i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, c, i + to);
      v = FloatVector.fromArray(S, b, i + o0).fma(w0, v);
      v = FloatVector.fromArray(S, b, i + o1).fma(w1, v);
      v = FloatVector.fromArray(S, b, i + o2).fma(w2, v);
      v = FloatVector.fromArray(S, b, i + o3).fma(w3, v);
      v = FloatVector.fromArray(S, b, i + o4).fma(w4, v);
      v = FloatVector.fromArray(S, b, i + o5).fma(w5, v);
      v = FloatVector.fromArray(S, b, i + o6).fma(w6, v);
      v = FloatVector.fromArray(S, b, i + o7).fma(w7, v);
      FloatVector.fromArray(S, b, i + o8).fma(w8, v).intoArray(c, i + to);
    }
  }

  private static void four(ShiftedProduct p, int k, int end) {
    float[] b = p.b;
    float[] c = p.c;
    FloatVector w0 = FloatVector.broadcast(S, p.a[p.aOffset + k]);
    FloatVector w1 = FloatVector.broadcast(S, p.a[p.aOffset + k + 1]);
    FloatVector w2 = FloatVector.broadcast(S, p.a[p.aOffset + k + 2]);
    FloatVector w3 = FloatVector.broadcast(S, p.a[p.aOffset + k + 3]);
    int o0 = p.bOffset + p.shifts[k];
    int o1 = p.bOffset + p.shifts[k + 1];
    int o2 = p.bOffset + p.shifts[k + 2];
    int o3 = p.bOffset + p.shifts[k + 3];
    int to = p.cOffset;
    for (int i = 0; i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, c, i + to);
      v = FloatVector.fromArray(S, b, i + o0).fma(w0, v);
      v = FloatVector.fromArray(S, b, i + o1).fma(w1, v);
      v = FloatVector.fromArray(S, b, i + o2).fma(w2, v);
      FloatVector.fromArray(S, b, i + o3).fma(w3, v).intoArray(c, i + to);
    }
  }

  private static void two(ShiftedProduct p, int k, int end) {
    float[] b = p.b;
    float[] c = p.c;
    FloatVector w0 = FloatVector.broadcast(S, p.a[p.aOffset + k]);
    FloatVector w1 = FloatVector.broadcast(S, p.a[p.aOffset + k + 1]);
    int o0 = p.bOffset + p.shifts[k];
    int o1 = p.bOffset + p.shifts[k + 1];
    int to = p.cOffset;
    for (int i = 0; i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, c, i + to);
      v = FloatVector.fromArray(S, b, i + o0).fma(w0, v);
      FloatVector.fromArray(S, b, i + o1).fma(w1, v).intoArray(c, i + to);
    }
  }

  private static void one(ShiftedProduct p, int k, int end) {
    float[] b = p.b;
    float[] c = p.c;
    FloatVector w0 = FloatVector.broadcast(S, p.a[p.aOffset + k]);
    int o0 = p.bOffset + p.shifts[k];
    int to = p.cOffset;
    for (int i = 0; i < end; i += L) {
      FloatVector v = FloatVector.fromArray(S, c, i + to);
      FloatVector.fromArray(S, b, i + o0).fma(w0, v).intoArray(c, i + to);
    }
  }
}
