package org.conv4j.nd4j.kernel;

/** {@link TileTransform} of scalars, from transforms of lines. */
final class PlainTransform implements TileTransform {

  private final LineTransform line;
  private final int lanes;

  PlainTransform(LineTransform line, int lanes) {
    this.line = line;
    this.lanes = lanes;
  }

  @Override
  public int outputs() {
    return line.outputs();
  }

  @Override
  public void inputRows(
      float[] data, int[] rows, int pixels, int pixelStride, int to, int toStride) {
    float[] column = new float[inputs()];
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int lane = 0; lane < lanes; lane++) {
        gather(data, rows, pixel * pixelStride + lane, column);
        line.input(column, 0, 1, data, to + pixel * lanes + lane, toStride);
      }
    }
  }

  @Override
  public void gradientRows(
      float[] data, int[] rows, int pixels, int pixelStride, int to, int toStride) {
    float[] column = new float[outputs()];
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int lane = 0; lane < lanes; lane++) {
        gather(data, rows, pixel * pixelStride + lane, column);
        line.gradient(column, 0, 1, data, to + pixel * lanes + lane, toStride);
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
    for (int i = 0; i < inputs(); i++) {
      for (int tile = 0; tile < tiles; tile++) {
        int f = from + i * fromStride + tile * outputs() * lanes;
        int t = to + i * inputs() * elementStride + tile * tileStride;
        for (int lane = 0; lane < lanes; lane++) {
          line.input(data, f + lane, lanes, v, t + lane, elementStride);
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
    for (int i = 0; i < inputs(); i++) {
      for (int tile = 0; tile < tiles; tile++) {
        int f = from + i * fromStride + tile * outputs() * lanes;
        int t = to + i * inputs() * elementStride + tile * tileStride;
        for (int lane = 0; lane < lanes; lane++) {
          line.gradient(data, f + lane, lanes, d, t + lane, elementStride);
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
    int n = inputs();
    float[] half = new float[3 * n];
    for (int vector = 0; vector < count; vector++) {
      for (int lane = 0; lane < lanes; lane++) {
        int f = from + 9 * vector * tapStride + lane;
        for (int j = 0; j < 3; j++) {
          line.filter(w, f + j * tapStride, 3 * tapStride, half, j, 3);
        }
        int t = to + vector * vectorStride + lane;
        for (int i = 0; i < n; i++) {
          line.filter(half, 3 * i, 1, u, t + i * n * elementStride, elementStride);
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
    int n = inputs();
    int m = outputs();
    float[] half = new float[m * n];
    float[] row = new float[m];
    for (int tile = tiles - 1; tile >= 0; tile--) {
      int f = from + tile * tileStride;
      int t = to + tile * m * pixelStride;
      for (int lane = 0; lane < lanes; lane++) {
        for (int j = 0; j < n; j++) {
          line.output(data, f + j * elementStride + lane, n * elementStride, half, j, n);
        }
        for (int i = 0; i < m; i++) {
          line.output(half, i * n, 1, row, 0, 1);
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
    int n = inputs();
    float[] half = new float[3 * n];
    for (int vector = 0; vector < count; vector++) {
      for (int lane = 0; lane < lanes; lane++) {
        int f = from + vector * vectorStride + lane;
        for (int j = 0; j < n; j++) {
          line.filterGradient(u, f + j * elementStride, n * elementStride, half, j, n);
        }
        int t = to + 9 * vector * tapStride + lane;
        for (int i = 0; i < 3; i++) {
          line.filterGradient(half, i * n, 1, w, t + 3 * i * tapStride, tapStride);
        }
      }
    }
  }
}
