package org.conv4j.nd4j.kernel;

/**
 * A {@link GatheredProduct} of scalars: 4 x 4 sums stay in registers over the whole depth, which
 * takes no better compiler than the JVM's first.
 */
final class PlainProducts {

  private PlainProducts() {}

  /** Columns are a multiple of 4. */
  static void multiply(GatheredProduct p, int row, int end, int columns) {
    for (; end - row >= 4; row += 4) {
      for (int n = 0; n < columns; n += 4) {
        fourRows(p, row, n);
      }
    }
    for (; row < end; row++) {
      for (int n = 0; n < columns; n += 4) {
        oneRow(p, row, n);
      }
    }
  }

  private static void fourRows(GatheredProduct p, int row, int n) {
    float[] a = p.a;
    float[] b = p.b;
    float[] c = p.c;
    int[] columns = p.columns;
    int bStride = p.bStride;
    int a0 = p.aOffset + p.rows[row];
    int a1 = p.aOffset + p.rows[row + 1];
    int a2 = p.aOffset + p.rows[row + 2];
    int a3 = p.aOffset + p.rows[row + 3];
    int c0 = p.targets[row];
    int c1 = p.targets[row + 1];
    int c2 = p.targets[row + 2];
    int c3 = p.targets[row + 3];
    float[] start = p.start;
    int s = p.startOffset + p.startScale * c0 + n;
    float v00 = start[s];
    float v01 = start[s + 1];
    float v02 = start[s + 2];
    float v03 = start[s + 3];
    s = p.startOffset + p.startScale * c1 + n;
    float v10 = start[s];
    float v11 = start[s + 1];
    float v12 = start[s + 2];
    float v13 = start[s + 3];
    s = p.startOffset + p.startScale * c2 + n;
    float v20 = start[s];
    float v21 = start[s + 1];
    float v22 = start[s + 2];
    float v23 = start[s + 3];
    s = p.startOffset + p.startScale * c3 + n;
    float v30 = start[s];
    float v31 = start[s + 1];
    float v32 = start[s + 2];
    float v33 = start[s + 3];
    int end = p.firstColumn + p.depth;
    for (int k = p.firstColumn, o = p.bOffset + n; k < end; k++, o += bStride) {
      int column = columns[k];
      float b0 = b[o];
      float b1 = b[o + 1];
      float b2 = b[o + 2];
      float b3 = b[o + 3];
      float x = a[a0 + column];
      v00 = Math.fma(x, b0, v00);
      v01 = Math.fma(x, b1, v01);
      v02 = Math.fma(x, b2, v02);
      v03 = Math.fma(x, b3, v03);
      x = a[a1 + column];
      v10 = Math.fma(x, b0, v10);
      v11 = Math.fma(x, b1, v11);
      v12 = Math.fma(x, b2, v12);
      v13 = Math.fma(x, b3, v13);
      x = a[a2 + column];
      v20 = Math.fma(x, b0, v20);
      v21 = Math.fma(x, b1, v21);
      v22 = Math.fma(x, b2, v22);
      v23 = Math.fma(x, b3, v23);
      x = a[a3 + column];
      v30 = Math.fma(x, b0, v30);
      v31 = Math.fma(x, b1, v31);
      v32 = Math.fma(x, b2, v32);
      v33 = Math.fma(x, b3, v33);
    }
    store(c, p.cOffset + c0 + n, v00, v01, v02, v03);
    store(c, p.cOffset + c1 + n, v10, v11, v12, v13);
    store(c, p.cOffset + c2 + n, v20, v21, v22, v23);
    store(c, p.cOffset + c3 + n, v30, v31, v32, v33);
  }

  private static void oneRow(GatheredProduct p, int row, int n) {
    float[] a = p.a;
    float[] b = p.b;
    int[] columns = p.columns;
    int a0 = p.aOffset + p.rows[row];
    int s = p.startOffset + p.startScale * p.targets[row] + n;
    float v0 = p.start[s];
    float v1 = p.start[s + 1];
    float v2 = p.start[s + 2];
    float v3 = p.start[s + 3];
    int end = p.firstColumn + p.depth;
    for (int k = p.firstColumn, o = p.bOffset + n; k < end; k++, o += p.bStride) {
      float x = a[a0 + columns[k]];
      v0 = Math.fma(x, b[o], v0);
      v1 = Math.fma(x, b[o + 1], v1);
      v2 = Math.fma(x, b[o + 2], v2);
      v3 = Math.fma(x, b[o + 3], v3);
    }
    store(p.c, p.cOffset + p.targets[row] + n, v0, v1, v2, v3);
  }

  /** Lanes are a multiple of 4. */
  static void multiplyLanes(GatheredProduct p, int from, int to, int lanes) {
    for (int row = from; row < to; row++) {
      for (int n = 0; n < lanes; n += 4) {
        oneRowOfLanes(p, row, n);
      }
    }
  }

  private static void oneRowOfLanes(GatheredProduct p, int row, int n) {
    float[] a = p.a;
    float[] b = p.b;
    int[] columns = p.columns;
    int a0 = p.aOffset + p.rows[row] + n;
    int s = p.startOffset + p.startScale * p.targets[row] + n;
    float v0 = p.start[s];
    float v1 = p.start[s + 1];
    float v2 = p.start[s + 2];
    float v3 = p.start[s + 3];
    int end = p.firstColumn + p.depth;
    for (int k = p.firstColumn, o = p.bOffset + n; k < end; k++, o += p.bStride) {
      int x = a0 + columns[k];
      v0 = Math.fma(a[x], b[o], v0);
      v1 = Math.fma(a[x + 1], b[o + 1], v1);
      v2 = Math.fma(a[x + 2], b[o + 2], v2);
      v3 = Math.fma(a[x + 3], b[o + 3], v3);
    }
    store(p.c, p.cOffset + p.targets[row] + n, v0, v1, v2, v3);
  }

  private static void store(float[] c, int at, float v0, float v1, float v2, float v3) {
    c[at] = v0;
    c[at + 1] = v1;
    c[at + 2] = v2;
    c[at + 3] = v3;
  }
}
