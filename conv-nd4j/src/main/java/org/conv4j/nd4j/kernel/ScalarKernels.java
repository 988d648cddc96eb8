package org.conv4j.nd4j.kernel;

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
  public boolean slides() {
    return false;
  }

  @Override
  public void slideByTwo(PlaneWindow window) {
    ScalarWindow.slideByTwo(window);
  }

  @Override
  public void addWindowsByTwo(PlaneWindow window) {
    ScalarWindow.addByTwo(window, LANES);
  }

  /** There is one sum for each tap from the beginning. */
  @Override
  public void sumWindowsByTwo(PlaneWindow window) {}

  @Override
  public void spreadByTwo(PlaneWindow window) {
    ScalarWindow.spreadByTwo(window);
  }

  /** Runs of pixels at a time, through arrays of their own. */
  @Override
  public void multiplyPlane(ShiftedProduct product, int pixels) {
    LineSums.ofThread().multiply(product, pixels);
  }

  @Override
  public void addTaps(ShiftedProduct product, int pixels) {
    PlainSums.addTaps(product, pixels, LANES);
  }

  @Override
  public void joinPhases(
      float[] from, int f, int phaseFloats, int pitch, int rows, int width, float[] to, int t) {
    for (int y = 0; y < rows; y++, t += width) {
      int even = f + y % 2 * 2 * phaseFloats + y / 2 * pitch;
      zip(from, even, even + phaseFloats, width / 2, to, t);
      if (width % 2 != 0) {
        to[t + width - 1] = from[even + width / 2];
      }
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
  public TileTransform winograd(LineForm vertical, LineForm horizontal) {
    return new ScalarTransform(vertical, horizontal, LANES);
  }
}
