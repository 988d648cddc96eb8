package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.conv4j.nd4j.kernel.ShiftedProduct;

/**
 * Register blocks of a {@link ShiftedProduct}: rows x vectors sums stay in registers over the whole
 * depth. Five rows, four, or the three of a picture's colours, by four vectors where there are 32
 * registers; six, or three, by two where there are 16. Written out, as in {@link FourVectorBlocks},
 * because vectors survive in registers only as local variables: arrays of them, or helper methods
 * that the compiler does not inline, put each into an object. The six rows count in {@code long},
 * for the reason that {@link FourVectorBlocks} gives.
 */
final class ShiftedBlocks {

  private static final VectorSpecies<Float> S = Species.FLOAT;
  private static final int L = Species.FLOAT.length();

  private ShiftedBlocks() {}

  static void fourVectors(ShiftedProduct p, int row, int end) {
    for (int fours = blocksOfFour(end - row); fours > 0; fours--, row += 4) {
      fourByFour(p, row);
    }
    for (; end - row >= 5; row += 5) {
      fiveByFour(p, row);
    }
    if (end - row >= 3) {
      threeByFour(p, row);
      row += 3;
    }
    for (; end > row; row++) {
      oneByFour(p, row);
    }
  }

  /**
   * How many blocks of four rows leave a multiple of five, which every number from twelve on has; 0
   * where there are too few.
   */
  static int blocksOfFour(int rows) {
    int fours = (5 - rows % 5) % 5;
    return 4 * fours <= rows ? fours : 0;
  }

  static void twoVectors(ShiftedProduct p, int row, int end) {
    for (; end - row >= 6; row += 6) {
      sixByTwo(p, row);
    }
    if (end - row >= 3) {
      threeByTwo(p, row);
      row += 3;
    }
    for (; end > row; row++) {
      oneByTwo(p, row);
    }
  }

  private static void fiveByFour(ShiftedProduct p, int row) {
    float[] a = p.a;
    float[] b = p.b;
    int[] shifts = p.shifts;
    int depth = p.depth;
    int bOffset = p.bOffset;
    int aStride = p.aStride;
    FloatVector v00 = FloatVector.broadcast(S, p.start[p.startOffset + row]);
    FloatVector v01 = v00;
    FloatVector v02 = v00;
    FloatVector v03 = v00;
    FloatVector v10 = FloatVector.broadcast(S, p.start[p.startOffset + row + 1]);
    FloatVector v11 = v10;
    FloatVector v12 = v10;
    FloatVector v13 = v10;
    FloatVector v20 = FloatVector.broadcast(S, p.start[p.startOffset + row + 2]);
    FloatVector v21 = v20;
    FloatVector v22 = v20;
    FloatVector v23 = v20;
    FloatVector v30 = FloatVector.broadcast(S, p.start[p.startOffset + row + 3]);
    FloatVector v31 = v30;
    FloatVector v32 = v30;
    FloatVector v33 = v30;
    FloatVector v40 = FloatVector.broadcast(S, p.start[p.startOffset + row + 4]);
    FloatVector v41 = v40;
    FloatVector v42 = v40;
    FloatVector v43 = v40;
    for (int k = 0, i = p.aOffset + row; k < depth; k++, i += aStride) {
      int o = bOffset + shifts[k];
      FloatVector b0 = FloatVector.fromArray(S, b, o);
      FloatVector b1 = FloatVector.fromArray(S, b, o + L);
      FloatVector b2 = FloatVector.fromArray(S, b, o + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, b, o + 3 * L);
      FloatVector x = FloatVector.broadcast(S, a[i]);
      v00 = x.fma(b0, v00);
      v01 = x.fma(b1, v01);
      v02 = x.fma(b2, v02);
      v03 = x.fma(b3, v03);
      x = FloatVector.broadcast(S, a[i + 1]);
      v10 = x.fma(b0, v10);
      v11 = x.fma(b1, v11);
      v12 = x.fma(b2, v12);
      v13 = x.fma(b3, v13);
      x = FloatVector.broadcast(S, a[i + 2]);
      v20 = x.fma(b0, v20);
      v21 = x.fma(b1, v21);
      v22 = x.fma(b2, v22);
      v23 = x.fma(b3, v23);
      x = FloatVector.broadcast(S, a[i + 3]);
      v30 = x.fma(b0, v30);
      v31 = x.fma(b1, v31);
      v32 = x.fma(b2, v32);
      v33 = x.fma(b3, v33);
      x = FloatVector.broadcast(S, a[i + 4]);
      v40 = x.fma(b0, v40);
      v41 = x.fma(b1, v41);
      v42 = x.fma(b2, v42);
      v43 = x.fma(b3, v43);
    }
    float[] c = p.c;
    int to = p.cOffset + row * p.cStride;
    v00.intoArray(c, to);
    v01.intoArray(c, to + L);
    v02.intoArray(c, to + 2 * L);
    v03.intoArray(c, to + 3 * L);
    to += p.cStride;
    v10.intoArray(c, to);
    v11.intoArray(c, to + L);
    v12.intoArray(c, to + 2 * L);
    v13.intoArray(c, to + 3 * L);
    to += p.cStride;
    v20.intoArray(c, to);
    v21.intoArray(c, to + L);
    v22.intoArray(c, to + 2 * L);
    v23.intoArray(c, to + 3 * L);
    to += p.cStride;
    v30.intoArray(c, to);
    v31.intoArray(c, to + L);
    v32.intoArray(c, to + 2 * L);
    v33.intoArray(c, to + 3 * L);
    to += p.cStride;
    v40.intoArray(c, to);
    v41.intoArray(c, to + L);
    v42.intoArray(c, to + 2 * L);
    v43.intoArray(c, to + 3 * L);
  }

