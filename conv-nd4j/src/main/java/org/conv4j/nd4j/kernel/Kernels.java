package org.conv4j.nd4j.kernel;

/**
 * The inner loops of the blocked algorithms, on Java arrays. Offsets, strides and counts are in
 * elements and trusted. Stateless and safe for use by many threads on different data.
 *
 * <p>Channels come in <em>vectors</em> of {@link #lanes()}. Data in which the channels of a pixel
 * lie side by side is called interleaved; data in which the pixels of a channel do, planar.
 */
public interface Kernels {

  /** What runs, for reports: {@code Vector API, 512 bits}, for instance. */
  String description();

  /** Floats in a vector; a power of two. */
  int lanes();

  /** The widest column block that {@link #multiply} takes, in vectors: 4, 2 or 1. */
  int widest();

  /**
   * Computes rows {@code from} (inclusive) to {@code to} (exclusive) of a product, in a column
   * block that is {@code vectors} vectors wide.
   *
   * @param vectors 1, 2 or 4, at most {@link #widest()}
   */
  void multiply(GatheredProduct product, int from, int to, int vectors);

  /**
   * Computes rows {@code from} (inclusive) to {@code to} (exclusive) of a product lane by lane, one
   * vector wide: the form of {@link GatheredProduct}, but with {@code a[... + n]} in place of
   * {@code a[...]}. Each lane is a sum of its own, as the channels of a depthwise convolution are.
   */
  void multiplyLanes(GatheredProduct product, int from, int to);

  /**
   * Computes rows {@code from} (inclusive) to {@code to} (exclusive) of a product, and of each as
   * many pixels as {@link #widest()} vectors hold.
   */
  void multiplyShifted(ShiftedProduct product, int from, int to);

  /** Whether there is {@link #streamShifted}. */
  default boolean streams() {
    return false;
  }

  /**
   * As {@link #multiplyShifted}, but of the pixels that {@code result} names, and straight to
   * memory outside the heap. May also write the first vector of each row of {@code product}'s own
   * result.
   */
  default void streamShifted(ShiftedProduct product, int from, int to, NativePlanes result) {
    throw new UnsupportedOperationException(description() + " does not stream");
  }

  /**
   * Computes the first row of a product, and of it {@code pixels} pixels. Pixels are read and
   * written up to the next multiple of {@link #lanes()}.
   */
  void multiplyPlane(ShiftedProduct product, int pixels);

  /**
   * The filter gradient of the same: {@code a} holds as many gradients as there are pixels, and
   * sums over pixels, {@code cStride} for each tap, are added to {@code c}:
   *
   * <pre>
   * c[cOffset + k * cStride + n % cStride] += a[aOffset + n] * b[bOffset + shifts[k] + n]
   * </pre>
   */
  void addTaps(ShiftedProduct product, int pixels);

  /**
   * Planar to interleaved: {@code to[t + p * pixelStride + lane] = planes[f + lane * planeStride +
   * p]} for every lane of one vector. Pixels are read and written up to the next multiple of {@link
   * #lanes()}.
   */
  void interleave(
      float[] planes, int f, int planeStride, int pixels, float[] to, int t, int pixelStride);

  /**
   * Interleaved to planar: {@code planes[t + lane * planeStride + p] = from[f + p * pixelStride +
   * lane]} for every lane of one vector. Pixels are read and written up to the next multiple of
   * {@link #lanes()}.
   */
  void deinterleave(
      float[] from, int f, int pixelStride, int pixels, float[] planes, int t, int planeStride);

  /**
   * Every {@code step}-th element: {@code to[t + i] = from[f + i * step]} for {@code count} of
   * them. May read, but does not write, up to the next multiple of {@link #lanes()}.
   */
  default void pick(float[] from, int f, int step, int count, float[] to, int t) {
    for (int i = 0; i < count; i++) {
      to[t + i] = from[f + i * step];
    }
  }

  /**
   * {@link #pick} in every row of a plane: {@code to[t + r * count + i] = from[f + r * pitch + i *
   * step]} for {@code count} elements of {@code rows} rows. May read, but does not write, two
   * vectors beyond the last element.
   */
  default void pickRows(
      float[] from, int f, int pitch, int step, int count, int rows, float[] to, int t) {
    if (step == 1 && pitch == count) {
      System.arraycopy(from, f, to, t, rows * count);
      return;
    }
    for (int r = 0; r < rows; r++) {
      pick(from, f + r * pitch, step, count, to, t + r * count);
    }
  }

  /**
   * The way back of {@link #pickRows}: {@code to[t + r * pitch + i * step] = from[f + r * count +
   * i]} for {@code count} elements of {@code rows} rows. What lies between them in {@code to} is
   * {@code blank} already, and stays so. May read a vector beyond the last element, and make a
   * vector beyond it blank.
   */
  default void placeRows(
      float[] from,
      int f,
      int count,
      int rows,
      float blank,
      float[] to,
      int t,
      int pitch,
      int step) {
    for (int r = 0; r < rows; r++) {
      if (step == 1) {
        System.arraycopy(from, f + r * count, to, t + r * pitch, count);
      } else {
        for (int i = 0; i < count; i++) {
          to[t + r * pitch + i * step] = from[f + r * count + i];
        }
      }
    }
  }

