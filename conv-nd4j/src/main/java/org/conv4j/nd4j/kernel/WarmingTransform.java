package org.conv4j.nd4j.kernel;

/** {@link WarmingKernels} for the transforms of one form. */
final class WarmingTransform implements TileTransform {

  private final LineForm vertical;
  private final LineForm horizontal;
  private final WarmingKernels kernels;

  WarmingTransform(LineForm vertical, LineForm horizontal, WarmingKernels kernels) {
    this.vertical = vertical;
    this.horizontal = horizontal;
    this.kernels = kernels;
  }

  /** Those that compute an operation now, which is one of the exercises, on some vectors. */
  private TileTransform now(
      Exercise two, Exercise four, Exercise byTwo, Exercise spread, int vectors) {
    Exercise exercise =
        switch (vertical) {
          case F2 -> two;
          case F4 -> four;
          case BY_TWO -> byTwo;
          case SPREAD_OUTER, SPREAD_MIDDLE -> spread;
        };
    return kernels
        .now(exercise, WarmingKernels.MOVE * vectors * kernels.lanes())
        .winograd(vertical, horizontal);
  }

  @Override
  public LineForm form() {
    return vertical;
  }

  @Override
  public void inputRows(
      float[] data, int[] rows, int pixels, int pixelStride, int to, int toStride) {
    now(
            Exercise.INPUT_ROWS_2,
            Exercise.INPUT_ROWS_4,
            Exercise.INPUT_ROWS_BY_TWO,
            Exercise.INPUT_ROWS_SPREAD,
            vertical.sources() * pixels)
        .inputRows(data, rows, pixels, pixelStride, to, toStride);
  }

  @Override
  public void inputColumns(
      float[] data,
      int from,
      int fromStride,
      int tiles,
      float[] v,
      int to,
      int elementStride,
      int tileStride) {
    now(
            Exercise.INPUT_COLUMNS_2,
            Exercise.INPUT_COLUMNS_4,
            Exercise.INPUT_COLUMNS_BY_TWO,
            Exercise.INPUT_COLUMNS_SPREAD,
            square(vertical.sources()) * tiles)
        .inputColumns(data, from, fromStride, tiles, v, to, elementStride, tileStride);
  }

  @Override
  public void filter(
      float[] w,
      int from,
      int tapStride,
      int count,
      float[] u,
      int to,
      int elementStride,
      int vectorStride) {
    now(
            Exercise.FILTER_2,
            Exercise.FILTER_4,
            Exercise.FILTER_BY_TWO,
            Exercise.FILTER_BY_TWO,
            square(vertical.weights()) * count)
        .filter(w, from, tapStride, count, u, to, elementStride, vectorStride);
  }

  @Override
  public void output(
      float[] data,
      int from,
      int elementStride,
      int tileStride,
      int tiles,
      float[] biases,
      int bias,
      int to,
      int rowStride,
      int pixelStride) {
    now(
            Exercise.OUTPUT_2,
            Exercise.OUTPUT_4,
            Exercise.OUTPUT_BY_TWO,
            Exercise.OUTPUT_SPREAD,
            square(vertical.sums()) * tiles)
        .output(
            data, from, elementStride, tileStride, tiles, biases, bias, to, rowStride, pixelStride);
  }

  @Override
  public void gradientRows(
      float[] data, int[] rows, int pixels, int pixelStride, int to, int toStride) {
    now(
            Exercise.GRADIENT_ROWS_2,
            Exercise.GRADIENT_ROWS_4,
            Exercise.GRADIENT_ROWS_BY_TWO,
            Exercise.GRADIENT_ROWS_BY_TWO,
            vertical.sums() * pixels)
        .gradientRows(data, rows, pixels, pixelStride, to, toStride);
  }

  @Override
  public void gradientColumns(
      float[] data,
      int from,
      int fromStride,
      int tiles,
      float[] d,
      int to,
      int elementStride,
      int tileStride) {
    now(
            Exercise.GRADIENT_COLUMNS_2,
            Exercise.GRADIENT_COLUMNS_4,
            Exercise.GRADIENT_COLUMNS_BY_TWO,
            Exercise.GRADIENT_COLUMNS_BY_TWO,
            square(vertical.sums()) * tiles)
        .gradientColumns(data, from, fromStride, tiles, d, to, elementStride, tileStride);
  }

  @Override
  public void filterGradient(
      float[] u,
      int from,
      int elementStride,
      int vectorStride,
      int count,
      float[] w,
      int to,
      int tapStride) {
    now(
            Exercise.FILTER_GRADIENT_2,
            Exercise.FILTER_GRADIENT_4,
            Exercise.FILTER_GRADIENT_BY_TWO,
            Exercise.FILTER_GRADIENT_BY_TWO,
            square(vertical.weights()) * count)
        .filterGradient(u, from, elementStride, vectorStride, count, w, to, tapStride);
  }

  private static int square(int n) {
    return n * n;
  }
}
