package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposition of 16 x 16 blocks in registers: at distance 8, 4, 2, 1 each pair of rows exchanges
 * the lanes whose index has, respectively lacks, that bit.
 */
final class Transposition16 {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_512;
  private static final VectorShuffle<Float> SWAP_8 = VectorShuffle.fromOp(S, lane -> lane ^ 8);
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
      FloatVector r0 = FloatVector.fromArray(S, from, f);
      FloatVector r1 = FloatVector.fromArray(S, from, f + fStride);
      FloatVector r2 = FloatVector.fromArray(S, from, f + 2 * fStride);
      FloatVector r3 = FloatVector.fromArray(S, from, f + 3 * fStride);
      FloatVector r4 = FloatVector.fromArray(S, from, f + 4 * fStride);
      FloatVector r5 = FloatVector.fromArray(S, from, f + 5 * fStride);
      FloatVector r6 = FloatVector.fromArray(S, from, f + 6 * fStride);
      FloatVector r7 = FloatVector.fromArray(S, from, f + 7 * fStride);
      FloatVector r8 = FloatVector.fromArray(S, from, f + 8 * fStride);
      FloatVector r9 = FloatVector.fromArray(S, from, f + 9 * fStride);
      FloatVector r10 = FloatVector.fromArray(S, from, f + 10 * fStride);
      FloatVector r11 = FloatVector.fromArray(S, from, f + 11 * fStride);
      FloatVector r12 = FloatVector.fromArray(S, from, f + 12 * fStride);
      FloatVector r13 = FloatVector.fromArray(S, from, f + 13 * fStride);
      FloatVector r14 = FloatVector.fromArray(S, from, f + 14 * fStride);
      FloatVector r15 = FloatVector.fromArray(S, from, f + 15 * fStride);
      FloatVector a0 = r0.blend(r8.rearrange(SWAP_8), ODD_8);
      FloatVector a8 = r0.rearrange(SWAP_8).blend(r8, ODD_8);
      FloatVector a1 = r1.blend(r9.rearrange(SWAP_8), ODD_8);
      FloatVector a9 = r1.rearrange(SWAP_8).blend(r9, ODD_8);
      FloatVector a2 = r2.blend(r10.rearrange(SWAP_8), ODD_8);
      FloatVector a10 = r2.rearrange(SWAP_8).blend(r10, ODD_8);
      FloatVector a3 = r3.blend(r11.rearrange(SWAP_8), ODD_8);
      FloatVector a11 = r3.rearrange(SWAP_8).blend(r11, ODD_8);
      FloatVector a4 = r4.blend(r12.rearrange(SWAP_8), ODD_8);
      FloatVector a12 = r4.rearrange(SWAP_8).blend(r12, ODD_8);
      FloatVector a5 = r5.blend(r13.rearrange(SWAP_8), ODD_8);
      FloatVector a13 = r5.rearrange(SWAP_8).blend(r13, ODD_8);
      FloatVector a6 = r6.blend(r14.rearrange(SWAP_8), ODD_8);
      FloatVector a14 = r6.rearrange(SWAP_8).blend(r14, ODD_8);
      FloatVector a7 = r7.blend(r15.rearrange(SWAP_8), ODD_8);
      FloatVector a15 = r7.rearrange(SWAP_8).blend(r15, ODD_8);
      FloatVector b0 = a0.blend(a4.rearrange(SWAP_4), ODD_4);
      FloatVector b4 = a0.rearrange(SWAP_4).blend(a4, ODD_4);
      FloatVector b1 = a1.blend(a5.rearrange(SWAP_4), ODD_4);
      FloatVector b5 = a1.rearrange(SWAP_4).blend(a5, ODD_4);
      FloatVector b2 = a2.blend(a6.rearrange(SWAP_4), ODD_4);
      FloatVector b6 = a2.rearrange(SWAP_4).blend(a6, ODD_4);
      FloatVector b3 = a3.blend(a7.rearrange(SWAP_4), ODD_4);
      FloatVector b7 = a3.rearrange(SWAP_4).blend(a7, ODD_4);
      FloatVector b8 = a8.blend(a12.rearrange(SWAP_4), ODD_4);
      FloatVector b12 = a8.rearrange(SWAP_4).blend(a12, ODD_4);
      FloatVector b9 = a9.blend(a13.rearrange(SWAP_4), ODD_4);
      FloatVector b13 = a9.rearrange(SWAP_4).blend(a13, ODD_4);
      FloatVector b10 = a10.blend(a14.rearrange(SWAP_4), ODD_4);
      FloatVector b14 = a10.rearrange(SWAP_4).blend(a14, ODD_4);
      FloatVector b11 = a11.blend(a15.rearrange(SWAP_4), ODD_4);
      FloatVector b15 = a11.rearrange(SWAP_4).blend(a15, ODD_4);
      FloatVector c0 = b0.blend(b2.rearrange(SWAP_2), ODD_2);
      FloatVector c2 = b0.rearrange(SWAP_2).blend(b2, ODD_2);
      FloatVector c1 = b1.blend(b3.rearrange(SWAP_2), ODD_2);
      FloatVector c3 = b1.rearrange(SWAP_2).blend(b3, ODD_2);
      FloatVector c4 = b4.blend(b6.rearrange(SWAP_2), ODD_2);
      FloatVector c6 = b4.rearrange(SWAP_2).blend(b6, ODD_2);
      FloatVector c5 = b5.blend(b7.rearrange(SWAP_2), ODD_2);
      FloatVector c7 = b5.rearrange(SWAP_2).blend(b7, ODD_2);
      FloatVector c8 = b8.blend(b10.rearrange(SWAP_2), ODD_2);
      FloatVector c10 = b8.rearrange(SWAP_2).blend(b10, ODD_2);
      FloatVector c9 = b9.blend(b11.rearrange(SWAP_2), ODD_2);
      FloatVector c11 = b9.rearrange(SWAP_2).blend(b11, ODD_2);
      FloatVector c12 = b12.blend(b14.rearrange(SWAP_2), ODD_2);
      FloatVector c14 = b12.rearrange(SWAP_2).blend(b14, ODD_2);
      FloatVector c13 = b13.blend(b15.rearrange(SWAP_2), ODD_2);
      FloatVector c15 = b13.rearrange(SWAP_2).blend(b15, ODD_2);
      FloatVector d0 = c0.blend(c1.rearrange(SWAP_1), ODD_1);
      FloatVector d1 = c0.rearrange(SWAP_1).blend(c1, ODD_1);
      FloatVector d2 = c2.blend(c3.rearrange(SWAP_1), ODD_1);
      FloatVector d3 = c2.rearrange(SWAP_1).blend(c3, ODD_1);
      FloatVector d4 = c4.blend(c5.rearrange(SWAP_1), ODD_1);
      FloatVector d5 = c4.rearrange(SWAP_1).blend(c5, ODD_1);
      FloatVector d6 = c6.blend(c7.rearrange(SWAP_1), ODD_1);
      FloatVector d7 = c6.rearrange(SWAP_1).blend(c7, ODD_1);
      FloatVector d8 = c8.blend(c9.rearrange(SWAP_1), ODD_1);
      FloatVector d9 = c8.rearrange(SWAP_1).blend(c9, ODD_1);
      FloatVector d10 = c10.blend(c11.rearrange(SWAP_1), ODD_1);
      FloatVector d11 = c10.rearrange(SWAP_1).blend(c11, ODD_1);
      FloatVector d12 = c12.blend(c13.rearrange(SWAP_1), ODD_1);
      FloatVector d13 = c12.rearrange(SWAP_1).blend(c13, ODD_1);
      FloatVector d14 = c14.blend(c15.rearrange(SWAP_1), ODD_1);
      FloatVector d15 = c14.rearrange(SWAP_1).blend(c15, ODD_1);
      d0.intoArray(to, t);
      d1.intoArray(to, t + tStride);
      d2.intoArray(to, t + 2 * tStride);
      d3.intoArray(to, t + 3 * tStride);
      d4.intoArray(to, t + 4 * tStride);
      d5.intoArray(to, t + 5 * tStride);
      d6.intoArray(to, t + 6 * tStride);
      d7.intoArray(to, t + 7 * tStride);
      d8.intoArray(to, t + 8 * tStride);
      d9.intoArray(to, t + 9 * tStride);
      d10.intoArray(to, t + 10 * tStride);
      d11.intoArray(to, t + 11 * tStride);
      d12.intoArray(to, t + 12 * tStride);
      d13.intoArray(to, t + 13 * tStride);
      d14.intoArray(to, t + 14 * tStride);
      d15.intoArray(to, t + 15 * tStride);
    }
  }
}
