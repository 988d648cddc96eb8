package org.conv4j.nd4j.kernel.vector;

import org.conv4j.nd4j.kernel.GatheredProduct;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.LineForm;
import org.conv4j.nd4j.kernel.NativePlanes;
import org.conv4j.nd4j.kernel.PlaneWindow;
import org.conv4j.nd4j.kernel.ShiftedProduct;
import org.conv4j.nd4j.kernel.TileTransform;

/** {@link Kernels} in the JDK's Vector API. */
public final class VectorKernels implements Kernels {

  private static final int LANES = Species.FLOAT.length();
  private static final int WIDEST = Species.MANY_REGISTERS ? 4 : 2;

  /** The kernels at the width that this JVM uses. */
  public VectorKernels() {}

  @Override
  public String description() {
    return "Vector API, " + Species.FLOAT.vectorBitSize() + " bits";
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int widest() {
    return WIDEST;
  }

  @Override
  public void multiply(GatheredProduct product, int from, int to, int vectors) {
    switch (vectors) {
      case 4 -> FourVectorBlocks.multiply(product, from, to);
      case 2 -> TwoVectorBlocks.multiply(product, from, to);
      default -> OneVectorBlocks.multiply(product, from, to);
    }
  }

  @Override
  public void multiplyLanes(GatheredProduct product, int from, int to) {
    LaneBlocks.multiply(product, from, to);
  }

  @Override
  public void multiplyShifted(ShiftedProduct product, int from, int to) {
    if (WIDEST == 4) {
      ShiftedBlocks.fourVectors(product, from, to);
    } else {
      ShiftedBlocks.twoVectors(product, from, to);
    }
  }

  @Override
  public boolean streams() {
    return StreamedBlocks.available();
  }

  @Override
  public void streamShifted(ShiftedProduct product, int from, int to, NativePlanes result) {
    StreamedBlocks.multiply(product, from, to, result);
  }

  @Override
  public void multiplyPlane(ShiftedProduct product, int pixels) {
    PlaneSums.multiply(product, pixels);
  }

  @Override
  public void addTaps(ShiftedProduct product, int pixels) {
    TapSums.accumulate(product, pixels);
  }

  @Override
  public void interleave(
      float[] planes, int f, int planeStride, int pixels, float[] to, int t, int pixelStride) {
    transpose(planes, f, planeStride, LANES, to, t, pixelStride, LANES * pixelStride, pixels);
  }

  @Override
  public void deinterleave(
      float[] from, int f, int pixelStride, int pixels, float[] planes, int t, int planeStride) {
    transpose(from, f, pixelStride, LANES * pixelStride, planes, t, planeStride, LANES, pixels);
  }

  private static void transpose(
      float[] from,
      int f,
      int fStride,
      int fStep,
      float[] to,
      int t,
      int tStride,
      int tStep,
      int pixels) {
    int blocks = (pixels + LANES - 1) / LANES;
    switch (LANES) {
      case 16 -> Transposition16.blocks(from, f, fStride, fStep, to, t, tStride, tStep, blocks);
      case 8 -> Transposition8.blocks(from, f, fStride, fStep, to, t, tStride, tStep, blocks);
      default -> Transposition4.blocks(from, f, fStride, fStep, to, t, tStride, tStep, blocks);
    }
  }

  @Override
  public void pick(float[] from, int f, int step, int count, float[] to, int t) {
    int done = step == 2 ? Pairs.even(from, f, count, to, t) : 0;
    for (int i = done; i < count; i++) {
      to[t + i] = from[f + i * step];
    }
  }

  @Override
  public void pickRows(
      float[] from, int f, int pitch, int step, int count, int rows, float[] to, int t) {
    if (step == 1 && pitch == count) {
      System.arraycopy(from, f, to, t, rows * count);
      return;
    }
    int done =
        switch (step) {
          case 1 -> Rows.copy(from, f, pitch, count, rows, to, t);
          case 2 -> Rows.even(from, f, pitch, count, rows, to, t);
          default -> 0;
        };
    for (int r = done; r < rows; r++) {
      for (int i = 0; i < count; i++) {
        to[t + r * count + i] = from[f + r * pitch + i * step];
      }
    }
  }

  @Override
  public void placeRows(
      float[] from,
      int f,
      int count,
      int rows,
      float blank,
      float[] to,
      int t,
      int pitch,
      int step) {
    if (step == 2) {
      Rows.placeEven(from, f, count, rows, blank, to, t, pitch);
    } else {
      Kernels.super.placeRows(from, f, count, rows, blank, to, t, pitch, step);
    }
  }

  @Override
  public void zip(float[] from, int even, int odd, int count, float[] to, int t) {
    for (int i = Pairs.zip(from, even, odd, count, to, t); i < count; i++) {
      to[t + 2 * i] = from[even + i];
      to[t + 2 * i + 1] = from[odd + i];
    }
  }

  @Override
  public void joinPhases(
      float[] from, int f, int phaseFloats, int pitch, int rows, int width, float[] to, int t) {
    Rows.join(from, f, phaseFloats, pitch, rows, width, to, t);
  }

  @Override
  public void slide(PlaneWindow window) {
    WindowSums.multiply(window);
  }

  @Override
  public void addWindows(PlaneWindow window) {
    WindowGradients.add(window);
  }

  @Override
  public boolean rolls() {
    return true;
  }

  @Override
  public void roll(PlaneWindow window) {
    RollingSums.roll(window);
  }

  @Override
  public void rollByTwo(PlaneWindow window) {
    RollingSums.rollByTwo(window);
  }

  @Override
  public void slideByTwo(PlaneWindow window) {
    WindowSums.multiplyByTwo(window);
  }

  @Override
  public void sumWindows(PlaneWindow window) {
    WindowGradients.sum(window);
  }

  @Override
  public void sumWindowsByTwo(PlaneWindow window) {
    WindowGradients.sumByTwo(window);
  }

  @Override
  public void addWindowsByTwo(PlaneWindow window) {
    WindowGradients.addByTwo(window);
  }

  @Override
  public void spreadByTwo(PlaneWindow window) {
    WindowSpread.multiply(window);
  }

  @Override
  public void addTapSums(float[] sums, int at, int count) {
    TapSums.addLanes(sums, at, count);
  }

  @Override
  public TileTransform winograd(LineForm vertical, LineForm horizontal) {
    return switch (vertical) {
      case F2 -> new Winograd2Transform();
      case F4 -> new Winograd4Transform();
      case BY_TWO -> new StridedTransform();
      case SPREAD_OUTER, SPREAD_MIDDLE -> new SpreadTransform(vertical, horizontal);
    };
  }
}
