package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.conv4j.nd4j.kernel.GatheredProduct;

/**
 * Register blocks of a {@link GatheredProduct} that are two vectors wide: 2 x rows accumulators
 * stay in registers over the whole depth. Written out because vectors survive in registers only as
 * local variables; six rows count in {@code long}, for the reason that {@link FourVectorBlocks}
 * gives.
 */
final class TwoVectorBlocks {

  private static final VectorSpecies<Float> S = Species.FLOAT;
  private static final int L = Species.FLOAT.length();

  private TwoVectorBlocks() {}

  static void multiply(GatheredProduct p, int row, int end) {
    for (; end - row >= 6; row += 6) {
      sixRows(p, row);
    }
    if (end - row >= 4) {
      fourRows(p, row);
      row += 4;
    }
    if (end - row >= 2) {
      twoRows(p, row);
      row += 2;
    }
    if (end > row) {
      oneRow(p, row);
    }
  }

  static void sixRows(GatheredProduct p, int row) {
    float[] a = p.a;
    int[] columns = p.columns;
    float[] b = p.b;
    int bStride = p.bStride;
    int a0 = p.aOffset + p.rows[row];
    int a1 = p.aOffset + p.rows[row + 1];
    int a2 = p.aOffset + p.rows[row + 2];
    int a3 = p.aOffset + p.rows[row + 3];
    int a4 = p.aOffset + p.rows[row + 4];
    int a5 = p.aOffset + p.rows[row + 5];
    int s0 = p.startOffset + p.targets[row] * p.startScale;
    int s1 = p.startOffset + p.targets[row + 1] * p.startScale;
    int s2 = p.startOffset + p.targets[row + 2] * p.startScale;
    int s3 = p.startOffset + p.targets[row + 3] * p.startScale;
    int s4 = p.startOffset + p.targets[row + 4] * p.startScale;
    int s5 = p.startOffset + p.targets[row + 5] * p.startScale;
    FloatVector v00 = FloatVector.fromArray(S, p.start, s0);
    FloatVector v01 = FloatVector.fromArray(S, p.start, s0 + L);
    FloatVector v10 = FloatVector.fromArray(S, p.start, s1);
    FloatVector v11 = FloatVector.fromArray(S, p.start, s1 + L);
    FloatVector v20 = FloatVector.fromArray(S, p.start, s2);
    FloatVector v21 = FloatVector.fromArray(S, p.start, s2 + L);
    FloatVector v30 = FloatVector.fromArray(S, p.start, s3);
    FloatVector v31 = FloatVector.fromArray(S, p.start, s3 + L);
    FloatVector v40 = FloatVector.fromArray(S, p.start, s4);
    FloatVector v41 = FloatVector.fromArray(S, p.start, s4 + L);
    FloatVector v50 = FloatVector.fromArray(S, p.start, s5);
    FloatVector v51 = FloatVector.fromArray(S, p.start, s5 + L);
    long end = p.firstColumn + p.depth;
    int o = p.bOffset;
    for (long k = p.firstColumn; k < end; k++, o += bStride) {
      int column = columns[(int) k];
      FloatVector b0 = FloatVector.fromArray(S, b, o);
      FloatVector b1 = FloatVector.fromArray(S, b, o + L);
      FloatVector x = FloatVector.broadcast(S, a[a0 + column]);
      v00 = x.fma(b0, v00);
      v01 = x.fma(b1, v01);
      x = FloatVector.broadcast(S, a[a1 + column]);
      v10 = x.fma(b0, v10);
      v11 = x.fma(b1, v11);
      x = FloatVector.broadcast(S, a[a2 + column]);
      v20 = x.fma(b0, v20);
      v21 = x.fma(b1, v21);
      x = FloatVector.broadcast(S, a[a3 + column]);
      v30 = x.fma(b0, v30);
      v31 = x.fma(b1, v31);
      x = FloatVector.broadcast(S, a[a4 + column]);
      v40 = x.fma(b0, v40);
      v41 = x.fma(b1, v41);
      x = FloatVector.broadcast(S, a[a5 + column]);
      v50 = x.fma(b0, v50);
      v51 = x.fma(b1, v51);
    }
    float[] c = p.c;
    int c0 = p.cOffset + p.targets[row];
    int c1 = p.cOffset + p.targets[row + 1];
    int c2 = p.cOffset + p.targets[row + 2];
    int c3 = p.cOffset + p.targets[row + 3];
    int c4 = p.cOffset + p.targets[row + 4];
    int c5 = p.cOffset + p.targets[row + 5];
    v00.intoArray(c, c0);
    v01.intoArray(c, c0 + L);
    v10.intoArray(c, c1);
    v11.intoArray(c, c1 + L);
    v20.intoArray(c, c2);
    v21.intoArray(c, c2 + L);
    v30.intoArray(c, c3);
    v31.intoArray(c, c3 + L);
    v40.intoArray(c, c4);
    v41.intoArray(c, c4 + L);
    v50.intoArray(c, c5);
    v51.intoArray(c, c5 + L);
  }

