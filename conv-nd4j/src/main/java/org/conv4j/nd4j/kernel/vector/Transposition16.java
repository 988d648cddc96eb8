package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposition of 16 x 16 blocks in registers: at distance 8, 4, 2, 1 each pair of rows exchanges
 * the lanes whose index has, respectively lacks, that bit. At distance 8 lanes are moved by loading
 * from elsewhere, so that the halves of a block stay in registers one after the other.
 */
final class Transposition16 {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_512;
  private static final VectorMask<Float> ODD_8 = VectorMask.fromLong(S, 0xff00L);
  private static final VectorShuffle<Float> SWAP_4 = VectorShuffle.fromOp(S, lane -> lane ^ 4);
  private static final VectorMask<Float> ODD_4 = VectorMask.fromLong(S, 0xf0f0L);
  private static final VectorShuffle<Float> SWAP_2 = VectorShuffle.fromOp(S, lane -> lane ^ 2);
  private static final VectorMask<Float> ODD_2 = VectorMask.fromLong(S, 0xccccL);
  private static final VectorShuffle<Float> SWAP_1 = VectorShuffle.fromOp(S, lane -> lane ^ 1);
  private static final VectorMask<Float> ODD_1 = VectorMask.fromLong(S, 0xaaaaL);

  private Transposition16() {}

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
      for (int half = 0; half < 16; half += 8) {
        int low = f + half;
        int high = f + 8 * fStride + half - 8;
        int r = t + half * tStride;
        FloatVector l0 = FloatVector.fromArray(S, from, low);
        FloatVector h0 = FloatVector.fromArray(S, from, high);
        FloatVector l1 = FloatVector.fromArray(S, from, low + fStride);
        FloatVector h1 = FloatVector.fromArray(S, from, high + fStride);
        FloatVector l2 = FloatVector.fromArray(S, from, low + 2 * fStride);
        FloatVector h2 = FloatVector.fromArray(S, from, high + 2 * fStride);
        FloatVector l3 = FloatVector.fromArray(S, from, low + 3 * fStride);
        FloatVector h3 = FloatVector.fromArray(S, from, high + 3 * fStride);
        FloatVector l4 = FloatVector.fromArray(S, from, low + 4 * fStride);
        FloatVector h4 = FloatVector.fromArray(S, from, high + 4 * fStride);
        FloatVector l5 = FloatVector.fromArray(S, from, low + 5 * fStride);
        FloatVector h5 = FloatVector.fromArray(S, from, high + 5 * fStride);
        FloatVector l6 = FloatVector.fromArray(S, from, low + 6 * fStride);
        FloatVector h6 = FloatVector.fromArray(S, from, high + 6 * fStride);
        FloatVector l7 = FloatVector.fromArray(S, from, low + 7 * fStride);
        FloatVector h7 = FloatVector.fromArray(S, from, high + 7 * fStride);
        FloatVector a0 = l0.blend(h0, ODD_8);
        FloatVector a1 = l1.blend(h1, ODD_8);
        FloatVector a2 = l2.blend(h2, ODD_8);
        FloatVector a3 = l3.blend(h3, ODD_8);
        FloatVector a4 = l4.blend(h4, ODD_8);
        FloatVector a5 = l5.blend(h5, ODD_8);
        FloatVector a6 = l6.blend(h6, ODD_8);
        FloatVector a7 = l7.blend(h7, ODD_8);
        FloatVector b0 = a0.blend(a4.rearrange(SWAP_4), ODD_4);
        FloatVector b4 = a0.rearrange(SWAP_4).blend(a4, ODD_4);
        FloatVector b1 = a1.blend(a5.rearrange(SWAP_4), ODD_4);
        FloatVector b5 = a1.rearrange(SWAP_4).blend(a5, ODD_4);
        FloatVector b2 = a2.blend(a6.rearrange(SWAP_4), ODD_4);
        FloatVector b6 = a2.rearrange(SWAP_4).blend(a6, ODD_4);
        FloatVector b3 = a3.blend(a7.rearrange(SWAP_4), ODD_4);
        FloatVector b7 = a3.rearrange(SWAP_4).blend(a7, ODD_4);
        FloatVector c0 = b0.blend(b2.rearrange(SWAP_2), ODD_2);
        FloatVector c2 = b0.rearrange(SWAP_2).blend(b2, ODD_2);
        FloatVector c1 = b1.blend(b3.rearrange(SWAP_2), ODD_2);
        FloatVector c3 = b1.rearrange(SWAP_2).blend(b3, ODD_2);
        FloatVector c4 = b4.blend(b6.rearrange(SWAP_2), ODD_2);
        FloatVector c6 = b4.rearrange(SWAP_2).blend(b6, ODD_2);
        FloatVector c5 = b5.blend(b7.rearrange(SWAP_2), ODD_2);
        FloatVector c7 = b5.rearrange(SWAP_2).blend(b7, ODD_2);
        FloatVector d0 = c0.blend(c1.rearrange(SWAP_1), ODD_1);
        FloatVector d1 = c0.rearrange(SWAP_1).blend(c1, ODD_1);
        FloatVector d2 = c2.blend(c3.rearrange(SWAP_1), ODD_1);
        FloatVector d3 = c2.rearrange(SWAP_1).blend(c3, ODD_1);
        FloatVector d4 = c4.blend(c5.rearrange(SWAP_1), ODD_1);
        FloatVector d5 = c4.rearrange(SWAP_1).blend(c5, ODD_1);
        FloatVector d6 = c6.blend(c7.rearrange(SWAP_1), ODD_1);
        FloatVector d7 = c6.rearrange(SWAP_1).blend(c7, ODD_1);
        d0.intoArray(to, r);
        d1.intoArray(to, r + tStride);
        d2.intoArray(to, r + 2 * tStride);
        d3.intoArray(to, r + 3 * tStride);
        d4.intoArray(to, r + 4 * tStride);
        d5.intoArray(to, r + 5 * tStride);
        d6.intoArray(to, r + 6 * tStride);
        d7.intoArray(to, r + 7 * tStride);
      }
    }
  }
}
