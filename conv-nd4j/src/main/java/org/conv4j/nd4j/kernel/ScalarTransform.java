package org.conv4j.nd4j.kernel;

/** {@link TileTransform} in plain Java, as matrix products with the matrices written out. */
final class ScalarTransform implements TileTransform {

  private final LineForm form;
  private final WinogradMatrices vertical;
  private final WinogradMatrices horizontal;
  private final int lanes;

  ScalarTransform(LineForm vertical, LineForm horizontal, int lanes) {
    this.form = vertical;
    this.vertical = WinogradMatrices.of(vertical);
    this.horizontal = WinogradMatrices.of(horizontal);
    this.lanes = lanes;
  }

  @Override
  public LineForm form() {
    return form;
  }

  @Override
  public void inputRows(
      float[] data, int[] rows, int pixels, int pixelStride, int to, int toStride) {
    combineRows(vertical.bt(), data, rows, pixels, pixelStride, to, toStride);
  }

  @Override
  public void gradientRows(
      float[] data, int[] rows, int pixels, int pixelStride, int to, int toStride) {
    combineRows(vertical.a(), data, rows, pixels, pixelStride, to, toStride);
  }

  private void combineRows(
      float[][] matrix,
      float[] data,
      int[] rows,
      int pixels,
      int pixelStride,
      int to,
      int toStride) {
    for (int i = 0; i < matrix.length; i++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        for (int lane = 0; lane < lanes; lane++) {
          float sum = 0;
          for (int k = 0; k < matrix[i].length; k++) {
            if (matrix[i][k] != 0) {
              sum += matrix[i][k] * data[rows[k] + pixel * pixelStride + lane];
            }
          }
          data[to + i * toStride + pixel * lanes + lane] = sum;
        }
      }
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
    combineColumns(
        horizontal.bt(),
        form.step(),
        data,
        from,
        fromStride,
        tiles,
        v,
        to,
        elementStride,
        tileStride);
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
    combineColumns(
        horizontal.a(),
        form.outputs(),
        data,
        from,
        fromStride,
        tiles,
        d,
        to,
        elementStride,
        tileStride);
  }

  private void combineColumns(
      float[][] matrix,
      int step,
      float[] data,
      int from,
      int fromStride,
      int tiles,
      float[] v,
      int to,
      int elementStride,
      int tileStride) {
    int n = matrix.length;
    for (int tile = 0; tile < tiles; tile++) {
      for (int i = 0; i < n; i++) {
        int row = from + i * fromStride + tile * step * lanes;
        for (int j = 0; j < n; j++) {
          for (int lane = 0; lane < lanes; lane++) {
            float sum = 0;
            for (int k = 0; k < matrix[j].length; k++) {
              if (matrix[j][k] != 0) {
                sum += matrix[j][k] * data[row + k * lanes + lane];
              }
            }
            v[to + (i * n + j) * elementStride + tile * tileStride + lane] = sum;
          }
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
    float[][] taps = new float[3][3];
    for (int vector = 0; vector < count; vector++) {
      for (int lane = 0; lane < lanes; lane++) {
        for (int tap = 0; tap < 9; tap++) {
          taps[tap / 3][tap % 3] = w[from + (vector * 9 + tap) * tapStride + lane];
        }
        float[][] transformed = sandwich(vertical.g(), taps, horizontal.g());
        for (int e = 0; e < n * n; e++) {
          u[to + e * elementStride + vector * vectorStride + lane] = transformed[e / n][e % n];
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
    float[][] products = new float[n][n];
    for (int tile = tiles - 1; tile >= 0; tile--) {
      for (int lane = 0; lane < lanes; lane++) {
        for (int e = 0; e < n * n; e++) {
          products[e / n][e % n] = data[from + e * elementStride + tile * tileStride + lane];
        }
        float[][] pixels = sandwich(vertical.at(), products, horizontal.at());
        for (int e = 0; e < m * m; e++) {
          data[to + e / m * rowStride + (tile * m + e % m) * pixelStride + lane] =
              pixels[e / m][e % m] + biases[bias + lane];
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
    float[][] transformed = new float[n][n];
    float[][] left = vertical.gt();
    float[][] right = horizontal.gt();
    for (int vector = 0; vector < count; vector++) {
      for (int lane = 0; lane < lanes; lane++) {
        for (int e = 0; e < n * n; e++) {
          transformed[e / n][e % n] = u[from + e * elementStride + vector * vectorStride + lane];
        }
        float[][] taps = sandwich(left, transformed, right);
        for (int tap = 0; tap < 9; tap++) {
          w[to + (vector * 9 + tap) * tapStride + lane] = taps[tap / 3][tap % 3];
        }
      }
    }
  }

  /** {@code left * middle * transpose(right)}. */
  private static float[][] sandwich(float[][] left, float[][] middle, float[][] right) {
    int size = left.length;
    int depth = middle.length;
    float[][] half = new float[size][depth];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < depth; j++) {
        for (int k = 0; k < depth; k++) {
          if (left[i][k] != 0) {
            half[i][j] += left[i][k] * middle[k][j];
          }
        }
      }
    }
    float[][] result = new float[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        for (int k = 0; k < depth; k++) {
          if (right[j][k] != 0) {
            result[i][j] += half[i][k] * right[j][k];
          }
        }
      }
    }
    return result;
  }
}