  static void fourRows(GatheredProduct p, int row) {
    float[] a = p.a;
    int[] columns = p.columns;
    float[] b = p.b;
    int bStride = p.bStride;
    int a0 = p.aOffset + p.rows[row];
    int a1 = p.aOffset + p.rows[row + 1];
    int a2 = p.aOffset + p.rows[row + 2];
    int a3 = p.aOffset + p.rows[row + 3];
    int s0 = p.startOffset + p.targets[row] * p.startScale;
    int s1 = p.startOffset + p.targets[row + 1] * p.startScale;
    int s2 = p.startOffset + p.targets[row + 2] * p.startScale;
    int s3 = p.startOffset + p.targets[row + 3] * p.startScale;
    FloatVector v00 = FloatVector.fromArray(S, p.start, s0);
    FloatVector v01 = FloatVector.fromArray(S, p.start, s0 + L);
    FloatVector v10 = FloatVector.fromArray(S, p.start, s1);
    FloatVector v11 = FloatVector.fromArray(S, p.start, s1 + L);
    FloatVector v20 = FloatVector.fromArray(S, p.start, s2);
    FloatVector v21 = FloatVector.fromArray(S, p.start, s2 + L);
    FloatVector v30 = FloatVector.fromArray(S, p.start, s3);
    FloatVector v31 = FloatVector.fromArray(S, p.start, s3 + L);
    int end = p.firstColumn + p.depth;
    for (int k = p.firstColumn, o = p.bOffset; k < end; k++, o += bStride) {
      int column = columns[k];
      FloatVector b0 = FloatVector.fromArray(S, b, o);
      FloatVector b1 = FloatVector.fromArray(S, b, o + L);
      FloatVector x = FloatVector.broadcast(S, a[a0 + column]);
      v00 = x.fma(b0, v00);
      v01 = x.fma(b1, v01);
      x = FloatVector.broadcast(S, a[a1 + column]);
      v10 = x.fma(b0, v10);
      v11 = x.fma(b1, v11);
      x = FloatVector.broadcast(S, a[a2 + column]);
      v20 = x.fma(b0, v20);
      v21 = x.fma(b1, v21);
      x = FloatVector.broadcast(S, a[a3 + column]);
      v30 = x.fma(b0, v30);
      v31 = x.fma(b1, v31);
    }
    float[] c = p.c;
    int c0 = p.cOffset + p.targets[row];
    int c1 = p.cOffset + p.targets[row + 1];
    int c2 = p.cOffset + p.targets[row + 2];
    int c3 = p.cOffset + p.targets[row + 3];
    v00.intoArray(c, c0);
    v01.intoArray(c, c0 + L);
    v10.intoArray(c, c1);
    v11.intoArray(c, c1 + L);
    v20.intoArray(c, c2);
    v21.intoArray(c, c2 + L);
    v30.intoArray(c, c3);
    v31.intoArray(c, c3 + L);
  }

  static void twoRows(GatheredProduct p, int row) {
    float[] a = p.a;
    int[] columns = p.columns;
    float[] b = p.b;
    int bStride = p.bStride;
    int a0 = p.aOffset + p.rows[row];
    int a1 = p.aOffset + p.rows[row + 1];
    int s0 = p.startOffset + p.targets[row] * p.startScale;
    int s1 = p.startOffset + p.targets[row + 1] * p.startScale;
    FloatVector v00 = FloatVector.fromArray(S, p.start, s0);
    FloatVector v01 = FloatVector.fromArray(S, p.start, s0 + L);
    FloatVector v10 = FloatVector.fromArray(S, p.start, s1);
    FloatVector v11 = FloatVector.fromArray(S, p.start, s1 + L);
    int end = p.firstColumn + p.depth;
    for (int k = p.firstColumn, o = p.bOffset; k < end; k++, o += bStride) {
      int column = columns[k];
      FloatVector b0 = FloatVector.fromArray(S, b, o);
      FloatVector b1 = FloatVector.fromArray(S, b, o + L);
      FloatVector x = FloatVector.broadcast(S, a[a0 + column]);
      v00 = x.fma(b0, v00);
      v01 = x.fma(b1, v01);
      x = FloatVector.broadcast(S, a[a1 + column]);
      v10 = x.fma(b0, v10);
      v11 = x.fma(b1, v11);
    }
    float[] c = p.c;
    int c0 = p.cOffset + p.targets[row];
    int c1 = p.cOffset + p.targets[row + 1];
    v00.intoArray(c, c0);
    v01.intoArray(c, c0 + L);
    v10.intoArray(c, c1);
    v11.intoArray(c, c1 + L);
  }

  static void oneRow(GatheredProduct p, int row) {
    float[] a = p.a;
    int[] columns = p.columns;
    float[] b = p.b;
    int bStride = p.bStride;
    int a0 = p.aOffset + p.rows[row];
    int s0 = p.startOffset + p.targets[row] * p.startScale;
    FloatVector v00 = FloatVector.fromArray(S, p.start, s0);
    FloatVector v01 = FloatVector.fromArray(S, p.start, s0 + L);
    int end = p.firstColumn + p.depth;
    for (int k = p.firstColumn, o = p.bOffset; k < end; k++, o += bStride) {
      int column = columns[k];
      FloatVector b0 = FloatVector.fromArray(S, b, o);
      FloatVector b1 = FloatVector.fromArray(S, b, o + L);
      FloatVector x = FloatVector.broadcast(S, a[a0 + column]);
      v00 = x.fma(b0, v00);
      v01 = x.fma(b1, v01);
    }
    float[] c = p.c;
    int c0 = p.cOffset + p.targets[row];
    v00.intoArray(c, c0);
    v01.intoArray(c, c0 + L);
  }
}
