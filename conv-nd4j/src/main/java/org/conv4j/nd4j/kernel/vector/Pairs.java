package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Every second element of an array, and the way back. */
final class Pairs {

  private static final VectorSpecies<Float> S = Species.FLOAT;
  private static final int L = Species.FLOAT.length();
  private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(S, lane -> 2 * lane % L);
  private static final VectorShuffle<Float> LOW = VectorShuffle.fromOp(S, lane -> lane / 2);
  private static final VectorShuffle<Float> HIGH =
      VectorShuffle.fromOp(S, lane -> L / 2 + lane / 2);
  private static final VectorMask<Float> UPPER_HALF =
      VectorMask.fromLong(S, (1L << L) - (1L << L / 2));
  private static final VectorMask<Float> ODD =
      VectorMask.fromLong(S, 0xaaaaaaaaaaaaaaaaL >>> 64 - L);

  private Pairs() {}

  /** {@code to[t + i] = from[f + 2 * i]}, in whole vectors; returns how many. */
  static int even(float[] from, int f, int count, float[] to, int t) {
    int i = 0;
    for (; count - i >= L; i += L) {
      FloatVector low = FloatVector.fromArray(S, from, f + 2 * i);
      FloatVector high = FloatVector.fromArray(S, from, f + 2 * i + L);
      low.rearrange(EVEN).blend(high.rearrange(EVEN), UPPER_HALF).intoArray(to, t + i);
    }
    return i;
  }

  /** Elements of two arrays by turns, in whole vectors; returns how many pairs. */
  static int zip(float[] from, int even, int odd, int count, float[] to, int t) {
    int i = 0;
    for (; count - i >= L; i += L) {
      FloatVector first = FloatVector.fromArray(S, from, even + i);
      FloatVector second = FloatVector.fromArray(S, from, odd + i);
      first.rearrange(LOW).blend(second.rearrange(LOW), ODD).intoArray(to, t + 2 * i);
      first.rearrange(HIGH).blend(second.rearrange(HIGH), ODD).intoArray(to, t + 2 * i + L);
    }
    return i;
  }
}
