package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.conv4j.nd4j.kernel.GatheredProduct;

/** Register blocks of a {@link GatheredProduct} lane by lane: both operands are vectors. */
final class LaneBlocks {

  private static final VectorSpecies<Float> S = Species.FLOAT;

  private LaneBlocks() {}

  static void multiply(GatheredProduct p, int row, int end) {
    for (; end - row >= 4; row += 4) {
      fourRows(p, row);
    }
    for (; row < end; row++) {
      oneRow(p, row);
    }
  }

  private static void fourRows(GatheredProduct p, int row) {
    float[] a = p.a;
    int[] columns = p.columns;
    float[] b = p.b;
    float[] c = p.c;
    int bStride = p.bStride;
    int a0 = p.aOffset + p.rows[row];
    int a1 = p.aOffset + p.rows[row + 1];
    int a2 = p.aOffset + p.rows[row + 2];
    int a3 = p.aOffset + p.rows[row + 3];
    int c0 = p.targets[row];
    int c1 = p.targets[row + 1];
    int c2 = p.targets[row + 2];
    int c3 = p.targets[row + 3];
    FloatVector v0 = FloatVector.fromArray(S, p.start, p.startOffset + c0 * p.startScale);
    FloatVector v1 = FloatVector.fromArray(S, p.start, p.startOffset + c1 * p.startScale);
    FloatVector v2 = FloatVector.fromArray(S, p.start, p.startOffset + c2 * p.startScale);
    FloatVector v3 = FloatVector.fromArray(S, p.start, p.startOffset + c3 * p.startScale);
    int end = p.firstColumn + p.depth;
    for (int k = p.firstColumn, o = p.bOffset; k < end; k++, o += bStride) {
      int column = columns[k];
      FloatVector y = FloatVector.fromArray(S, b, o);
      v0 = FloatVector.fromArray(S, a, a0 + column).fma(y, v0);
      v1 = FloatVector.fromArray(S, a, a1 + column).fma(y, v1);
      v2 = FloatVector.fromArray(S, a, a2 + column).fma(y, v2);
      v3 = FloatVector.fromArray(S, a, a3 + column).fma(y, v3);
    }
    v0.intoArray(c, p.cOffset + c0);
    v1.intoArray(c, p.cOffset + c1);
    v2.intoArray(c, p.cOffset + c2);
    v3.intoArray(c, p.cOffset + c3);
  }

  private static void oneRow(GatheredProduct p, int row) {
    float[] a = p.a;
    int[] columns = p.columns;
    float[] b = p.b;
    float[] c = p.c;
    int bStride = p.bStride;
    int a0 = p.aOffset + p.rows[row];
    int c0 = p.targets[row];
    FloatVector v0 = FloatVector.fromArray(S, p.start, p.startOffset + c0 * p.startScale);
    int end = p.firstColumn + p.depth;
    for (int k = p.firstColumn, o = p.bOffset; k < end; k++, o += bStride) {
      int column = columns[k];
      FloatVector y = FloatVector.fromArray(S, b, o);
      v0 = FloatVector.fromArray(S, a, a0 + column).fma(y, v0);
    }
    v0.intoArray(c, p.cOffset + c0);
  }
}