  private static void fourByFour(ShiftedProduct p, int row) {
    float[] a = p.a;
    float[] b = p.b;
    int[] shifts = p.shifts;
    int depth = p.depth;
    int bOffset = p.bOffset;
    int aStride = p.aStride;
    FloatVector v00 = FloatVector.broadcast(S, p.start[p.startOffset + row]);
    FloatVector v01 = v00;
    FloatVector v02 = v00;
    FloatVector v03 = v00;
    FloatVector v10 = FloatVector.broadcast(S, p.start[p.startOffset + row + 1]);
    FloatVector v11 = v10;
    FloatVector v12 = v10;
    FloatVector v13 = v10;
    FloatVector v20 = FloatVector.broadcast(S, p.start[p.startOffset + row + 2]);
    FloatVector v21 = v20;
    FloatVector v22 = v20;
    FloatVector v23 = v20;
    FloatVector v30 = FloatVector.broadcast(S, p.start[p.startOffset + row + 3]);
    FloatVector v31 = v30;
    FloatVector v32 = v30;
    FloatVector v33 = v30;
    for (int k = 0, i = p.aOffset + row; k < depth; k++, i += aStride) {
      int o = bOffset + shifts[k];
      FloatVector b0 = FloatVector.fromArray(S, b, o);
      FloatVector b1 = FloatVector.fromArray(S, b, o + L);
      FloatVector b2 = FloatVector.fromArray(S, b, o + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, b, o + 3 * L);
      FloatVector x = FloatVector.broadcast(S, a[i]);
      v00 = x.fma(b0, v00);
      v01 = x.fma(b1, v01);
      v02 = x.fma(b2, v02);
      v03 = x.fma(b3, v03);
      x = FloatVector.broadcast(S, a[i + 1]);
      v10 = x.fma(b0, v10);
      v11 = x.fma(b1, v11);
      v12 = x.fma(b2, v12);
      v13 = x.fma(b3, v13);
      x = FloatVector.broadcast(S, a[i + 2]);
      v20 = x.fma(b0, v20);
      v21 = x.fma(b1, v21);
      v22 = x.fma(b2, v22);
      v23 = x.fma(b3, v23);
      x = FloatVector.broadcast(S, a[i + 3]);
      v30 = x.fma(b0, v30);
      v31 = x.fma(b1, v31);
      v32 = x.fma(b2, v32);
      v33 = x.fma(b3, v33);
    }
    float[] c = p.c;
    int to = p.cOffset + row * p.cStride;
    v00.intoArray(c, to);
    v01.intoArray(c, to + L);
    v02.intoArray(c, to + 2 * L);
    v03.intoArray(c, to + 3 * L);
    to += p.cStride;
    v10.intoArray(c, to);
    v11.intoArray(c, to + L);
    v12.intoArray(c, to + 2 * L);
    v13.intoArray(c, to + 3 * L);
    to += p.cStride;
    v20.intoArray(c, to);
    v21.intoArray(c, to + L);
    v22.intoArray(c, to + 2 * L);
    v23.intoArray(c, to + 3 * L);
    to += p.cStride;
    v30.intoArray(c, to);
    v31.intoArray(c, to + L);
    v32.intoArray(c, to + 2 * L);
    v33.intoArray(c, to + 3 * L);
  }

