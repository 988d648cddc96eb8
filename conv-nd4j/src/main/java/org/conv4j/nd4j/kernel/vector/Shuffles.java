package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Rearrangements of lanes by which pairs of elements are taken apart and put together. */
final class Shuffles {

  private static final VectorSpecies<Float> S = Species.FLOAT;
  private static final int L = Species.FLOAT.length();

  /** The even lanes, twice. */
  static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(S, lane -> 2 * lane % L);

  /** The odd lanes, twice. */
  static final VectorShuffle<Float> ODD = VectorShuffle.fromOp(S, lane -> 2 * lane % L + 1);

  /** Each lane of the lower half in two. */
  static final VectorShuffle<Float> LOW_TWICE = VectorShuffle.fromOp(S, lane -> lane / 2);

  /** Each lane of the upper half in two. */
  static final VectorShuffle<Float> HIGH_TWICE = VectorShuffle.fromOp(S, lane -> L / 2 + lane / 2);

  /** The upper half. */
  static final VectorMask<Float> UPPER_HALF = VectorMask.fromLong(S, (1L << L) - (1L << L / 2));

  /** Every second lane, from the second on. */
  static final VectorMask<Float> ODD_LANES = VectorMask.fromLong(S, 0xaaaaaaaaaaaaaaaaL >>> 64 - L);

  /** Every second lane, from the first on. */
  static final VectorMask<Float> EVEN_LANES = ODD_LANES.not();

  private Shuffles() {}
}
