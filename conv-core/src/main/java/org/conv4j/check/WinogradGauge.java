package org.conv4j.check;

import org.conv4j.ConvProblem;
import org.conv4j.Operand;
import org.conv4j.Tensor;

/**
 * The gauge of Winograd's F(m x m, 3 x 3), and of polyphase components by F(2 x 2, 2 x 2): the
 * transforms of Lavin and Gray (2016) with absolute values everywhere. Tiles start at the first row
 * and column of each image of the result (of the output gradient, for the filter gradient).
 * Operands are magnitudes.
 */
final class WinogradGauge {

  /**
   * Absolute values of the matrices along one axis.
   *
   * @param b B^T
   * @param g G
   * @param a A^T
   * @param step from one tile of what is transformed to the next
   */
  private record Lines(double[][] b, double[][] g, double[][] a, int step) {
    static final Lines F2 =
        new Lines(
            new double[][] {
              {1, 0, 1, 0},
              {0, 1, 1, 0},
              {0, 1, 1, 0},
              {0, 1, 0, 1}
            },
            new double[][] {
              {1, 0, 0},
              {1 / 2.0, 1 / 2.0, 1 / 2.0},
              {1 / 2.0, 1 / 2.0, 1 / 2.0},
              {0, 0, 1}
            },
            new double[][] {
              {1, 1, 1, 0},
              {0, 1, 1, 1}
            },
            2);
    static final Lines F4 =
        new Lines(
            new double[][] {
              {4, 0, 5, 0, 1, 0},
              {0, 4, 4, 1, 1, 0},
              {0, 4, 4, 1, 1, 0},
              {0, 2, 1, 2, 1, 0},
              {0, 2, 1, 2, 1, 0},
              {0, 4, 0, 5, 0, 1}
            },
            new double[][] {
              {1 / 4.0, 0, 0},
              {1 / 6.0, 1 / 6.0, 1 / 6.0},
              {1 / 6.0, 1 / 6.0, 1 / 6.0},
              {1 / 24.0, 1 / 12.0, 1 / 6.0},
              {1 / 24.0, 1 / 12.0, 1 / 6.0},
              {0, 0, 1}
            },
            new double[][] {
              {1, 1, 1, 1, 1, 0},
              {0, 1, 1, 2, 2, 0},
              {0, 1, 1, 4, 4, 0},
              {0, 1, 1, 8, 8, 1}
            },
            4);

    /** Products: outer taps by F(2, 2), then the middle tap of each output. */
    static final double[][] OUTER_AND_MIDDLE = {
      {1, 0, 0}, {1, 0, 1}, {0, 0, 1}, {0, 1, 0}, {0, 1, 0}
    };

    /** Outputs from inputs in steps of two. */
    static final Lines BY_TWO =
        new Lines(
            new double[][] {
              {1, 0, 1, 0, 0}, {0, 0, 1, 0, 0}, {0, 0, 1, 0, 1}, {0, 1, 0, 0, 0}, {0, 0, 0, 1, 0}
            },
            OUTER_AND_MIDDLE,
            new double[][] {{1, 1, 0, 1, 0}, {0, 1, 1, 0, 1}},
            4);

    /** The way back, where the first of four inputs is one that outer taps reach. */
    static final Lines OUTER_FIRST =
        new Lines(
            new double[][] {{1, 1, 0}, {0, 1, 0}, {0, 1, 1}, {0, 1, 0}, {0, 0, 1}},
            OUTER_AND_MIDDLE,
            new double[][] {{1, 1, 0, 0, 0}, {0, 0, 0, 1, 0}, {0, 1, 1, 0, 0}, {0, 0, 0, 0, 1}},
            2);

    /** The way back, where it is one that the middle tap reaches. */
    static final Lines MIDDLE_FIRST =
        new Lines(
            new double[][] {{1, 1, 0}, {0, 1, 0}, {0, 1, 1}, {1, 0, 0}, {0, 1, 0}},
            OUTER_AND_MIDDLE,
            new double[][] {{0, 0, 0, 1, 0}, {1, 1, 0, 0, 0}, {0, 0, 0, 0, 1}, {0, 1, 1, 0, 0}},
            2);

    /** Products along the axis. */
    int products() {
      return g.length;
    }

