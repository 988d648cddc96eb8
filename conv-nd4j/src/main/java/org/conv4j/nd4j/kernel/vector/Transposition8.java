package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposition of 8 x 8 blocks in registers: at distance 4, 2, 1 each pair of rows exchanges the
 * lanes whose index has, respectively lacks, that bit.
 */
final class Transposition8 {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_256;
  private static final VectorShuffle<Float> SWAP_4 = VectorShuffle.fromOp(S, lane -> lane ^ 4);
  private static final VectorMask<Float> ODD_4 = VectorMask.fromLong(S, 0xf0L);
  private static final VectorShuffle<Float> SWAP_2 = VectorShuffle.fromOp(S, lane -> lane ^ 2);
  private static final VectorMask<Float> ODD_2 = VectorMask.fromLong(S, 0xccL);
  private static final VectorShuffle<Float> SWAP_1 = VectorShuffle.fromOp(S, lane -> lane ^ 1);
  private static final VectorMask<Float> ODD_1 = VectorMask.fromLong(S, 0xaaL);

  private Transposition8() {}

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
      FloatVector r4 = FloatVector.fromArray(S, from, f + 4 * fStride);
      FloatVector r5 = FloatVector.fromArray(S, from, f + 5 * fStride);
      FloatVector r6 = FloatVector.fromArray(S, from, f + 6 * fStride);
      FloatVector r7 = FloatVector.fromArray(S, from, f + 7 * fStride);
      FloatVector a0 = r0.blend(r4.rearrange(SWAP_4), ODD_4);
      FloatVector a4 = r0.rearrange(SWAP_4).blend(r4, ODD_4);
      FloatVector a1 = r1.blend(r5.rearrange(SWAP_4), ODD_4);
      FloatVector a5 = r1.rearrange(SWAP_4).blend(r5, ODD_4);
      FloatVector a2 = r2.blend(r6.rearrange(SWAP_4), ODD_4);
      FloatVector a6 = r2.rearrange(SWAP_4).blend(r6, ODD_4);
      FloatVector a3 = r3.blend(r7.rearrange(SWAP_4), ODD_4);
      FloatVector a7 = r3.rearrange(SWAP_4).blend(r7, ODD_4);
      FloatVector b0 = a0.blend(a2.rearrange(SWAP_2), ODD_2);
      FloatVector b2 = a0.rearrange(SWAP_2).blend(a2, ODD_2);
      FloatVector b1 = a1.blend(a3.rearrange(SWAP_2), ODD_2);
      FloatVector b3 = a1.rearrange(SWAP_2).blend(a3, ODD_2);
      FloatVector b4 = a4.blend(a6.rearrange(SWAP_2), ODD_2);
      FloatVector b6 = a4.rearrange(SWAP_2).blend(a6, ODD_2);
      FloatVector b5 = a5.blend(a7.rearrange(SWAP_2), ODD_2);
      FloatVector b7 = a5.rearrange(SWAP_2).blend(a7, ODD_2);
      FloatVector c0 = b0.blend(b1.rearrange(SWAP_1), ODD_1);
      FloatVector c1 = b0.rearrange(SWAP_1).blend(b1, ODD_1);
      FloatVector c2 = b2.blend(b3.rearrange(SWAP_1), ODD_1);
      FloatVector c3 = b2.rearrange(SWAP_1).blend(b3, ODD_1);
      FloatVector c4 = b4.blend(b5.rearrange(SWAP_1), ODD_1);
      FloatVector c5 = b4.rearrange(SWAP_1).blend(b5, ODD_1);
      FloatVector c6 = b6.blend(b7.rearrange(SWAP_1), ODD_1);
      FloatVector c7 = b6.rearrange(SWAP_1).blend(b7, ODD_1);
      c0.intoArray(to, t);
      c1.intoArray(to, t + tStride);
      c2.intoArray(to, t + 2 * tStride);
      c3.intoArray(to, t + 3 * tStride);
      c4.intoArray(to, t + 4 * tStride);
      c5.intoArray(to, t + 5 * tStride);
      c6.intoArray(to, t + 6 * tStride);
      c7.intoArray(to, t + 7 * tStride);
    }
  }
}
