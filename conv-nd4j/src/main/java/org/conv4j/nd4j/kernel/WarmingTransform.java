package org.conv4j.nd4j.kernel;

/** {@link WarmingKernels} for the transforms of one tile size. */
final class WarmingTransform implements TileTransform {

  private final int outputs;
  private final WarmingKernels kernels;

  WarmingTransform(int outputs, WarmingKernels kernels) {
    this.outputs = outputs;
    this.kernels = kernels;
  }

  /** Those that compute an operation now, which is one exercise or the other, on some vectors. */
  private TileTransform now(Exercise two, Exercise four, int vectors) {
    long work = WarmingKernels.MOVE * vectors * kernels.lanes();
    return kernels.now(outputs == 2 ? two : four, work).winograd(outputs);
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public void inputRows(
      float[] data, int[] rows, int pixels, int pixelStride, int to, int toStride) {
    now(Exercise.INPUT_ROWS_2, Exercise.INPUT_ROWS_4, inputs() * pixels)
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
    now(Exercise.INPUT_COLUMNS_2, Exercise.INPUT_COLUMNS_4, inputs() * inputs() * tiles)
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
    now(Exercise.FILTER_2, Exercise.FILTER_4, inputs() * inputs() * count)
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
    now(Exercise.OUTPUT_2, Exercise.OUTPUT_4, inputs() * inputs() * tiles)
        .output(
            data, from, elementStride, tileStride, tiles, biases, bias, to, rowStride, pixelStride);
  }

  @Override
  public void gradientRows(
      float[] data, int[] rows, int pixels, int pixelStride, int to, int toStride) {
    now(Exercise.GRADIENT_ROWS_2, Exercise.GRADIENT_ROWS_4, inputs() * pixels)
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
    now(Exercise.GRADIENT_COLUMNS_2, Exercise.GRADIENT_COLUMNS_4, inputs() * inputs() * tiles)
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
    now(Exercise.FILTER_GRADIENT_2, Exercise.FILTER_GRADIENT_4, inputs() * inputs() * count)
        .filterGradient(u, from, elementStride, vectorStride, count, w, to, tapStride);
  }
}
