package org.conv4j.reference;

import java.util.Arrays;
import org.conv4j.ConvProblem;
import org.conv4j.Extent;

/**
 * The loops of the definition, in a fixed order, over the offsets of row-major arrays in the
 * problem's own layouts. Output, input gradient and filter gradient consist of the same products;
 * they differ in which of the three elements of a product receives the other two.
 */
final class ConvolutionLoops {

  private final ConvProblem problem;
  private final long[] inputStrides;
  private final long[] filterStrides;
  private final long[] outputStrides;

  ConvolutionLoops(ConvProblem problem) {
    this.problem = problem;
    inputStrides = problem.layout().toNchw(rowMajor(problem.inputShape()));
    filterStrides = problem.filterLayout().toOihw(rowMajor(problem.filterShape()));
    outputStrides = problem.layout().toNchw(rowMajor(problem.outputShape()));
  }

  /** Receives the offset of an output element and its output channel. */
  @FunctionalInterface
  interface OutputVisitor {
    void visit(int output, int channel);
  }

  /**
   * Receives products that share one filter element and lie along one output row: the t-th, for
   * {@code t < count}, is of input element {@code input + t * inputStep()} and output element
   * {@code output + t * outputStep()}.
   */
  @FunctionalInterface
  interface RunVisitor {
    void visit(int input, int filter, int output, int count);
  }

  /** Distance in the input between the elements of a run. */
  int inputStep() {
    return (int) (problem.stride().width() * inputStrides[3]);
  }

  /** Distance in the output between the elements of a run. */
  int outputStep() {
    return (int) outputStrides[3];
  }

  /** Visits every output element, in the order batch, channel, row, column. */
  void forEachOutput(OutputVisitor visitor) {
    if (isEmpty(problem.outputShape())) {
      return;
    }
    Extent size = problem.outputSize();
    for (long n = 0; n < problem.batch(); n++) {
      for (long k = 0; k < problem.outputChannels(); k++) {
        for (long row = 0; row < size.height(); row++) {
          for (long column = 0; column < size.width(); column++) {
            visitor.visit(offset(outputStrides, n, k, row, column), (int) k);
          }
        }
      }
    }
  }

  /**
   * Visits every product whose input element is not padding, in the order batch, output channel,
   * output row, input channel, kernel row, kernel column, output column.
   */
  void forEachRun(RunVisitor visitor) {
    if (isEmpty(problem.inputShape())
        || isEmpty(problem.filterShape())
        || isEmpty(problem.outputShape())) {
      return;
    }
    long outputRows = problem.outputSize().height();
    Columns[] columns = columnsOfEachTap();
    for (long n = 0; n < problem.batch(); n++) {
      for (long k = 0; k < problem.outputChannels(); k++) {
        for (long row = 0; row < outputRows; row++) {
          visitRow(n, k, row, columns, visitor);
        }
      }
    }
  }

  private void visitRow(long n, long k, long row, Columns[] columns, RunVisitor visitor) {
    long channels = problem.inputChannelsPerGroup();
    long firstChannel = k / problem.outputChannelsPerGroup() * channels;
    long inputRows = problem.inputSize().height();
    long kernelRows = problem.kernel().height();
    long firstRow = row * problem.stride().height() - problem.sides().top();
    long rowStep = problem.dilation().height();
    for (long c = 0; c < channels; c++) {
      for (long i = 0; i < kernelRows; i++) {
        long inputRow = firstRow + i * rowStep;
        if (inputRow < 0 || inputRow >= inputRows) {
          continue;
        }
        int input = offset(inputStrides, n, firstChannel + c, inputRow, 0);
        int filter = offset(filterStrides, k, c, i, 0);
        int output = offset(outputStrides, n, k, row, 0);
        for (int j = 0; j < columns.length; j++) {
          Columns run = columns[j];
          if (run.count > 0) {
            visitor.visit(
                input + run.input,
                filter + j * (int) filterStrides[3],
                output + run.output,
                run.count);
          }
        }
      }
    }
  }

  /** For each kernel column, the output columns whose input column is not padding. */
  private Columns[] columnsOfEachTap() {
    Columns[] columns = new Columns[(int) problem.kernel().width()];
    long stride = problem.stride().width();
    long inputColumns = problem.inputSize().width();
    long outputColumns = problem.outputSize().width();
    for (int j = 0; j < columns.length; j++) {
      long first = j * problem.dilation().width() - problem.sides().left();
      long begin = Math.max(0, -Math.floorDiv(first, stride));
      long end = Math.min(outputColumns, -Math.floorDiv(first - inputColumns, stride));
      columns[j] =
          begin < end
              ? new Columns(
                  (int) ((first + begin * stride) * inputStrides[3]),
                  (int) (begin * outputStrides[3]),
                  (int) (end - begin))
              : new Columns(0, 0, 0);
    }
    return columns;
  }

  /** Offsets, relative to the start of their rows, of a run's first elements, and its length. */
  private record Columns(int input, int output, int count) {}

  private static int offset(long[] strides, long a, long b, long c, long d) {
    return (int) (a * strides[0] + b * strides[1] + c * strides[2] + d * strides[3]);
  }

  private static boolean isEmpty(long[] shape) {
    return Arrays.stream(shape).anyMatch(size -> size == 0);
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
}