    /** Results of a tile. */
    int results() {
      return a.length;
    }

    /** What a tile is transformed from. */
    int patch() {
      return b[0].length;
    }

    /** Where the tile begins that makes the results from {@code result} on. */
    int at(int result, int first) {
      return result / results() * step + first;
    }
  }

  private final ConvProblem problem;
  private final boolean strided;
  private final Lines lines;
  private final int top;
  private final int left;

  /**
   * A gauge.
   *
   * @param tile m, where the stride is 1
   */
  WinogradGauge(ConvProblem problem, int tile) {
    this.problem = problem;
    this.strided = problem.stride().height() == 2;
    this.lines = strided ? Lines.BY_TWO : tile == 2 ? Lines.F2 : Lines.F4;
    this.top = (int) problem.sides().top();
    this.left = (int) problem.sides().left();
  }

  Tensor forward(Tensor input, Tensor filter, Tensor bias) {
    LogicalAxes w = LogicalAxes.of(problem, Operand.FILTER);
    Plane output = new Plane(Operand.OUTPUT, Tensor.zeros(problem.outputShape()));
    correlate(
        new Plane(Operand.INPUT, input),
        (k, c, i, j) -> filter.values()[w.offset(k, c, i, j)],
        lines,
        lines,
        -top,
        -left,
        output);
    if (bias != null) {
      output.axes.forEachOffset(
          offset ->
              output.tensor.values()[offset] += bias.values()[output.axes.position(1, offset)]);
    }
    return output.tensor;
  }

  /** The input gradient is a correlation with the mirrored filter, its channels exchanged. */
  Tensor inputGradient(Tensor filter, Tensor outputGradient) {
    LogicalAxes w = LogicalAxes.of(problem, Operand.FILTER);
    int inputs = (int) problem.inputChannelsPerGroup();
    int outputs = (int) problem.outputChannelsPerGroup();
    Plane inputGradient = new Plane(Operand.INPUT_GRADIENT, Tensor.zeros(problem.inputShape()));
    correlate(
        new Plane(Operand.OUTPUT_GRADIENT, outputGradient),
        (c, k, i, j) ->
            filter.values()[w.offset(c / inputs * outputs + k, c % inputs, 2 - i, 2 - j)],
        backwards(top),
        backwards(left),
        strided ? Math.floorDiv(top - 1, 2) : top - 2,
        strided ? Math.floorDiv(left - 1, 2) : left - 2,
        inputGradient);
    return inputGradient.tensor;
  }

  private Lines backwards(int padding) {
    if (!strided) {
      return lines;
    }
    return padding % 2 == 0 ? Lines.OUTER_FIRST : Lines.MIDDLE_FIRST;
  }

  Tensor filterGradient(Tensor input, Tensor outputGradient) {
    Plane x = new Plane(Operand.INPUT, input);
    Plane dy = new Plane(Operand.OUTPUT_GRADIENT, outputGradient);
    LogicalAxes w = LogicalAxes.of(problem, Operand.FILTER_GRADIENT);
    Tensor filterGradient = Tensor.zeros(problem.filterShape());
    int inputs = (int) problem.inputChannelsPerGroup();
    int outputs = (int) problem.outputChannelsPerGroup();
    int tile = lines.results();
    double[][] spread = transposed(lines.a);
    double[][] gather = transposed(lines.g);
    double[][][][] products = new double[w.size(0)][w.size(1)][lines.products()][lines.products()];
    double[][][] patches = new double[x.axes.size(1)][][];
    for (int n = 0; n < dy.axes.size(0); n++) {
      for (int row = 0; row < dy.axes.size(2); row += tile) {
        for (int column = 0; column < dy.axes.size(3); column += tile) {
          for (int c = 0; c < patches.length; c++) {
            patches[c] =
                sandwich(
                    lines.b,
                    x.block(n, c, lines.at(row, -top), lines.at(column, -left), lines.patch()),
                    lines.b);
          }
          for (int k = 0; k < products.length; k++) {
            double[][] gradient = sandwich(spread, dy.block(n, k, row, column, tile), spread);
            for (int c = 0; c < products[k].length; c++) {
              addProduct(products[k][c], gradient, patches[k / outputs * inputs + c]);
            }
          }
        }
      }
    }
    for (int k = 0; k < products.length; k++) {
      for (int c = 0; c < products[k].length; c++) {
        double[][] taps = sandwich(gather, products[k][c], gather);
        for (int i = 0; i < 3; i++) {
          for (int j = 0; j < 3; j++) {
            filterGradient.values()[w.offset(k, c, i, j)] = taps[i][j];
          }
        }
      }
    }
    return filterGradient;
  }

