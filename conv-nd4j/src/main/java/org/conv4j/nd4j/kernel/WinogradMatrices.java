package org.conv4j.nd4j.kernel;

/**
 * The matrices of F(m x m, 3 x 3), from the interpolation points 0, 1, -1 (and 2, -2) and infinity.
 *
 * @param at AT, m x n
 * @param g G, n x 3
 * @param bt BT, n x n
 */
record WinogradMatrices(float[][] at, float[][] g, float[][] bt) {

  static final WinogradMatrices F2 =
      new WinogradMatrices(
          new float[][] {{1, 1, 1, 0}, {0, 1, -1, -1}},
          new float[][] {{1, 0, 0}, {.5f, .5f, .5f}, {.5f, -.5f, .5f}, {0, 0, 1}},
          new float[][] {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}});

  static final WinogradMatrices F4 =
      new WinogradMatrices(
          new float[][] {
            {1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, -1, 8, -8, 1}
          },
          new float[][] {
            {1 / 4f, 0, 0},
            {-1 / 6f, -1 / 6f, -1 / 6f},
            {-1 / 6f, 1 / 6f, -1 / 6f},
            {1 / 24f, 1 / 12f, 1 / 6f},
            {1 / 24f, -1 / 12f, 1 / 6f},
            {0, 0, 1}
          },
          new float[][] {
            {4, 0, -5, 0, 1, 0},
            {0, -4, -4, 1, 1, 0},
            {0, 4, -4, -1, 1, 0},
            {0, -2, -1, 2, 1, 0},
            {0, 2, -1, -2, 1, 0},
            {0, 4, 0, -5, 0, 1}
          });

  /** The matrix with rows and columns exchanged. */
  static float[][] transpose(float[][] matrix) {
    float[][] transposed = new float[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix[i].length; j++) {
        transposed[j][i] = matrix[i][j];
      }
    }
    return transposed;
  }
}
