package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposition of 4 x 4 blocks in registers: at distance 2, 1 each pair of rows exchanges the
 * lanes whose index has, respectively lacks, that bit.
 */
final class Transposition4 {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_128;
  private static final VectorShuffle<Float> SWAP_2 = VectorShuffle.fromOp(S, lane -> lane ^ 2);
  private static final VectorMask<Float> ODD_2 = VectorMask.fromLong(S, 0xcL);
  private static final VectorShuffle<Float> SWAP_1 = VectorShuffle.fromOp(S, lane -> lane ^ 1);
  private static final VectorMask<Float> ODD_1 = VectorMask.fromLong(S, 0xaL);

  private Transposition4() {}

  /** Row i of a block starts at f + i * fStride, column j of it goes to t + j * tStride. */
  static void blocks(
      float[] from,
      int f,
      int fStride,
      int fStep,
      float[] to,
      int t,
      int tStride,
      int tStep,
      int blocks) {
    for (int block = 0; block < blocks; block++, f += fStep, t += tStep) {
      FloatVector r0 = FloatVector.fromArray(S, from, f);
      FloatVector r1 = FloatVector.fromArray(S, from, f + fStride);
      FloatVector r2 = FloatVector.fromArray(S, from, f + 2 * fStride);
      FloatVector r3 = FloatVector.fromArray(S, from, f + 3 * fStride);
      FloatVector a0 = r0.blend(r2.rearrange(SWAP_2), ODD_2);
      FloatVector a2 = r0.rearrange(SWAP_2).blend(r2, ODD_2);
      FloatVector a1 = r1.blend(r3.rearrange(SWAP_2), ODD_2);
      FloatVector a3 = r1.rearrange(SWAP_2).blend(r3, ODD_2);
      FloatVector b0 = a0.blend(a1.rearrange(SWAP_1), ODD_1);
      FloatVector b1 = a0.rearrange(SWAP_1).blend(a1, ODD_1);
      FloatVector b2 = a2.blend(a3.rearrange(SWAP_1), ODD_1);
      FloatVector b3 = a2.rearrange(SWAP_1).blend(a3, ODD_1);
      b0.intoArray(to, t);
      b1.intoArray(to, t + tStride);
      b2.intoArray(to, t + 2 * tStride);
      b3.intoArray(to, t + 3 * tStride);
    }
  }
}
