package org.conv4j.check;

import org.conv4j.ConvProblem;
import org.conv4j.Tensor;

/** The forward direction by F(2x2,3x3) or F(4x4,3x3) in float32: one group, NCHW, OIHW, no bias. */
final class Winograd32 {

  private static final float[][] B2 = {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}};
  private static final float[][] G2 = {
    {1, 0, 0}, {0.5f, 0.5f, 0.5f}, {0.5f, -0.5f, 0.5f}, {0, 0, 1}
  };
  private static final float[][] A2 = {{1, 1, 1, 0}, {0, 1, -1, -1}};
  private static final float[][] B4 = {
    {4, 0, -5, 0, 1, 0},
    {0, -4, -4, 1, 1, 0},
    {0, 4, -4, -1, 1, 0},
    {0, -2, -1, 2, 1, 0},
    {0, 2, -1, -2, 1, 0},
    {0, 4, 0, -5, 0, 1}
  };
  private static final float[][] G4 = {
    {1 / 4f, 0, 0},
    {-1 / 6f, -1 / 6f, -1 / 6f},
    {-1 / 6f, 1 / 6f, -1 / 6f},
    {1 / 24f, 1 / 12f, 1 / 6f},
    {1 / 24f, -1 / 12f, 1 / 6f},
    {0, 0, 1}
  };
  private static final float[][] A4 = {
    {1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, -1, 8, -8, 1}
  };

  private Winograd32() {}

  static Tensor forward(ConvProblem problem, Operands operands, int tile) {
    float[][] b = tile == 2 ? B2 : B4;
    float[][] g = tile == 2 ? G2 : G4;
    float[][] a = tile == 2 ? A2 : A4;
    Tensor output = Tensor.zeros(problem.outputShape());
    int height = (int) problem.outputSize().height();
    int width = (int) problem.outputSize().width();
    for (int n = 0; n < problem.batch(); n++) {
      for (int k = 0; k < problem.outputChannels(); k++) {
        for (int row = 0; row < height; row += tile) {
          for (int column = 0; column < width; column += tile) {
            float[][] sum = new float[tile + 2][tile + 2];
            for (int c = 0; c < problem.inputChannels(); c++) {
              float[][] u = sandwich(g, block(operands.filter(), k, c, 0, 0, 3));
              float[][] v =
                  sandwich(
                      b,
                      block(
                          operands.input(),
                          n,
                          c,
                          row - (int) problem.sides().top(),
                          column - (int) problem.sides().left(),
                          tile + 2));
              for (int i = 0; i < tile + 2; i++) {
                for (int j = 0; j < tile + 2; j++) {
                  sum[i][j] += u[i][j] * v[i][j];
                }
              }
            }
            float[][] y = sandwich(a, sum);
            for (int i = 0; i < Math.min(tile, height - row); i++) {
              for (int j = 0; j < Math.min(tile, width - column); j++) {
                output.set(y[i][j], n, k, row + i, column + j);
              }
            }
          }
        }
      }
    }
    return output;
  }

  private static float[][] block(
      Tensor tensor, int first, int second, int row, int column, int size) {
    float[][] block = new float[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        int h = row + i;
        int w = column + j;
        if (h >= 0 && h < tensor.shape()[2] && w >= 0 && w < tensor.shape()[3]) {
          block[i][j] = (float) tensor.get(first, second, h, w);
        }
      }
    }
    return block;
  }

  private static float[][] sandwich(float[][] matrix, float[][] block) {
    float[][] half = new float[matrix.length][block.length];
    float[][] result = new float[matrix.length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int q = 0; q < block.length; q++) {
        for (int p = 0; p < block.length; p++) {
          half[i][q] += matrix[i][p] * block[p][q];
        }
      }
      for (int j = 0; j < matrix.length; j++) {
        for (int q = 0; q < block.length; q++) {
          result[i][j] += half[i][q] * matrix[j][q];
        }
      }
    }
    return result;
  }
}
