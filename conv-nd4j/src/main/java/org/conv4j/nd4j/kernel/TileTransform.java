package org.conv4j.nd4j.kernel;

/**
 * The transforms of minimal filtering by 3 x 3 taps as Lavin and Gray ("Fast Algorithms for
 * Convolutional Neural Networks", 2016) give them for Winograd's F(m x m, 3 x 3), on interleaved
 * channels: every number below is one vector of {@link Kernels#lanes()} channels. A tile of m x m
 * outputs is
 *
 * <pre>
 * AT ((G w GT) . (BT x B)) A
 * </pre>
 *
 * summed over input channels before the outer transform. Which elements the dot multiplies, the
 * {@linkplain #form form} says; for F(m x m, 3 x 3) it is each by its own, and n = m + 2. Element
 * (i, j) of a transformed tile lies {@code (i * n + j) * elementStride} after element (0, 0), with
 * n the elements of its lines. Offsets and strides are in floats.
 */
public interface TileTransform {

  /** The form along one axis; that along the other has the same sizes and products. */
  LineForm form();

  /**
   * The first half of BT x B: combines rows of pixels to rows.
   *
   * @param data holds both
   * @param rows where each of the rows begins
   * @param pixels pixels of a row
   * @param pixelStride from one pixel of a row to the next; those of the result are contiguous
   * @param to where the first combined row begins
   * @param toStride from one combined row to the next
   */
  void inputRows(float[] data, int[] rows, int pixels, int pixelStride, int to, int toStride);

  /**
   * The second half of BT x B: combines neighbouring columns, every {@linkplain LineForm#step step}
   * columns, for a row of tiles.
   *
   * @param from where the first combined row begins
   * @param fromStride from one combined row to the next
   * @param tiles number of tiles in the row
   * @param v receives the transformed tiles
   * @param tileStride from one tile to the next
   */
  void inputColumns(
      float[] data,
      int from,
      int fromStride,
      int tiles,
      float[] v,
      int to,
      int elementStride,
      int tileStride);

  /**
   * G w GT for {@code count} vectors of weights.
   *
   * @param w nine taps for each, {@code tapStride} apart; the next vector begins 9 taps later
   * @param u receives element (0, 0) of the first; the next vector begins {@code vectorStride}
   *     later
   */
  void filter(
      float[] w,
      int from,
      int tapStride,
      int count,
      float[] u,
      int to,
      int elementStride,
      int vectorStride);

  /**
   * AT M A plus a bias for a row of tiles: m rows of pixels, of sums of products M. Tiles are
   * written from right to left and rows from top to bottom, so that what sticks out of one row is
   * overwritten by the next.
   *
   * @param data holds sums and result
   * @param from element (0, 0) of the first tile
   * @param biases holds what is added to every pixel, at {@code bias}
   * @param rowStride from one row of pixels to the next
   * @param pixelStride from one pixel to the next
   */
  void output(
      float[] data,
      int from,
      int elementStride,
      int tileStride,
      int tiles,
      float[] biases,
      int bias,
      int to,
      int rowStride,
      int pixelStride);

  /**
   * The first half of A dy AT, like {@link #inputRows}, from the outputs of tiles. There is none on
   * the way back from gradients to inputs.
   */
  default void gradientRows(
      float[] data, int[] rows, int pixels, int pixelStride, int to, int toStride) {
    throw new UnsupportedOperationException(form() + " has no filter gradient");
  }

  /** The second half of A dy AT, like {@link #inputColumns}, every m columns. */
  default void gradientColumns(
      float[] data,
      int from,
      int fromStride,
      int tiles,
      float[] d,
      int to,
      int elementStride,
      int tileStride) {
    throw new UnsupportedOperationException(form() + " has no filter gradient");
  }

  /** GT U G: the transposed way of {@link #filter}, from {@code u} to nine taps each. */
  default void filterGradient(
      float[] u,
      int from,
      int elementStride,
      int vectorStride,
      int count,
      float[] w,
      int to,
      int tapStride) {
    throw new UnsupportedOperationException(form() + " has no filter gradient");
  }
}
