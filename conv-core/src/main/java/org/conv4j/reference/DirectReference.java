package org.conv4j.reference;

import java.util.Arrays;
import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.Sides;
import org.conv4j.Tensor;

/**
 * The definition of {@link org.conv4j.Convolution}, as loops. Every direction visits the same
 * products {@code input * filter} (or {@code outputGradient}) that the forward formula has, and
 * adds each where that direction wants it; each element's sum runs in a fixed order.
 */
public final class DirectReference extends ReferenceConvolution {

  /** The reference for {@code problem}. */
  public DirectReference(ConvProblem problem) {
    super(problem);
  }

  @Override
  protected void computeForward(Tensor input, Tensor filter, Tensor bias, Tensor output) {
    Geometry at = new Geometry(problem());
    double[] x = input.values();
    double[] w = filter.values();
    double[] y = output.values();
    for (int n = 0; n < at.batch; n++) {
      for (int k = 0; k < at.outputChannels; k++) {
        double offset = bias == null ? 0 : bias.values()[k];
        for (int row = 0; row < at.outputHeight; row++) {
          for (int column = 0; column < at.outputWidth; column++) {
            y[at.output(n, k, row, column)] = offset + dot(at, x, w, n, k, row, column);
          }
        }
      }
    }
  }

  private static double dot(
      Geometry at, double[] x, double[] w, int n, int k, int row, int column) {
    double sum = 0;
    int firstChannel = at.firstInputChannel(k);
    for (int c = 0; c < at.channelsPerGroup; c++) {
      for (int i = 0; i < at.kernelHeight; i++) {
        int h = at.inputRow(row, i);
        if (h < 0 || h >= at.inputHeight) {
          continue;
        }
        for (int j = 0; j < at.kernelWidth; j++) {
          int v = at.inputColumn(column, j);
          if (v < 0 || v >= at.inputWidth) {
            continue;
          }
          sum += x[at.input(n, firstChannel + c, h, v)] * w[at.filter(k, c, i, j)];
        }
      }
    }
    return sum;
  }

  @Override
  protected void computeInputGradient(Tensor filter, Tensor outputGradient, Tensor inputGradient) {
    Geometry at = new Geometry(problem());
    double[] w = filter.values();
    double[] dy = outputGradient.values();
    double[] dx = inputGradient.values();
    Arrays.fill(dx, 0);
    at.forEachProduct((x, f, y) -> dx[x] += dy[y] * w[f]);
  }

  @Override
  protected void computeFilterGradient(Tensor input, Tensor outputGradient, Tensor filterGradient) {
    Geometry at = new Geometry(problem());
    double[] x = input.values();
    double[] dy = outputGradient.values();
    double[] dw = filterGradient.values();
    Arrays.fill(dw, 0);
    at.forEachProduct((i, f, y) -> dw[f] += dy[y] * x[i]);
  }

  @Override
  protected void computeBiasGradient(Tensor outputGradient, Tensor biasGradient) {
    Geometry at = new Geometry(problem());
    double[] dy = outputGradient.values();
    double[] db = biasGradient.values();
    Arrays.fill(db, 0);
    for (int n = 0; n < at.batch; n++) {
      for (int k = 0; k < at.outputChannels; k++) {
        for (int row = 0; row < at.outputHeight; row++) {
          for (int column = 0; column < at.outputWidth; column++) {
            db[k] += dy[at.output(n, k, row, column)];
          }
        }
      }
    }
  }

  /** The problem's sizes and offsets as {@code int}s: a {@link Tensor} holds no more. */
  private static final class Geometry {
    final int batch;
    final int outputChannels;
    final int channelsPerGroup;
    final int outputChannelsPerGroup;
    final int inputHeight;
    final int inputWidth;
    final int outputHeight;
    final int outputWidth;
    final int kernelHeight;
    final int kernelWidth;
    private final Extent stride;
    private final Extent dilation;
    private final Sides sides;
    private final int[] inputStrides;
    private final int[] filterStrides;
    private final int[] outputStrides;

    Geometry(ConvProblem problem) {
      batch = (int) problem.batch();
      outputChannels = (int) problem.outputChannels();
      channelsPerGroup = (int) problem.inputChannelsPerGroup();
      outputChannelsPerGroup = (int) problem.outputChannelsPerGroup();
      inputHeight = (int) problem.inputSize().height();
      inputWidth = (int) problem.inputSize().width();
      outputHeight = (int) problem.outputSize().height();
      outputWidth = (int) problem.outputSize().width();
      kernelHeight = (int) problem.kernel().height();
      kernelWidth = (int) problem.kernel().width();
      stride = problem.stride();
      dilation = problem.dilation();
      sides = problem.sides();
      inputStrides = toInts(problem.layout().toNchw(rowMajor(problem.inputShape())));
      filterStrides = toInts(problem.filterLayout().toOihw(rowMajor(problem.filterShape())));
      outputStrides = toInts(problem.layout().toNchw(rowMajor(problem.outputShape())));
    }

    int firstInputChannel(int k) {
      return k / outputChannelsPerGroup * channelsPerGroup;
    }

    int inputRow(int row, int i) {
      return (int) (row * stride.height() + i * dilation.height() - sides.top());
    }

    int inputColumn(int column, int j) {
      return (int) (column * stride.width() + j * dilation.width() - sides.left());
    }

    int input(int n, int c, int h, int v) {
      return n * inputStrides[0] + c * inputStrides[1] + h * inputStrides[2] + v * inputStrides[3];
    }

    int filter(int k, int c, int i, int j) {
      return k * filterStrides[0]
          + c * filterStrides[1]
          + i * filterStrides[2]
          + j * filterStrides[3];
    }

    int output(int n, int k, int row, int column) {
      return n * outputStrides[0]
          + k * outputStrides[1]
          + row * outputStrides[2]
          + column * outputStrides[3];
    }

    /** Calls {@code visitor} with the offsets of every product of the forward formula. */
    void forEachProduct(ProductVisitor visitor) {
      for (int n = 0; n < batch; n++) {
        for (int k = 0; k < outputChannels; k++) {
          int firstChannel = firstInputChannel(k);
          for (int row = 0; row < outputHeight; row++) {
            for (int column = 0; column < outputWidth; column++) {
              int y = output(n, k, row, column);
              for (int c = 0; c < channelsPerGroup; c++) {
                for (int i = 0; i < kernelHeight; i++) {
                  int h = inputRow(row, i);
                  if (h < 0 || h >= inputHeight) {
                    continue;
                  }
                  for (int j = 0; j < kernelWidth; j++) {
                    int v = inputColumn(column, j);
                    if (v < 0 || v >= inputWidth) {
                      continue;
                    }
                    visitor.visit(input(n, firstChannel + c, h, v), filter(k, c, i, j), y);
                  }
                }
              }
            }
          }
        }
      }
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

    private static int[] toInts(long[] longs) {
      return Arrays.stream(longs).mapToInt(value -> (int) value).toArray();
    }
  }

  /** Receives the offsets of input, filter and output element of one product. */
  private interface ProductVisitor {
    void visit(int input, int filter, int output);
  }
}