  private static void threeByFour(ShiftedProduct p, int row) {
    float[] a = p.a;
    float[] b = p.b;
    int[] shifts = p.shifts;
    int depth = p.depth;
    int bOffset = p.bOffset;
    int aStride = p.aStride;
    FloatVector v00 = FloatVector.broadcast(S, p.start[p.startOffset + row]);
    FloatVector v01 = v00;
    FloatVector v02 = v00;
    FloatVector v03 = v00;
    FloatVector v10 = FloatVector.broadcast(S, p.start[p.startOffset + row + 1]);
    FloatVector v11 = v10;
    FloatVector v12 = v10;
    FloatVector v13 = v10;
    FloatVector v20 = FloatVector.broadcast(S, p.start[p.startOffset + row + 2]);
    FloatVector v21 = v20;
    FloatVector v22 = v20;
    FloatVector v23 = v20;
    for (int k = 0, i = p.aOffset + row; k < depth; k++, i += aStride) {
      int o = bOffset + shifts[k];
      FloatVector b0 = FloatVector.fromArray(S, b, o);
      FloatVector b1 = FloatVector.fromArray(S, b, o + L);
      FloatVector b2 = FloatVector.fromArray(S, b, o + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, b, o + 3 * L);
      FloatVector x = FloatVector.broadcast(S, a[i]);
      v00 = x.fma(b0, v00);
      v01 = x.fma(b1, v01);
      v02 = x.fma(b2, v02);
      v03 = x.fma(b3, v03);
      x = FloatVector.broadcast(S, a[i + 1]);
      v10 = x.fma(b0, v10);
      v11 = x.fma(b1, v11);
      v12 = x.fma(b2, v12);
      v13 = x.fma(b3, v13);
      x = FloatVector.broadcast(S, a[i + 2]);
      v20 = x.fma(b0, v20);
      v21 = x.fma(b1, v21);
      v22 = x.fma(b2, v22);
      v23 = x.fma(b3, v23);
    }
    float[] c = p.c;
    int to = p.cOffset + row * p.cStride;
    v00.intoArray(c, to);
    v01.intoArray(c, to + L);
    v02.intoArray(c, to + 2 * L);
    v03.intoArray(c, to + 3 * L);
    to += p.cStride;
    v10.intoArray(c, to);
    v11.intoArray(c, to + L);
    v12.intoArray(c, to + 2 * L);
    v13.intoArray(c, to + 3 * L);
    to += p.cStride;
    v20.intoArray(c, to);
    v21.intoArray(c, to + L);
    v22.intoArray(c, to + 2 * L);
    v23.intoArray(c, to + 3 * L);
  }

  private static void oneByFour(ShiftedProduct p, int row) {
    float[] a = p.a;
    float[] b = p.b;
    int[] shifts = p.shifts;
    int depth = p.depth;
    int bOffset = p.bOffset;
    int aStride = p.aStride;
    FloatVector v00 = FloatVector.broadcast(S, p.start[p.startOffset + row]);
    FloatVector v01 = v00;
    FloatVector v02 = v00;
    FloatVector v03 = v00;
    for (int k = 0, i = p.aOffset + row; k < depth; k++, i += aStride) {
      int o = bOffset + shifts[k];
      FloatVector b0 = FloatVector.fromArray(S, b, o);
      FloatVector b1 = FloatVector.fromArray(S, b, o + L);
      FloatVector b2 = FloatVector.fromArray(S, b, o + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, b, o + 3 * L);
      FloatVector x = FloatVector.broadcast(S, a[i]);
      v00 = x.fma(b0, v00);
      v01 = x.fma(b1, v01);
      v02 = x.fma(b2, v02);
      v03 = x.fma(b3, v03);
    }
    float[] c = p.c;
    int to = p.cOffset + row * p.cStride;
    v00.intoArray(c, to);
    v01.intoArray(c, to + L);
    v02.intoArray(c, to + 2 * L);
    v03.intoArray(c, to + 3 * L);
  }

