package org.conv4j.nd4j.kernel;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * {@link Kernels} in plain Java with the geometry of vector kernels, and with their results bit by
 * bit: every lane is a scalar, and sums run in the same order through the same fused operations.
 * (Where a result is NaN, it is NaN in both; which bits say so is the processor's choice.)
 *
 * <p>They stand in for vector kernels that the JVM has not compiled yet: a loop of scalars is fast
 * within milliseconds.
 */
final class PlainKernels implements Kernels {

  private final int lanes;
  private final int widest;

  /**
   * Kernels of the given geometry.
   *
   * @param lanes a multiple of 4
   */
  PlainKernels(int lanes, int widest) {
    this.lanes = lanes;
    this.widest = widest;
  }

  @Override
  public String description() {
    return "plain Java, " + lanes + " lanes";
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public int widest() {
    return widest;
  }

  @Override
  public void multiply(GatheredProduct product, int from, int to, int vectors) {
    PlainProducts.multiply(product, from, to, vectors * lanes);
  }

  @Override
  public void multiplyLanes(GatheredProduct product, int from, int to) {
    PlainProducts.multiplyLanes(product, from, to, lanes);
  }

  @Override
  public void multiplyShifted(ShiftedProduct product, int from, int to) {
    PlainSums.multiply(product, from, to, widest * lanes);
  }

  @Override
  public boolean streams() {
    return true;
  }

  @Override
  public void streamShifted(ShiftedProduct product, int from, int to, NativePlanes result) {
    FloatBuffer memory = result.memory.duplicate().order(ByteOrder.nativeOrder()).asFloatBuffer();
    int bOffset = product.bOffset;
    for (int row = from; row < to; row++) {
      for (int i = 0; i < result.vectors; i++) {
        product.bOffset = bOffset + result.pixels.sources()[i];
        PlainSums.multiply(product, row, row + 1, lanes);
        memory.put(
            result.offset + row * result.pitch + result.pixels.targets()[i],
            product.c,
            product.cOffset + row * product.cStride,
            lanes);
      }
    }
    product.bOffset = bOffset;
  }

  @Override
  public void multiplyPlane(ShiftedProduct product, int pixels) {
    PlainSums.multiply(product, 0, 1, (pixels + lanes - 1) / lanes * lanes);
  }

  @Override
  public void addTaps(ShiftedProduct product, int pixels) {
    PlainSums.addTaps(product, pixels, lanes);
  }

  @Override
  public void interleave(
      float[] planes, int f, int planeStride, int pixels, float[] to, int t, int pixelStride) {
    for (int lane = 0; lane < lanes; lane += 4) {
      for (int p = 0; p < pixels; p++) {
        int from = f + lane * planeStride + p;
        int at = t + p * pixelStride + lane;
        to[at] = planes[from];
        to[at + 1] = planes[from + planeStride];
        to[at + 2] = planes[from + 2 * planeStride];
        to[at + 3] = planes[from + 3 * planeStride];
      }
    }
  }

  @Override
  public void deinterleave(
      float[] from, int f, int pixelStride, int pixels, float[] planes, int t, int planeStride) {
    for (int lane = 0; lane < lanes; lane += 4) {
      for (int p = 0; p < pixels; p++) {
        int at = f + p * pixelStride + lane;
        int to = t + lane * planeStride + p;
        planes[to] = from[at];
        planes[to + planeStride] = from[at + 1];
        planes[to + 2 * planeStride] = from[at + 2];
        planes[to + 3 * planeStride] = from[at + 3];
      }
    }
  }

  @Override
  public void slide(PlaneWindow window) {
    PlainWindow.slide(window);
  }

  @Override
  public void addWindows(PlaneWindow window) {
    PlainWindow.add(window, lanes);
  }

  @Override
  public boolean rolls() {
    return true;
  }

  @Override
  public void roll(PlaneWindow window) {
    PlainRolling.roll(window, lanes);
  }

  @Override
  public void rollByTwo(PlaneWindow window) {
    PlainRolling.rollByTwo(window, lanes);
  }

  @Override
  public void slideByTwo(PlaneWindow window) {
    PlainWindow.slideByTwo(window);
  }

  @Override
  public void sumWindows(PlaneWindow window) {
    PlainWindow.sum(window, lanes);
  }

  @Override
  public void sumWindowsByTwo(PlaneWindow window) {
    PlainWindow.sumByTwo(window, lanes);
  }

  @Override
  public void addWindowsByTwo(PlaneWindow window) {
    PlainWindow.addByTwo(window, lanes);
  }

  @Override
  public void spreadByTwo(PlaneWindow window) {
    PlainWindow.spreadByTwo(window);
  }

  @Override
  public TileTransform winograd(LineForm vertical, LineForm horizontal) {
    return new PlainTransform(vertical, horizontal, lanes);
  }
}
