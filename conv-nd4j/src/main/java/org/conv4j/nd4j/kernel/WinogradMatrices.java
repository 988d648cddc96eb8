package org.conv4j.nd4j.kernel;

/**
 * The matrices of a {@link LineForm}: those of F(m, 3) from the interpolation points 0, 1, -1 (and
 * 2, -2) and infinity.
 *
 * @param at AT, from sums to outputs
 * @param g G, from three taps
 * @param bt BT, from inputs
 */
public record WinogradMatrices(float[][] at, float[][] g, float[][] bt) {

  private static final WinogradMatrices F2 =
      new WinogradMatrices(
          new float[][] {{1, 1, 1, 0}, {0, 1, -1, -1}},
          new float[][] {{1, 0, 0}, {.5f, .5f, .5f}, {.5f, -.5f, .5f}, {0, 0, 1}},
          new float[][] {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}});

  private static final WinogradMatrices F4 =
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

  private static final float[][] OUTER_AND_MIDDLE = {{1, 0, 0}, {1, 0, 1}, {0, 0, 1}, {0, 1, 0}};

  private static final WinogradMatrices BY_TWO =
      new WinogradMatrices(
          new float[][] {{1, 1, 0}, {0, 1, 1}},
          OUTER_AND_MIDDLE,
          new float[][] {
            {1, 0, -1, 0, 0}, {0, 0, 1, 0, 0}, {0, 0, -1, 0, 1}, {0, 1, 0, 0, 0}, {0, 0, 0, 1, 0}
          });

  private static final WinogradMatrices SPREAD_OUTER =
      new WinogradMatrices(
          new float[][] {{1, 1, 0, 0, 0}, {0, 0, 0, 1, 0}, {0, 1, 1, 0, 0}, {0, 0, 0, 0, 1}},
          OUTER_AND_MIDDLE,
          new float[][] {{1, -1, 0}, {0, 1, 0}, {0, -1, 1}, {0, 0, 1}});

  private static final WinogradMatrices SPREAD_MIDDLE =
      new WinogradMatrices(
          new float[][] {{0, 0, 0, 0, 1}, {1, 1, 0, 0, 0}, {0, 0, 0, 1, 0}, {0, 1, 1, 0, 0}},
          OUTER_AND_MIDDLE,
          new float[][] {{1, -1, 0}, {0, 1, 0}, {0, -1, 1}, {1, 0, 0}});

  /** The matrices of {@code form}. */
  public static WinogradMatrices of(LineForm form) {
    return switch (form) {
      case F2 -> F2;
      case F4 -> F4;
      case BY_TWO -> BY_TWO;
      case SPREAD_OUTER -> SPREAD_OUTER;
      case SPREAD_MIDDLE -> SPREAD_MIDDLE;
    };
  }

  /** A, from outputs. */
  public float[][] a() {
    return transpose(at);
  }

  /** GT, to three taps. */
  public float[][] gt() {
    return transpose(g);
  }

  private static float[][] transpose(float[][] matrix) {
    float[][] transposed = new float[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix[i].length; j++) {
        transposed[j][i] = matrix[i][j];
      }
    }
    return transposed;
  }
}
