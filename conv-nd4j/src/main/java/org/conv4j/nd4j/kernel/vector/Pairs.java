package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Every second element of an array, and the way back. */
final class Pairs {

  private static final VectorSpecies<Float> S = Species.FLOAT;
  private static final int L = Species.FLOAT.length();

  private Pairs() {}

  /** {@code to[t + i] = from[f + 2 * i]}, in whole vectors; returns how many. */
  static int even(float[] from, int f, int count, float[] to, int t) {
    int i = 0;
    for (; count - i >= L; i += L) {
      FloatVector low = FloatVector.fromArray(S, from, f + 2 * i);
      FloatVector high = FloatVector.fromArray(S, from, f + 2 * i + L);
      low.rearrange(Shuffles.EVEN)
          .blend(high.rearrange(Shuffles.EVEN), Shuffles.UPPER_HALF)
          .intoArray(to, t + i);
    }
    return i;
  }

  /** Elements of two arrays by turns, in whole vectors; returns how many pairs. */
  static int zip(float[] from, int even, int odd, int count, float[] to, int t) {
    int i = 0;
    for (; count - i >= L; i += L) {
      FloatVector first = FloatVector.fromArray(S, from, even + i);
      FloatVector second = FloatVector.fromArray(S, from, odd + i);
      first
          .rearrange(Shuffles.LOW_TWICE)
          .blend(second.rearrange(Shuffles.LOW_TWICE), Shuffles.ODD_LANES)
          .intoArray(to, t + 2 * i);
      first
          .rearrange(Shuffles.HIGH_TWICE)
          .blend(second.rearrange(Shuffles.HIGH_TWICE), Shuffles.ODD_LANES)
          .intoArray(to, t + 2 * i + L);
    }
    return i;
  }
}
