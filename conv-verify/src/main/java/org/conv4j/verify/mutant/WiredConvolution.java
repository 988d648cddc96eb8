package org.conv4j.verify.mutant;

import java.util.Arrays;
import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.conv4j.Tensor;
import org.conv4j.TensorLayout;
import org.conv4j.reference.ReferenceConvolution;

/**
 * Plain loops over every product of a convolution, wired and added up as told. Results are rounded
 * to the problem's element type.
 */
final class WiredConvolution extends ReferenceConvolution {

  private final Wiring wiring;
  private final Arithmetic arithmetic;

  WiredConvolution(Wiring wiring, Arithmetic arithmetic) {
    super(wiring.problem);
    this.wiring = wiring;
    this.arithmetic = arithmetic;
  }

  @Override
  protected void computeForward(Tensor input, Tensor filter, Tensor bias, Tensor output) {
    double[] x = input.values();
    double[] w = filter.values();
    double[] y = output.values();
    Arrays.fill(y, 0);
    if (bias != null) {
      forEachOutput((n, k, offset) -> y[offset] = wiring.bias() * bias.values()[k]);
    }
    forEachProduct((in, tap, out) -> add(y, out, x[in], w[tap]));
    round(y);
  }

  @Override
  protected void computeInputGradient(Tensor filter, Tensor outputGradient, Tensor inputGradient) {
    double[] w = filter.values();
    double[] dy = outputGradient.values();
    double[] dx = inputGradient.values();
    Arrays.fill(dx, 0);
    forEachProduct((in, tap, out) -> add(dx, in, dy[out], w[tap]));
    round(dx);
  }

  @Override
  protected void computeFilterGradient(Tensor input, Tensor outputGradient, Tensor filterGradient) {
    double[] x = input.values();
    double[] dy = outputGradient.values();
    double[] dw = filterGradient.values();
    Arrays.fill(dw, 0);
    forEachProduct((in, tap, out) -> add(dw, tap, dy[out], x[in]));
    round(dw);
  }

  @Override
  protected void computeBiasGradient(Tensor outputGradient, Tensor biasGradient) {
    double[] dy = outputGradient.values();
    double[] db = biasGradient.values();
    Arrays.fill(db, 0);
    forEachOutput(
        (n, k, offset) -> {
          if (wiring.inputImage(n) != Wiring.NONE) {
            add(db, k, dy[offset], wiring.bias());
          }
        });
    round(db);
  }

  private void add(double[] sums, int at, double one, double other) {
    sums[at] = arithmetic.add(sums[at], arithmetic.operand(one) * arithmetic.operand(other));
  }

  private void round(double[] results) {
    Arrays.setAll(results, i -> problem().elementType().round(results[i]));
  }

  private void forEachOutput(OutputVisitor visitor) {
    ConvProblem problem = problem();
    long[] strides = strides(problem.layout(), problem.outputShape());
    for (int n = 0; n < problem.batch(); n++) {
      for (int k = 0; k < problem.outputChannels(); k++) {
        for (int row = 0; row < problem.outputSize().height(); row++) {
          for (int column = 0; column < problem.outputSize().width(); column++) {
            visitor.visit(n, k, offset(strides, n, k, row, column));
          }
        }
      }
    }
  }

  private void forEachProduct(ProductVisitor visitor) {
    ConvProblem problem = problem();
    long[] x = inputStrides();
    long[] w = filterStrides();
    long[] y = strides(problem.layout(), problem.outputShape());
    int outputHeight = (int) problem.outputSize().height();
    int outputWidth = (int) problem.outputSize().width();
    for (int n = 0; n < problem.batch(); n++) {
      int image = wiring.inputImage(n);
      if (image == Wiring.NONE) {
        continue;
      }
      for (int k = 0; k < problem.outputChannels(); k++) {
        for (int row = 0; row < outputHeight; row++) {
          for (int column = 0; column < outputWidth; column++) {
            int out = offset(y, n, k, row, column);
            for (int c = 0; c < wiring.inputsPerGroup; c++) {
              if (wiring.filterInput(k, c) != Wiring.NONE) {
                visitTaps(x, w, image, k, c, row, column, out, visitor);
              }
            }
          }
        }
      }
    }
  }

  private void visitTaps(
      long[] x,
      long[] w,
      int image,
      int k,
      int c,
      int row,
      int column,
      int out,
      ProductVisitor visitor) {
    int channel = wiring.inputChannel(k, c);
    int filterOutput = wiring.filterOutput(k, c);
    int filterInput = wiring.filterInput(k, c);
    for (int i = 0; i < problem().kernel().height(); i++) {
      int h = wiring.inputRow(row, i);
      if (h < 0 || h >= problem().inputSize().height()) {
        continue;
      }
      for (int j = 0; j < problem().kernel().width(); j++) {
        int v = wiring.inputColumn(column, j);
        if (v < 0 || v >= problem().inputSize().width()) {
          continue;
        }
        visitor.visit(
            offset(x, image, channel, h, v),
            offset(w, filterOutput, filterInput, wiring.filterRow(i, j), wiring.filterColumn(i, j)),
            out);
      }
    }
  }

  /** By batch, channel, row, column. */
  private long[] inputStrides() {
    ConvProblem problem = problem();
    TensorLayout read = wiring.inputLayout();
    return strides(read, read.shape(problem.batch(), problem.inputChannels(), problem.inputSize()));
  }

  /** By output channel, input channel, row, column. */
  private long[] filterStrides() {
    ConvProblem problem = problem();
    FilterLayout read = wiring.filterLayout();
    long[] shape =
        read.shape(problem.outputChannels(), problem.inputChannelsPerGroup(), problem.kernel());
    return read.toOihw(rowMajor(shape));
  }

  private static long[] strides(TensorLayout layout, long[] shape) {
    return layout.toNchw(rowMajor(shape));
  }

  private static long[] rowMajor(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  private static int offset(long[] strides, int a, int b, int c, int d) {
    return (int) (a * strides[0] + b * strides[1] + c * strides[2] + d * strides[3]);
  }

  private interface OutputVisitor {
    void visit(int image, int channel, int offset);
  }

  private interface ProductVisitor {
    void visit(int input, int filter, int output);
  }
}