  private void correlate(
      Plane source,
      Taps taps,
      Lines rows,
      Lines columns,
      int firstRow,
      int firstColumn,
      Plane result) {
    int tile = rows.results();
    int groups = (int) problem.groups();
    int sources = source.axes.size(1) / groups;
    int results = result.axes.size(1) / groups;
    double[][][][] filters = new double[result.axes.size(1)][sources][][];
    for (int r = 0; r < filters.length; r++) {
      for (int s = 0; s < sources; s++) {
        double[][] kernel = new double[3][3];
        for (int i = 0; i < 3; i++) {
          for (int j = 0; j < 3; j++) {
            kernel[i][j] = taps.at(r, s, i, j);
          }
        }
        filters[r][s] = sandwich(rows.g, kernel, columns.g);
      }
    }
    double[][][] patches = new double[source.axes.size(1)][][];
    for (int n = 0; n < result.axes.size(0); n++) {
      for (int row = 0; row < result.axes.size(2); row += tile) {
        for (int column = 0; column < result.axes.size(3); column += tile) {
          for (int s = 0; s < patches.length; s++) {
            patches[s] =
                sandwich(
                    rows.b,
                    source.block(
                        n,
                        s,
                        rows.at(row, firstRow),
                        columns.at(column, firstColumn),
                        rows.patch()),
                    columns.b);
          }
          for (int r = 0; r < filters.length; r++) {
            double[][] products = new double[rows.products()][rows.products()];
            for (int s = 0; s < sources; s++) {
              addProduct(products, filters[r][s], patches[r / results * sources + s]);
            }
            result.put(n, r, row, column, sandwich(rows.a, products, columns.a));
          }
        }
      }
    }
  }

  private static void addProduct(double[][] sum, double[][] one, double[][] other) {
    for (int i = 0; i < sum.length; i++) {
      for (int j = 0; j < sum.length; j++) {
        sum[i][j] += one[i][j] * other[i][j];
      }
    }
  }

  /** {@code left block rightT}. */
  private static double[][] sandwich(double[][] left, double[][] block, double[][] right) {
    int size = left.length;
    double[][] half = new double[size][block.length];
    for (int i = 0; i < size; i++) {
      for (int q = 0; q < block.length; q++) {
        for (int p = 0; p < block.length; p++) {
          half[i][q] += left[i][p] * block[p][q];
        }
      }
    }
    double[][] result = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        for (int q = 0; q < block.length; q++) {
          result[i][j] += half[i][q] * right[j][q];
        }
      }
    }
    return result;
  }

  private static double[][] transposed(double[][] matrix) {
    double[][] result = new double[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix[0].length; j++) {
        result[j][i] = matrix[i][j];
      }
    }
    return result;
  }

  private interface Taps {
    double at(int result, int source, int i, int j);
  }

  /** A tensor by batch, channel, row and column; zero outside. */
  private final class Plane {
    final LogicalAxes axes;
    final Tensor tensor;

    Plane(Operand operand, Tensor tensor) {
      this.axes = LogicalAxes.of(problem, operand);
      this.tensor = tensor;
    }

    double[][] block(int n, int channel, int row, int column, int size) {
      double[][] block = new double[size][size];
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          if (inside(row + i, column + j)) {
            block[i][j] = tensor.values()[axes.offset(n, channel, row + i, column + j)];
          }
        }
      }
      return block;
    }

    void put(int n, int channel, int row, int column, double[][] block) {
      for (int i = 0; i < block.length; i++) {
        for (int j = 0; j < block.length; j++) {
          if (inside(row + i, column + j)) {
            tensor.values()[axes.offset(n, channel, row + i, column + j)] = block[i][j];
          }
        }
      }
    }

    private boolean inside(int row, int column) {
      return row >= 0 && row < axes.size(2) && column >= 0 && column < axes.size(3);
    }
  }
}