  private static void sixByTwo(ShiftedProduct p, int row) {
    float[] a = p.a;
    float[] b = p.b;
    int[] shifts = p.shifts;
    int depth = p.depth;
    int bOffset = p.bOffset;
    int aStride = p.aStride;
    FloatVector v00 = FloatVector.broadcast(S, p.start[p.startOffset + row]);
    FloatVector v01 = v00;
    FloatVector v10 = FloatVector.broadcast(S, p.start[p.startOffset + row + 1]);
    FloatVector v11 = v10;
    FloatVector v20 = FloatVector.broadcast(S, p.start[p.startOffset + row + 2]);
    FloatVector v21 = v20;
    FloatVector v30 = FloatVector.broadcast(S, p.start[p.startOffset + row + 3]);
    FloatVector v31 = v30;
    FloatVector v40 = FloatVector.broadcast(S, p.start[p.startOffset + row + 4]);
    FloatVector v41 = v40;
    FloatVector v50 = FloatVector.broadcast(S, p.start[p.startOffset + row + 5]);
    FloatVector v51 = v50;
    int i = p.aOffset + row;
    for (long k = 0; k < depth; k++, i += aStride) {
      int o = bOffset + shifts[(int) k];
      FloatVector b0 = FloatVector.fromArray(S, b, o);
      FloatVector b1 = FloatVector.fromArray(S, b, o + L);
      FloatVector x = FloatVector.broadcast(S, a[i]);
      v00 = x.fma(b0, v00);
      v01 = x.fma(b1, v01);
      x = FloatVector.broadcast(S, a[i + 1]);
      v10 = x.fma(b0, v10);
      v11 = x.fma(b1, v11);
      x = FloatVector.broadcast(S, a[i + 2]);
      v20 = x.fma(b0, v20);
      v21 = x.fma(b1, v21);
      x = FloatVector.broadcast(S, a[i + 3]);
      v30 = x.fma(b0, v30);
      v31 = x.fma(b1, v31);
      x = FloatVector.broadcast(S, a[i + 4]);
      v40 = x.fma(b0, v40);
      v41 = x.fma(b1, v41);
      x = FloatVector.broadcast(S, a[i + 5]);
      v50 = x.fma(b0, v50);
      v51 = x.fma(b1, v51);
    }
    float[] c = p.c;
    int to = p.cOffset + row * p.cStride;
    v00.intoArray(c, to);
    v01.intoArray(c, to + L);
    to += p.cStride;
    v10.intoArray(c, to);
    v11.intoArray(c, to + L);
    to += p.cStride;
    v20.intoArray(c, to);
    v21.intoArray(c, to + L);
    to += p.cStride;
    v30.intoArray(c, to);
    v31.intoArray(c, to + L);
    to += p.cStride;
    v40.intoArray(c, to);
    v41.intoArray(c, to + L);
    to += p.cStride;
    v50.intoArray(c, to);
    v51.intoArray(c, to + L);
  }

  private static void threeByTwo(ShiftedProduct p, int row) {
    float[] a = p.a;
    float[] b = p.b;
    int[] shifts = p.shifts;
    int depth = p.depth;
    int bOffset = p.bOffset;
    int aStride = p.aStride;
    FloatVector v00 = FloatVector.broadcast(S, p.start[p.startOffset + row]);
    FloatVector v01 = v00;
    FloatVector v10 = FloatVector.broadcast(S, p.start[p.startOffset + row + 1]);
    FloatVector v11 = v10;
    FloatVector v20 = FloatVector.broadcast(S, p.start[p.startOffset + row + 2]);
    FloatVector v21 = v20;
    for (int k = 0, i = p.aOffset + row; k < depth; k++, i += aStride) {
      int o = bOffset + shifts[k];
      FloatVector b0 = FloatVector.fromArray(S, b, o);
      FloatVector b1 = FloatVector.fromArray(S, b, o + L);
      FloatVector x = FloatVector.broadcast(S, a[i]);
      v00 = x.fma(b0, v00);
      v01 = x.fma(b1, v01);
      x = FloatVector.broadcast(S, a[i + 1]);
      v10 = x.fma(b0, v10);
      v11 = x.fma(b1, v11);
      x = FloatVector.broadcast(S, a[i + 2]);
      v20 = x.fma(b0, v20);
      v21 = x.fma(b1, v21);
    }
    float[] c = p.c;
    int to = p.cOffset + row * p.cStride;
    v00.intoArray(c, to);
    v01.intoArray(c, to + L);
    to += p.cStride;
    v10.intoArray(c, to);
    v11.intoArray(c, to + L);
    to += p.cStride;
    v20.intoArray(c, to);
    v21.intoArray(c, to + L);
  }

  private static void oneByTwo(ShiftedProduct p, int row) {
    float[] a = p.a;
    float[] b = p.b;
    int[] shifts = p.shifts;
    int depth = p.depth;
    int bOffset = p.bOffset;
    int aStride = p.aStride;
    FloatVector v00 = FloatVector.broadcast(S, p.start[p.startOffset + row]);
    FloatVector v01 = v00;
    for (int k = 0, i = p.aOffset + row; k < depth; k++, i += aStride) {
      int o = bOffset + shifts[k];
      FloatVector b0 = FloatVector.fromArray(S, b, o);
      FloatVector b1 = FloatVector.fromArray(S, b, o + L);
      FloatVector x = FloatVector.broadcast(S, a[i]);
      v00 = x.fma(b0, v00);
      v01 = x.fma(b1, v01);
    }
    float[] c = p.c;
    int to = p.cOffset + row * p.cStride;
    v00.intoArray(c, to);
    v01.intoArray(c, to + L);
  }
}
