package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.conv4j.nd4j.kernel.ShiftedProduct;

/**
 * Sums over pixels for each tap of a {@link ShiftedProduct}, a vector of sums each: nine taps at a
 * time, those of a 3 x 3 kernel; what is left, four, two or one at a time. Offsets as in {@link
 * PlaneSums}.
 */
final class TapSums {

  private static final VectorSpecies<Float> S = Species.FLOAT;
  private static final int L = Species.FLOAT.length();

  private static final VectorShuffle<Float> BY_8 = rotation(8);
  private static final VectorShuffle<Float> BY_4 = rotation(4);
  private static final VectorShuffle<Float> BY_2 = rotation(2);
  private static final VectorShuffle<Float> BY_1 = rotation(1);

  /** Element n: the first n lanes. */
  private static final VectorMask<Float>[] FIRST = firstLanes();

  private TapSums() {}

  @SuppressWarnings("unchecked")
  private static VectorMask<Float>[] firstLanes() {
    VectorMask<Float>[] masks = new VectorMask[L + 1];
    for (int n = 0; n <= L; n++) {
      masks[n] = VectorMask.fromLong(S, (1L << n) - 1);
    }
    return masks;
  }

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.fromOp(S, lane -> (lane + by) % L);
  }

  /** The lanes of each vector are added in halves, in an order that does not change. */
  static void addLanes(float[] sums, int at, int count) {
    for (int i = 0; i < count * L; i += L) {
      FloatVector v = FloatVector.fromArray(S, sums, i + at);
      if (L > 8) {
        v = v.add(v.rearrange(BY_8));
      }
      if (L > 4) {
        v = v.add(v.rearrange(BY_4));
      }
      v = v.add(v.rearrange(BY_2));
      v.add(v.rearrange(BY_1)).intoArray(sums, i + at);
    }
  }

  static void accumulate(ShiftedProduct p, int pixels) {
    int end = (pixels - 1) / L * L;
    VectorMask<Float> rest = FIRST[pixels - end];
    int k = 0;
    for (; p.depth - k >= 9; k += 9) {
      nine(p, k, end, rest);
    }
    for (; p.depth - k >= 4; k += 4) {
      four(p, k, end, rest);
    }
    if (p.depth - k >= 2) {
      two(p, k, end, rest);
      k += 2;
    }
    if (p.depth > k) {
      one(p, k, end, rest);
    }
  }

  private static void nine(ShiftedProduct p, int k, int end, VectorMask<Float> rest) {
    float[] a = p.a;
    float[] b = p.b;
    float[] c = p.c;
    int[] shifts = p.shifts;
    int from = p.aOffset;
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
    int to = p.cOffset + k * L;
    FloatVector v0 = FloatVector.fromArray(S, c, to);
    FloatVector v1 = FloatVector.fromArray(S, c, to + L);
    FloatVector v2 = FloatVector.fromArray(S, c, to + 2 * L);
    FloatVector v3 = FloatVector.fromArray(S, c, to + 3 * L);
    FloatVector v4 = FloatVector.fromArray(S, c, to + 4 * L);
    FloatVector v5 = FloatVector.fromArray(S, c, to + 5 * L);
    FloatVector v6 = FloatVector.fromArray(S, c, to + 6 * L);
    FloatVector v7 = FloatVector.fromArray(S, c, to + 7 * L);
    FloatVector v8 = FloatVector.fromArray(S, c, to + 8 * L);
    for (int i = 0; i < end; i += L) {
      FloatVector y = FloatVector.fromArray(S, a, i + from);
      v0 = FloatVector.fromArray(S, b, i + o0).fma(y, v0);
      v1 = FloatVector.fromArray(S, b, i + o1).fma(y, v1);
      v2 = FloatVector.fromArray(S, b, i + o2).fma(y, v2);
      v3 = FloatVector.fromArray(S, b, i + o3).fma(y, v3);
      v4 = FloatVector.fromArray(S, b, i + o4).fma(y, v4);
      v5 = FloatVector.fromArray(S, b, i + o5).fma(y, v5);
      v6 = FloatVector.fromArray(S, b, i + o6).fma(y, v6);
      v7 = FloatVector.fromArray(S, b, i + o7).fma(y, v7);
      v8 = FloatVector.fromArray(S, b, i + o8).fma(y, v8);
    }
    FloatVector x = FloatVector.fromArray(S, a, end + from);
    v0 = v0.blend(FloatVector.fromArray(S, b, end + o0).fma(x, v0), rest);
    v1 = v1.blend(FloatVector.fromArray(S, b, end + o1).fma(x, v1), rest);
    v2 = v2.blend(FloatVector.fromArray(S, b, end + o2).fma(x, v2), rest);
    v3 = v3.blend(FloatVector.fromArray(S, b, end + o3).fma(x, v3), rest);
    v4 = v4.blend(FloatVector.fromArray(S, b, end + o4).fma(x, v4), rest);
    v5 = v5.blend(FloatVector.fromArray(S, b, end + o5).fma(x, v5), rest);
    v6 = v6.blend(FloatVector.fromArray(S, b, end + o6).fma(x, v6), rest);
    v7 = v7.blend(FloatVector.fromArray(S, b, end + o7).fma(x, v7), rest);
    v8 = v8.blend(FloatVector.fromArray(S, b, end + o8).fma(x, v8), rest);
    v0.intoArray(c, to);
    v1.intoArray(c, to + L);
    v2.intoArray(c, to + 2 * L);
    v3.intoArray(c, to + 3 * L);
    v4.intoArray(c, to + 4 * L);
    v5.intoArray(c, to + 5 * L);
    v6.intoArray(c, to + 6 * L);
    v7.intoArray(c, to + 7 * L);
    v8.intoArray(c, to + 8 * L);
  }

  private static void four(ShiftedProduct p, int k, int end, VectorMask<Float> rest) {
    float[] a = p.a;
    float[] b = p.b;
    float[] c = p.c;
    int from = p.aOffset;
    int o0 = p.bOffset + p.shifts[k];
    int o1 = p.bOffset + p.shifts[k + 1];
    int o2 = p.bOffset + p.shifts[k + 2];
    int o3 = p.bOffset + p.shifts[k + 3];
    int to = p.cOffset + k * L;
    FloatVector v0 = FloatVector.fromArray(S, c, to);
    FloatVector v1 = FloatVector.fromArray(S, c, to + L);
    FloatVector v2 = FloatVector.fromArray(S, c, to + 2 * L);
    FloatVector v3 = FloatVector.fromArray(S, c, to + 3 * L);
    for (int i = 0; i < end; i += L) {
      FloatVector y = FloatVector.fromArray(S, a, i + from);
      v0 = FloatVector.fromArray(S, b, i + o0).fma(y, v0);
      v1 = FloatVector.fromArray(S, b, i + o1).fma(y, v1);
      v2 = FloatVector.fromArray(S, b, i + o2).fma(y, v2);
      v3 = FloatVector.fromArray(S, b, i + o3).fma(y, v3);
    }
    FloatVector x = FloatVector.fromArray(S, a, end + from);
    v0 = v0.blend(FloatVector.fromArray(S, b, end + o0).fma(x, v0), rest);
    v1 = v1.blend(FloatVector.fromArray(S, b, end + o1).fma(x, v1), rest);
    v2 = v2.blend(FloatVector.fromArray(S, b, end + o2).fma(x, v2), rest);
    v3 = v3.blend(FloatVector.fromArray(S, b, end + o3).fma(x, v3), rest);
    v0.intoArray(c, to);
    v1.intoArray(c, to + L);
    v2.intoArray(c, to + 2 * L);
    v3.intoArray(c, to + 3 * L);
  }

  private static void two(ShiftedProduct p, int k, int end, VectorMask<Float> rest) {
    float[] a = p.a;
    float[] b = p.b;
    int from = p.aOffset;
    int o0 = p.bOffset + p.shifts[k];
    int o1 = p.bOffset + p.shifts[k + 1];
    int to = p.cOffset + k * L;
    FloatVector v0 = FloatVector.fromArray(S, p.c, to);
    FloatVector v1 = FloatVector.fromArray(S, p.c, to + L);
    for (int i = 0; i < end; i += L) {
      FloatVector y = FloatVector.fromArray(S, a, i + from);
      v0 = FloatVector.fromArray(S, b, i + o0).fma(y, v0);
      v1 = FloatVector.fromArray(S, b, i + o1).fma(y, v1);
    }
    FloatVector x = FloatVector.fromArray(S, a, end + from);
    v0 = v0.blend(FloatVector.fromArray(S, b, end + o0).fma(x, v0), rest);
    v1 = v1.blend(FloatVector.fromArray(S, b, end + o1).fma(x, v1), rest);
    v0.intoArray(p.c, to);
    v1.intoArray(p.c, to + L);
  }

  private static void one(ShiftedProduct p, int k, int end, VectorMask<Float> rest) {
    float[] a = p.a;
    float[] b = p.b;
    int from = p.aOffset;
    int o0 = p.bOffset + p.shifts[k];
    int to = p.cOffset + k * L;
    FloatVector v0 = FloatVector.fromArray(S, p.c, to);
    for (int i = 0; i < end; i += L) {
      FloatVector y = FloatVector.fromArray(S, a, i + from);
      v0 = FloatVector.fromArray(S, b, i + o0).fma(y, v0);
    }
    FloatVector x = FloatVector.fromArray(S, a, end + from);
    v0 = v0.blend(FloatVector.fromArray(S, b, end + o0).fma(x, v0), rest);
    v0.intoArray(p.c, to);
  }
}
