package org.conv4j.nd4j.normalization;

import java.util.Arrays;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.NativeMemory;
import org.conv4j.nd4j.workspace.Workspace;

/** {@link Lanes} of float64. */
final class DoubleLanes extends Lanes {

  private final DenseArray input;
  private final DenseArray outputGradient;
  private final DenseArray result;
  private final double[] x;
  private final double[] g;
  private final double[] first;
  private final double[] second;
  private final double[] centre;
  private final double[] slope;
  private final double[] shift;
  private final double[] factor;

  DoubleLanes(Operands operands, int channels, Workspace.Frame workspace) {
    super(channels);
    input = operands.input();
    outputGradient = operands.outputGradient();
    result = operands.result();
    int width = width(channels);
    x = workspace.doubles(width);
    g = workspace.doubles(width);
    first = workspace.doubles(width);
    second = workspace.doubles(width);
    centre = workspace.doubles(width);
    slope = workspace.doubles(width);
    shift = workspace.doubles(width);
    factor = workspace.doubles(width);
  }

  @Override
  double rounded(double value) {
    return value;
  }

  @Override
  void readInput(long position, int lane, int count) {
    NativeMemory.read(input.address() + position * Double.BYTES, x, lane, count);
  }

  @Override
  void readOutputGradient(long position, int lane, int count) {
    NativeMemory.read(outputGradient.address() + position * Double.BYTES, g, lane, count);
  }

  @Override
  void writeResult(long position, int lane, int count) {
    NativeMemory.write(x, lane, count, result.address() + position * Double.BYTES);
  }

  @Override
  void clear(int count) {
    Arrays.fill(first, 0, count, 0);
    Arrays.fill(second, 0, count, 0);
  }

  @Override
  void fold(int count, double[] firstTotals, double[] secondTotals) {
    fold(first, count, firstTotals);
    if (secondTotals != null) {
      fold(second, count, secondTotals);
    }
  }

  private static void fold(double[] sums, int count, double[] totals) {
    if (totals.length == 1) {
      totals[0] += total(sums, count);
      return;
    }
    for (int lane = 0; lane < count; lane += totals.length) {
      for (int channel = 0; channel < totals.length; channel++) {
        totals[channel] += sums[lane + channel];
      }
    }
  }

  /** Eight sums side by side, so that no addition waits for the one before it. */
  private static double total(double[] sums, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    double e = 0;
    double f = 0;
    double g = 0;
    double h = 0;
    int j = 0;
    for (; j + 8 <= count; j += 8) {
      a += sums[j];
      b += sums[j + 1];
      c += sums[j + 2];
      d += sums[j + 3];
      e += sums[j + 4];
      f += sums[j + 5];
      g += sums[j + 6];
      h += sums[j + 7];
    }
    for (; j < count; j++) {
      a += sums[j];
    }
    return ((a + b) + (c + d)) + ((e + f) + (g + h));
  }

  @Override
  void setConstants(int count, LaneConstants constants) {
    spread(constants.centre(), centre, count);
    spread(constants.slope(), slope, count);
    spread(constants.shift(), shift, count);
    spread(constants.factor(), factor, count);
  }

  private static void spread(double[] values, double[] lanes, int count) {
    if (values == null) {
      return;
    }
    if (values.length == 1) {
      Arrays.fill(lanes, 0, count, values[0]);
      return;
    }
    for (int channel = 0; channel < values.length; channel++) {
      lanes[channel] = values[channel];
    }
    for (int lane = values.length; lane < count; lane += values.length) {
      System.arraycopy(lanes, 0, lanes, lane, values.length);
    }
  }

  @Override
  void addInput(int count) {
    double[] x = this.x;
    double[] sum = first;
    for (int j = 0; j < count; j++) {
      sum[j] += x[j];
    }
  }

  @Override
  void addDeviations(int count) {
    double[] x = this.x;
    double[] centre = this.centre;
    double[] sum = first;
    double[] squares = second;
    for (int j = 0; j < count; j++) {
      double deviation = x[j] - centre[j];
      sum[j] += deviation;
      squares[j] += deviation * deviation;
    }
  }

  @Override
  void addProducts(int count) {
    double[] x = this.x;
    double[] g = this.g;
    double[] centre = this.centre;
    double[] sum = first;
    double[] products = second;
    for (int j = 0; j < count; j++) {
      sum[j] += g[j];
      products[j] += g[j] * (x[j] - centre[j]);
    }
  }

  @Override
  void scale(int count) {
    double[] x = this.x;
    double[] centre = this.centre;
    double[] slope = this.slope;
    double[] shift = this.shift;
    for (int j = 0; j < count; j++) {
      x[j] = (x[j] - centre[j]) * slope[j] + shift[j];
    }
  }

  @Override
  void combine(int count) {
    double[] x = this.x;
    double[] g = this.g;
    double[] centre = this.centre;
    double[] slope = this.slope;
    double[] shift = this.shift;
    double[] factor = this.factor;
    for (int j = 0; j < count; j++) {
      x[j] = (x[j] - centre[j]) * slope[j] + shift[j] + g[j] * factor[j];
    }
  }
}
