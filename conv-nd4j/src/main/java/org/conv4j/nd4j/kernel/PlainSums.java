package org.conv4j.nd4j.kernel;

/** A {@link ShiftedProduct} of scalars: 4 x 4 sums stay in registers over the whole depth. */
final class PlainSums {

  private PlainSums() {}

  /** Pixels are a multiple of 4. */
  static void multiply(ShiftedProduct p, int row, int end, int pixels) {
    for (; end - row >= 4; row += 4) {
      for (int n = 0; n < pixels; n += 4) {
        fourRows(p, row, n);
      }
    }
    for (; row < end; row++) {
      for (int n = 0; n < pixels; n += 4) {
        oneRow(p, row, n);
      }
    }
  }

  private static void fourRows(ShiftedProduct p, int row, int n) {
    float[] a = p.a;
    float[] b = p.b;
    int[] shifts = p.shifts;
    int depth = p.depth;
    int bOffset = p.bOffset + n;
    int aStride = p.aStride;
    float v00 = p.start[p.startOffset + row];
    float v01 = v00;
    float v02 = v00;
    float v03 = v00;
    float v10 = p.start[p.startOffset + row + 1];
    float v11 = v10;
    float v12 = v10;
    float v13 = v10;
    float v20 = p.start[p.startOffset + row + 2];
    float v21 = v20;
    float v22 = v20;
    float v23 = v20;
    float v30 = p.start[p.startOffset + row + 3];
    float v31 = v30;
    float v32 = v30;
    float v33 = v30;
    for (int k = 0, i = p.aOffset + row; k < depth; k++, i += aStride) {
      int o = bOffset + shifts[k];
      float b0 = b[o];
      float b1 = b[o + 1];
      float b2 = b[o + 2];
      float b3 = b[o + 3];
      float x = a[i];
      v00 = Math.fma(x, b0, v00);
      v01 = Math.fma(x, b1, v01);
      v02 = Math.fma(x, b2, v02);
      v03 = Math.fma(x, b3, v03);
      x = a[i + 1];
      v10 = Math.fma(x, b0, v10);
      v11 = Math.fma(x, b1, v11);
      v12 = Math.fma(x, b2, v12);
      v13 = Math.fma(x, b3, v13);
      x = a[i + 2];
      v20 = Math.fma(x, b0, v20);
      v21 = Math.fma(x, b1, v21);
      v22 = Math.fma(x, b2, v22);
      v23 = Math.fma(x, b3, v23);
      x = a[i + 3];
      v30 = Math.fma(x, b0, v30);
      v31 = Math.fma(x, b1, v31);
      v32 = Math.fma(x, b2, v32);
      v33 = Math.fma(x, b3, v33);
    }
    float[] c = p.c;
    int to = p.cOffset + row * p.cStride + n;
    c[to] = v00;
    c[to + 1] = v01;
    c[to + 2] = v02;
    c[to + 3] = v03;
    to += p.cStride;
    c[to] = v10;
    c[to + 1] = v11;
    c[to + 2] = v12;
    c[to + 3] = v13;
    to += p.cStride;
    c[to] = v20;
    c[to + 1] = v21;
    c[to + 2] = v22;
    c[to + 3] = v23;
    to += p.cStride;
    c[to] = v30;
    c[to + 1] = v31;
    c[to + 2] = v32;
    c[to + 3] = v33;
  }

  private static void oneRow(ShiftedProduct p, int row, int n) {
    float[] a = p.a;
    float[] b = p.b;
    int[] shifts = p.shifts;
    int depth = p.depth;
    int bOffset = p.bOffset + n;
    int aStride = p.aStride;
    float v0 = p.start[p.startOffset + row];
    float v1 = v0;
    float v2 = v0;
    float v3 = v0;
    for (int k = 0, i = p.aOffset + row; k < depth; k++, i += aStride) {
      float x = a[i];
      int o = bOffset + shifts[k];
      v0 = Math.fma(x, b[o], v0);
      v1 = Math.fma(x, b[o + 1], v1);
      v2 = Math.fma(x, b[o + 2], v2);
      v3 = Math.fma(x, b[o + 3], v3);
    }
    int to = p.cOffset + row * p.cStride + n;
    p.c[to] = v0;
    p.c[to + 1] = v1;
    p.c[to + 2] = v2;
    p.c[to + 3] = v3;
  }

  /** Pixel n belongs to the sum of lane n modulo lanes, for each tap. */
  static void addTaps(ShiftedProduct p, int pixels, int lanes) {
    for (int k = 0; k < p.depth; k++) {
      int to = p.cOffset + k * lanes;
      for (int lane = 0; lane < lanes; lane += 4) {
        addFourLanes(p, p.bOffset + p.shifts[k], lane, pixels, lanes, to + lane);
      }
    }
  }

  private static void addFourLanes(
      ShiftedProduct p, int bOffset, int lane, int pixels, int lanes, int to) {
    float[] a = p.a;
    float[] b = p.b;
    float[] c = p.c;
    int aOffset = p.aOffset;
    float v0 = c[to];
    float v1 = c[to + 1];
    float v2 = c[to + 2];
    float v3 = c[to + 3];
    int n = lane;
    for (; n + 4 <= pixels; n += lanes) {
      int x = aOffset + n;
      int y = bOffset + n;
      v0 = Math.fma(a[x], b[y], v0);
      v1 = Math.fma(a[x + 1], b[y + 1], v1);
      v2 = Math.fma(a[x + 2], b[y + 2], v2);
      v3 = Math.fma(a[x + 3], b[y + 3], v3);
    }
    if (n < pixels) {
      v0 = Math.fma(a[aOffset + n], b[bOffset + n], v0);
    }
    if (n + 1 < pixels) {
      v1 = Math.fma(a[aOffset + n + 1], b[bOffset + n + 1], v1);
    }
    if (n + 2 < pixels) {
      v2 = Math.fma(a[aOffset + n + 2], b[bOffset + n + 2], v2);
    }
    c[to] = v0;
    c[to + 1] = v1;
    c[to + 2] = v2;
    c[to + 3] = v3;
  }
}
