package org.conv4j.nd4j.normalization;

import java.util.Arrays;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/** {@link Lanes} of float32. */
final class FloatLanes extends Lanes {

  private final FloatMemory input;
  private final FloatMemory outputGradient;
  private final FloatMemory result;
  private final float[] x;
  private final float[] g;
  private final float[] first;
  private final float[] second;
  private final float[] centre;
  private final float[] slope;
  private final float[] shift;
  private final float[] factor;

  FloatLanes(Operands operands, int channels, Workspace.Frame workspace) {
    super(channels);
    input = memory(operands.input());
    outputGradient = memory(operands.outputGradient());
    result = memory(operands.result());
    int width = width(channels);
    x = workspace.floats(width);
    g = workspace.floats(width);
    first = workspace.floats(width);
    second = workspace.floats(width);
    centre = workspace.floats(width);
    slope = workspace.floats(width);
    shift = workspace.floats(width);
    factor = workspace.floats(width);
  }

  private static FloatMemory memory(DenseArray array) {
    return array == null ? null : FloatMemory.of(array);
  }

  @Override
  double rounded(double value) {
    return (float) value;
  }

  @Override
  void readInput(long position, int lane, int count) {
    input.read(position, x, lane, count);
  }

  @Override
  void readOutputGradient(long position, int lane, int count) {
    outputGradient.read(position, g, lane, count);
  }

  @Override
  void writeResult(long position, int lane, int count) {
    result.write(x, lane, count, position);
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

  private static void fold(float[] sums, int count, double[] totals) {
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
  private static double total(float[] sums, int count) {
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

  private static void spread(double[] values, float[] lanes, int count) {
    if (values == null) {
      return;
    }
    if (values.length == 1) {
      Arrays.fill(lanes, 0, count, (float) values[0]);
      return;
    }
    for (int channel = 0; channel < values.length; channel++) {
      lanes[channel] = (float) values[channel];
    }
    for (int lane = values.length; lane < count; lane += values.length) {
      System.arraycopy(lanes, 0, lanes, lane, values.length);
    }
  }

  @Override
  void addInput(int count) {
    float[] x = this.x;
    float[] sum = first;
    for (int j = 0; j < count; j++) {
      sum[j] += x[j];
    }
  }

  @Override
  void addDeviations(int count) {
    float[] x = this.x;
    float[] centre = this.centre;
    float[] sum = first;
    float[] squares = second;
    for (int j = 0; j < count; j++) {
      float deviation = x[j] - centre[j];
      sum[j] += deviation;
      squares[j] += deviation * deviation;
    }
  }

  @Override
  void addProducts(int count) {
    float[] x = this.x;
    float[] g = this.g;
    float[] centre = this.centre;
    float[] sum = first;
    float[] products = second;
    for (int j = 0; j < count; j++) {
      sum[j] += g[j];
      products[j] += g[j] * (x[j] - centre[j]);
    }
  }

  @Override
  void scale(int count) {
    float[] x = this.x;
    float[] centre = this.centre;
    float[] slope = this.slope;
    float[] shift = this.shift;
    for (int j = 0; j < count; j++) {
      x[j] = (x[j] - centre[j]) * slope[j] + shift[j];
    }
  }

  @Override
  void combine(int count) {
    float[] x = this.x;
    float[] g = this.g;
    float[] centre = this.centre;
    float[] slope = this.slope;
    float[] shift = this.shift;
    float[] factor = this.factor;
    for (int j = 0; j < count; j++) {
      x[j] = (x[j] - centre[j]) * slope[j] + shift[j] + g[j] * factor[j];
    }
  }
}
