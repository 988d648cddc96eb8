package org.conv4j.nd4j.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;

/**
 * Vector kernels, each from the moment on at which the JVM has compiled it, and plain ones in their
 * place until then. As both give the same bits and keep nothing from call to call, one may take
 * over from the other at any time, in the middle of a convolution, too.
 *
 * <p>To have them compiled takes time, too: see {@link Demand}.
 */
final class WarmingKernels implements Kernels {

  /** What it takes to move a number, in multiplications of a register block. */
  static final long MOVE = 4;

  private final Kernels plain;
  private final Kernels vector;
  private final Demand demand;

  /** For each exercise the vector kernels once they are ready. */
  private final AtomicReferenceArray<Kernels> ready =
      new AtomicReferenceArray<>(Exercise.values().length);

  /** Plain kernels at first, of the geometry of {@code vector}. */
  WarmingKernels(Kernels vector) {
    this(
        new PlainKernels(vector.lanes(), vector.widest()),
        vector,
        System::nanoTime,
        Demand.WORTH_IT);
  }

  /**
   * For tests.
   *
   * @param clock by which both are compared
   * @param enough work of {@code plain} after which {@code vector} is warmed up
   */
  WarmingKernels(Kernels plain, Kernels vector, LongSupplier clock, long enough) {
    this.plain = plain;
    this.vector = vector;
    this.demand =
        new Demand(
            new WarmUp(plain, vector, clock, exercise -> ready.set(exercise.ordinal(), vector)),
            enough);
  }

  /** Returns when the vector kernels compute all that was computed so far. */
  void settle() throws InterruptedException {
    demand.satisfy();
  }

  /**
   * The kernels that compute {@code exercise} now.
   *
   * @param work how much of it will be computed, in multiplications of a register block
   */
  Kernels now(Exercise exercise, long work) {
    Kernels compiled = ready.get(exercise.ordinal());
    if (compiled != null) {
      return compiled;
    }
    demand.count(exercise, work);
    return plain;
  }

  @Override
  public String description() {
    return vector.description();
  }

  @Override
  public int lanes() {
    return vector.lanes();
  }

  @Override
  public int widest() {
    return vector.widest();
  }

  @Override
  public void multiply(GatheredProduct product, int from, int to, int vectors) {
    now(Exercise.multiply(vectors), (long) (to - from) * product.depth * vectors * lanes())
        .multiply(product, from, to, vectors);
  }

  @Override
  public void multiplyLanes(GatheredProduct product, int from, int to) {
    now(Exercise.MULTIPLY_LANES, (long) (to - from) * product.depth * lanes())
        .multiplyLanes(product, from, to);
  }

  @Override
  public void multiplyShifted(ShiftedProduct product, int from, int to) {
    now(Exercise.MULTIPLY_SHIFTED, (long) (to - from) * product.depth * widest() * lanes())
        .multiplyShifted(product, from, to);
  }

  @Override
  public boolean streams() {
    return vector.streams();
  }

  @Override
  public void streamShifted(ShiftedProduct product, int from, int to, NativePlanes result) {
    now(Exercise.STREAM_SHIFTED, (long) (to - from) * product.depth * result.vectors * lanes())
        .streamShifted(product, from, to, result);
  }

  @Override
  public void multiplyPlane(ShiftedProduct product, int pixels) {
    now(Exercise.MULTIPLY_PLANE, (long) product.depth * pixels).multiplyPlane(product, pixels);
  }

  @Override
  public void addTaps(ShiftedProduct product, int pixels) {
    now(Exercise.ADD_TAPS, (long) product.depth * pixels).addTaps(product, pixels);
  }

  @Override
  public void interleave(
      float[] planes, int f, int planeStride, int pixels, float[] to, int t, int pixelStride) {
    now(Exercise.INTERLEAVE, MOVE * pixels * lanes())
        .interleave(planes, f, planeStride, pixels, to, t, pixelStride);
  }

  @Override
  public void deinterleave(
      float[] from, int f, int pixelStride, int pixels, float[] planes, int t, int planeStride) {
    now(Exercise.DEINTERLEAVE, MOVE * pixels * lanes())
        .deinterleave(from, f, pixelStride, pixels, planes, t, planeStride);
  }

  @Override
  public void pick(float[] from, int f, int step, int count, float[] to, int t) {
    now(Exercise.PICK, MOVE * count).pick(from, f, step, count, to, t);
  }

  @Override
  public void pickRows(
      float[] from, int f, int pitch, int step, int count, int rows, float[] to, int t) {
    now(Exercise.PICK_ROWS, MOVE * rows * count).pickRows(from, f, pitch, step, count, rows, to, t);
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
    now(Exercise.PLACE_ROWS, MOVE * rows * count)
        .placeRows(from, f, count, rows, blank, to, t, pitch, step);
  }

  @Override
  public void zip(float[] from, int even, int odd, int count, float[] to, int t) {
    now(Exercise.ZIP, MOVE * 2 * count).zip(from, even, odd, count, to, t);
  }

  @Override
  public void joinPhases(
      float[] from, int f, int phaseFloats, int pitch, int rows, int width, float[] to, int t) {
    now(Exercise.JOIN_PHASES, MOVE * rows * width)
        .joinPhases(from, f, phaseFloats, pitch, rows, width, to, t);
  }

  @Override
  public void slide(PlaneWindow window) {
    now(Exercise.SLIDE, taps(window)).slide(window);
  }

  @Override
  public void addWindows(PlaneWindow window) {
    now(Exercise.ADD_WINDOWS, taps(window)).addWindows(window);
  }

  @Override
  public void sumWindows(PlaneWindow window) {
    now(Exercise.ADD_WINDOWS, taps(window)).sumWindows(window);
  }

  @Override
  public boolean rolls() {
    return vector.rolls();
  }

  @Override
  public void roll(PlaneWindow window) {
    now(Exercise.ROLL, taps(window)).roll(window);
  }

  @Override
  public void rollByTwo(PlaneWindow window) {
    now(Exercise.ROLL_BY_TWO, taps(window)).rollByTwo(window);
  }

  @Override
  public void slideByTwo(PlaneWindow window) {
    now(Exercise.SLIDE_BY_TWO, taps(window)).slideByTwo(window);
  }

  @Override
  public void addWindowsByTwo(PlaneWindow window) {
    now(Exercise.ADD_WINDOWS_BY_TWO, taps(window)).addWindowsByTwo(window);
  }

  @Override
  public void sumWindowsByTwo(PlaneWindow window) {
    now(Exercise.ADD_WINDOWS_BY_TWO, taps(window)).sumWindowsByTwo(window);
  }

  @Override
  public void spreadByTwo(PlaneWindow window) {
    now(Exercise.SPREAD_BY_TWO, taps(window)).spreadByTwo(window);
  }

  @Override
  public void addTapSums(float[] sums, int at, int count) {
    now(Exercise.ADD_TAP_SUMS, MOVE * count * lanes()).addTapSums(sums, at, count);
  }

  private static long taps(PlaneWindow window) {
    return 9L * window.rows * window.width;
  }

  @Override
  public TileTransform winograd(LineForm vertical, LineForm horizontal) {
    return new WarmingTransform(vertical, horizontal, this);
  }
}