  /**
   * Two arrays by turns: {@code to[t + 2 * i] = from[even + i]} and {@code to[t + 2 * i + 1] =
   * from[odd + i]} for {@code count} pairs.
   */
  default void zip(float[] from, int even, int odd, int count, float[] to, int t) {
    for (int i = 0; i < count; i++) {
      to[t + 2 * i] = from[even + i];
      to[t + 2 * i + 1] = from[odd + i];
    }
  }

  /**
   * A plane from its four phases, {@code phaseFloats} apart: {@code to[t + y * width + x]} is
   * element {@code y / 2 * pitch + x / 2} of phase {@code y % 2 * 2 + x % 2}. Beyond the last
   * element, may write two vectors.
   */
  default void joinPhases(
      float[] from, int f, int phaseFloats, int pitch, int rows, int width, float[] to, int t) {
    for (int y = 0; y < rows; y++, t += width) {
      int even = f + y % 2 * 2 * phaseFloats + y / 2 * pitch;
      for (int x = 0; x < width; x++) {
        to[t + x] = from[even + x % 2 * phaseFloats + x / 2];
      }
    }
  }

  /** Whether there are {@link #slide} and {@link #addWindows}. */
  default boolean slides() {
    return true;
  }

  /** Slides a 3 x 3 kernel over a plane. Beyond the last pixel, may write a vector. */
  default void slide(PlaneWindow window) {
    throw new UnsupportedOperationException(description() + " does not slide");
  }

  /**
   * The filter gradient of {@link #slide}: what would be written there is the gradient. Its
   * products with the elements that tap {@code i, j} reads are added to {@code memory[sums + (9 * s
   * + 3 * i + j) * lanes + n]}, for pixel {@code n} of rows in strip {@code s}, of as many pixels
   * as there are lanes. What masks take away may be added, too; {@link #sumWindows} leaves it out.
   */
  default void addWindows(PlaneWindow window) {
    throw new UnsupportedOperationException(description() + " does not slide");
  }

  /** Whether there are {@link #roll} and {@link #rollByTwo}. */
  default boolean rolls() {
    return false;
  }

  /**
   * As {@link #slide}, for a plane of which {@code rows} source rows at a time are there, the first
   * at {@code first}: row {@code r} of the destination is the one that source row {@code r}
   * completes, whose taps are those of row 2 of the kernel. So the first two of a plane are none.
   * What is not complete yet stays in memory, from {@code carried} on, and must be there again with
   * the rows that follow. Rows are a vector long at least.
   */
  default void roll(PlaneWindow window) {
    throw new UnsupportedOperationException(description() + " does not roll");
  }

  /**
   * Brings the sums of all strips, over as many windows as there were, to the first one's. What met
   * elements that do not exist is left out.
   */
  default void sumWindows(PlaneWindow window) {
    throw new UnsupportedOperationException(description() + " does not slide");
  }

  /**
   * As {@link #roll}, in steps of two: two source rows for each of {@code rows} rows of the
   * destination, of which the first of a plane is none.
   */
  default void rollByTwo(PlaneWindow window) {
    throw new UnsupportedOperationException(description() + " does not roll");
  }

  /** As {@link #slide}, in steps of two. */
  void slideByTwo(PlaneWindow window);

  /**
   * The filter gradient of {@link #slideByTwo}, as {@link #addWindows}, in strips of half as many
   * pixels. A pixel has two lanes, one for each element of a pair; both taps have their sums where
   * the first of them would have its own.
   */
  void addWindowsByTwo(PlaneWindow window);

  /**
   * As {@link #sumWindows}, after {@link #addWindowsByTwo}. Row 1 of {@code masks} says which
   * pixels there are, in both lanes of each.
   */
  void sumWindowsByTwo(PlaneWindow window);

  /**
   * The way back of a 3 x 3 kernel in steps of two that begins one row and one column before the
   * plane: from {@code rows} rows of {@code width} pixels to twice as many rows of twice as many.
   * With {@code g} the source, {@code w} the weights, and zero where {@code masks} say so,
   *
   * <pre>
   * row 2 r,     column 2 x:     start + w11 g(r, x)
   * row 2 r,     column 2 x + 1: start + w12 g(r, x) + w10 g(r, x + 1)
   * row 2 r + 1, column 2 x:     start + w21 g(r, x) + w01 g(r + 1, x)
   * row 2 r + 1, column 2 x + 1: start + w22 g(r, x) + w20 g(r, x + 1)
   *                                    + w02 g(r + 1, x) + w00 g(r + 1, x + 1)
   * </pre>
   *
   * Row {@code r} begins at {@code first + r * pitch}, row {@code rows} at {@code below}. Beyond
   * the last pixel, may write two vectors.
   */
  void spreadByTwo(PlaneWindow window);

  /**
   * Adds the partial sums of each of {@code count} taps, one in every lane, in halves: those half a
   * vector apart, then those a quarter apart, and so on. {@code sums[at + i * lanes()]} holds the
   * sum.
   */
  default void addTapSums(float[] sums, int at, int count) {
    for (int tap = at; tap < at + count * lanes(); tap += lanes()) {
      for (int half = lanes() / 2; half > 0; half /= 2) {
        for (int lane = 0; lane < half; lane++) {
          sums[tap + lane] += sums[tap + lane + half];
        }
      }
    }
  }

  /**
   * The transforms of minimal filtering by 3 x 3 taps.
   *
   * @param vertical the form along columns
   * @param horizontal the form along rows; has the sizes and products of {@code vertical}
   */
  TileTransform winograd(LineForm vertical, LineForm horizontal);
}
