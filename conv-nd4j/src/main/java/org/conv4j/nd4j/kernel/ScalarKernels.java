package org.conv4j.nd4j.kernel;

import java.util.Arrays;

/**
 * {@link Kernels} in plain Java, for JVMs without the Vector API: blocks of 4 x 4 scalars. Slower
 * than BLAS, and therefore chosen only for what BLAS cannot do.
 */
public final class ScalarKernels implements Kernels {

  private static final int LANES = 4;

  /** The kernels. */
  public ScalarKernels() {}

  @Override
  public String description() {
    return "plain Java";
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int widest() {
    return 1;
  }

  @Override
  public void multiply(GatheredProduct product, int from, int to, int vectors) {
    int row = from;
    for (; to - row >= 2; row += 2) {
      twoRows(product, row);
    }
    if (to > row) {
      oneRow(product, row);
    }
  }

  private static void twoRows(GatheredProduct p, int row) {
    float[] a = p.a;
    float[] b = p.b;
    int[] columns = p.columns;
    int a0 = p.aOffset + p.rows[row];
    int a1 = p.aOffset + p.rows[row + 1];
    int s = p.startOffset + p.startScale * p.targets[row];
    float v00 = p.start[s];
    float v01 = p.start[s + 1];
    float v02 = p.start[s + 2];
    float v03 = p.start[s + 3];
    s = p.startOffset + p.startScale * p.targets[row + 1];
    float v10 = p.start[s];
    float v11 = p.start[s + 1];
    float v12 = p.start[s + 2];
    float v13 = p.start[s + 3];
    int end = p.firstColumn + p.depth;
    for (int k = p.firstColumn, o = p.bOffset; k < end; k++, o += p.bStride) {
      float x0 = a[a0 + columns[k]];
      float x1 = a[a1 + columns[k]];
      v00 += x0 * b[o];
      v01 += x0 * b[o + 1];
      v02 += x0 * b[o + 2];
      v03 += x0 * b[o + 3];
      v10 += x1 * b[o];
      v11 += x1 * b[o + 1];
      v12 += x1 * b[o + 2];
      v13 += x1 * b[o + 3];
    }
    int c = p.cOffset + p.targets[row];
    p.c[c] = v00;
    p.c[c + 1] = v01;
    p.c[c + 2] = v02;
    p.c[c + 3] = v03;
    c = p.cOffset + p.targets[row + 1];
    p.c[c] = v10;
    p.c[c + 1] = v11;
    p.c[c + 2] = v12;
    p.c[c + 3] = v13;
  }

  private static void oneRow(GatheredProduct p, int row) {
    float[] a = p.a;
    float[] b = p.b;
    int[] columns = p.columns;
    int a0 = p.aOffset + p.rows[row];
    int s = p.startOffset + p.startScale * p.targets[row];
    float v0 = p.start[s];
    float v1 = p.start[s + 1];
    float v2 = p.start[s + 2];
    float v3 = p.start[s + 3];
    int end = p.firstColumn + p.depth;
    for (int k = p.firstColumn, o = p.bOffset; k < end; k++, o += p.bStride) {
      float x = a[a0 + columns[k]];
      v0 += x * b[o];
      v1 += x * b[o + 1];
      v2 += x * b[o + 2];
      v3 += x * b[o + 3];
    }
    int c = p.cOffset + p.targets[row];
    p.c[c] = v0;
    p.c[c + 1] = v1;
    p.c[c + 2] = v2;
    p.c[c + 3] = v3;
  }

  @Override
  public void multiplyLanes(GatheredProduct p, int from, int to) {
    for (int row = from; row < to; row++) {
      int a0 = p.aOffset + p.rows[row];
      int s = p.startOffset + p.startScale * p.targets[row];
      float v0 = p.start[s];
      float v1 = p.start[s + 1];
      float v2 = p.start[s + 2];
      float v3 = p.start[s + 3];
      int end = p.firstColumn + p.depth;
      for (int k = p.firstColumn, o = p.bOffset; k < end; k++, o += p.bStride) {
        int x = a0 + p.columns[k];
        v0 += p.a[x] * p.b[o];
        v1 += p.a[x + 1] * p.b[o + 1];
        v2 += p.a[x + 2] * p.b[o + 2];
        v3 += p.a[x + 3] * p.b[o + 3];
      }
      int c = p.cOffset + p.targets[row];
      p.c[c] = v0;
      p.c[c + 1] = v1;
      p.c[c + 2] = v2;
      p.c[c + 3] = v3;
    }
  }

  @Override
  public void multiplyShifted(ShiftedProduct p, int from, int to) {
    for (int row = from; row < to; row++) {
      float v0 = p.start[p.startOffset + row];
      float v1 = v0;
      float v2 = v0;
      float v3 = v0;
      for (int k = 0; k < p.depth; k++) {
        float x = p.a[p.aOffset + k * p.aStride + row];
        int o = p.bOffset + p.shifts[k];
        v0 += x * p.b[o];
        v1 += x * p.b[o + 1];
        v2 += x * p.b[o + 2];
        v3 += x * p.b[o + 3];
      }
      int c = p.cOffset + row * p.cStride;
      p.c[c] = v0;
      p.c[c + 1] = v1;
      p.c[c + 2] = v2;
      p.c[c + 3] = v3;
    }
  }

  @Override
  public void multiplyPlane(ShiftedProduct p, int pixels) {
    int c = p.cOffset;
    int b = p.bOffset;
    for (int n = 0; n < pixels; n += LANES) {
      p.bOffset = b + n;
      p.cOffset = c + n;
      multiplyShifted(p, 0, 1);
    }
    p.bOffset = b;
    p.cOffset = c;
  }

  @Override
  public void addTaps(ShiftedProduct p, int pixels) {
    for (int k = 0; k < p.depth; k++) {
      int b = p.bOffset + p.shifts[k];
      int c = p.cOffset + k * LANES;
      float v0 = p.c[c];
      float v1 = p.c[c + 1];
      float v2 = p.c[c + 2];
      float v3 = p.c[c + 3];
      int a = p.aOffset;
      int end = a + pixels / LANES * LANES;
      for (; a < end; a += LANES, b += LANES) {
        v0 += p.a[a] * p.b[b];
        v1 += p.a[a + 1] * p.b[b + 1];
        v2 += p.a[a + 2] * p.b[b + 2];
        v3 += p.a[a + 3] * p.b[b + 3];
      }
      p.c[c] = v0;
      p.c[c + 1] = v1;
      p.c[c + 2] = v2;
      p.c[c + 3] = v3;
      for (end = p.aOffset + pixels; a < end; a++, b++, c++) {
        p.c[c] += p.a[a] * p.b[b];
      }
    }
  }

  @Override
  public void slide(PlaneWindow p) {
    ScalarWindow.slide(p);
  }

  @Override
  public void slideByTwo(PlaneWindow p) {
    ScalarWindow.slideByTwo(p);
  }

  @Override
  public void addWindows(PlaneWindow p) {
    ScalarWindow.add(p, LANES);
  }

  @Override
  public void addWindowsByTwo(PlaneWindow p) {
    ScalarWindow.addByTwo(p, LANES);
  }

  @Override
  public void spreadByTwo(PlaneWindow p) {
    for (int y = 0; y < 2 * p.rows; y++) {
      int row = y / 2;
      int to = p.to + y * 2 * p.width;
      Arrays.fill(p.memory, to, to + 2 * p.width, p.start);
      spreadRow(p, 1 + y % 2, p.first + row * p.pitch, to);
      if (y % 2 == 1) {
        spreadRow(p, 0, row + 1 == p.rows ? p.below : p.first + (row + 1) * p.pitch, to);
      }
    }
  }

  private static void spreadRow(PlaneWindow p, int tapRow, int from, int to) {
    int w = p.weightsOffset + 3 * tapRow;
    for (int x = 0; x < p.width; x++) {
      float here = p.masks[x] != 0 ? p.memory[from + x] : 0;
      float right = p.masks[p.maskStride + x] != 0 ? p.memory[from + x + 1] : 0;
      p.memory[to + 2 * x] += p.weights[w + 1] * here;
      p.memory[to + 2 * x + 1] += p.weights[w + 2] * here + p.weights[w] * right;
    }
  }

  @Override
  public void addLanes(float[] sums, int at, int count) {
    for (int i = 0; i < count; i++, at += LANES) {
      sums[at] = (sums[at] + sums[at + 2]) + (sums[at + 1] + sums[at + 3]);
    }
  }

  @Override
  public void interleave(
      float[] planes, int f, int planeStride, int pixels, float[] to, int t, int pixelStride) {
    for (int p = 0; p < pixels; p++) {
      for (int lane = 0; lane < LANES; lane++) {
        to[t + p * pixelStride + lane] = planes[f + lane * planeStride + p];
      }
    }
  }

  @Override
  public void deinterleave(
      float[] from, int f, int pixelStride, int pixels, float[] planes, int t, int planeStride) {
    for (int lane = 0; lane < LANES; lane++) {
      for (int p = 0; p < pixels; p++) {
        planes[t + lane * planeStride + p] = from[f + p * pixelStride + lane];
      }
    }
  }

  @Override
  public TileTransform winograd(int outputs) {
    return outputs == 2 ? Transforms.TWO : Transforms.FOUR;
  }

  /** One of each is enough; made when the first is asked for. */
  private static final class Transforms {
    static final TileTransform TWO = new ScalarTransform(WinogradMatrices.F2, LANES);
    static final TileTransform FOUR = new ScalarTransform(WinogradMatrices.F4, LANES);
  }
}
