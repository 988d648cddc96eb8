package org.conv4j.nd4j.kernel;

/** {@link TileTransform} of scalars, from transforms of lines. */
final class PlainTransform implements TileTransform {

  private final LineForm form;
  private final LineTransform vertical;
  private final LineTransform horizontal;
  private final int lanes;

  PlainTransform(LineForm vertical, LineForm horizontal, int lanes) {
    this.form = vertical;
    this.vertical = LineTransform.of(vertical);
    this.horizontal = LineTransform.of(horizontal);
    this.lanes = lanes;
  }

  @Override
  public LineForm form() {
    return form;
  }

  @Override
  public void inputRows(
      float[] data, int[] rows, int pixels, int pixelStride, int to, int toStride) {
    float[] column = new float[form.inputs()];
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int lane = 0; lane < lanes; lane++) {
        gather(data, rows, pixel * pixelStride + lane, column);
        vertical.input(column, 0, 1, data, to + pixel * lanes + lane, toStride);
      }
    }
  }

  @Override
  public void gradientRows(
      float[] data, int[] rows, int pixels, int pixelStride, int to, int toStride) {
    float[] column = new float[form.outputs()];
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int lane = 0; lane < lanes; lane++) {
        gather(data, rows, pixel * pixelStride + lane, column);
        vertical.gradient(column, 0, 1, data, to + pixel * lanes + lane, toStride);
      }
    }
  }

  private static void gather(float[] data, int[] rows, int at, float[] column) {
    for (int i = 0; i < column.length; i++) {
      column[i] = data[rows[i] + at];
    }
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
    int n = form.sources();
    for (int i = 0; i < n; i++) {
      for (int tile = 0; tile < tiles; tile++) {
        int f = from + i * fromStride + tile * form.step() * lanes;
        int t = to + i * n * elementStride + tile * tileStride;
        for (int lane = 0; lane < lanes; lane++) {
          horizontal.input(data, f + lane, lanes, v, t + lane, elementStride);
        }
      }
    }
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
    int n = form.sums();
    for (int i = 0; i < n; i++) {
      for (int tile = 0; tile < tiles; tile++) {
        int f = from + i * fromStride + tile * form.outputs() * lanes;
        int t = to + i * n * elementStride + tile * tileStride;
        for (int lane = 0; lane < lanes; lane++) {
          horizontal.gradient(data, f + lane, lanes, d, t + lane, elementStride);
        }
      }
    }
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
    int n = form.weights();
    float[] half = new float[3 * n];
    for (int vector = 0; vector < count; vector++) {
      for (int lane = 0; lane < lanes; lane++) {
        int f = from + 9 * vector * tapStride + lane;
        for (int j = 0; j < 3; j++) {
          vertical.filter(w, f + j * tapStride, 3 * tapStride, half, j, 3);
        }
        int t = to + vector * vectorStride + lane;
        for (int i = 0; i < n; i++) {
          horizontal.filter(half, 3 * i, 1, u, t + i * n * elementStride, elementStride);
        }
      }
    }
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
    int n = form.sums();
    int m = form.outputs();
    float[] half = new float[m * n];
    float[] row = new float[m];
    for (int tile = tiles - 1; tile >= 0; tile--) {
      int f = from + tile * tileStride;
      int t = to + tile * m * pixelStride;
      for (int lane = 0; lane < lanes; lane++) {
        for (int j = 0; j < n; j++) {
          vertical.output(data, f + j * elementStride + lane, n * elementStride, half, j, n);
        }
        for (int i = 0; i < m; i++) {
          horizontal.output(half, i * n, 1, row, 0, 1);
          for (int j = 0; j < m; j++) {
            data[t + i * rowStride + j * pixelStride + lane] = row[j] + biases[bias + lane];
          }
        }
      }
    }
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
    int n = form.weights();
    float[] half = new float[3 * n];
    for (int vector = 0; vector < count; vector++) {
      for (int lane = 0; lane < lanes; lane++) {
        int f = from + vector * vectorStride + lane;
        for (int j = 0; j < n; j++) {
          vertical.filterGradient(u, f + j * elementStride, n * elementStride, half, j, n);
        }
        int t = to + 9 * vector * tapStride + lane;
        for (int i = 0; i < 3; i++) {
          horizontal.filterGradient(half, i * n, 1, w, t + 3 * i * tapStride, tapStride);
        }
      }
    }
  }
}
