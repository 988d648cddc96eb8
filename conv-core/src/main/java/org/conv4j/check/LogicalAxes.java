package org.conv4j.check;

import java.util.function.IntConsumer;
import org.conv4j.ConvProblem;
import org.conv4j.Operand;

/**
 * The four axes of an operand in an order that does not depend on layouts: batch, channel, row,
 * column; for a filter output channel, input channel, row, column.
 *
 * @param sizes of the axes
 * @param strides distances in the row-major array of the problem's own layout
 */
record LogicalAxes(long[] sizes, long[] strides) {

  /** The axes of a rank-4 operand. */
  static LogicalAxes of(ConvProblem problem, Operand operand) {
    long[] shape = operand.shape(problem);
    long[] strides = rowMajor(shape);
    return switch (operand) {
      case FILTER, FILTER_GRADIENT ->
          new LogicalAxes(
              problem.filterLayout().toOihw(shape), problem.filterLayout().toOihw(strides));
      case INPUT, INPUT_GRADIENT, OUTPUT, OUTPUT_GRADIENT ->
          new LogicalAxes(problem.layout().toNchw(shape), problem.layout().toNchw(strides));
      case BIAS, BIAS_GRADIENT ->
          throw new IllegalArgumentException(operand.label() + " has one axis, not four");
    };
  }

  int size(int axis) {
    return (int) sizes[axis];
  }

  int offset(int first, int second, int row, int column) {
    return (int)
        (first * strides[0] + second * strides[1] + row * strides[2] + column * strides[3]);
  }

  /** The position along {@code axis} of the element at {@code offset}. */
  int position(int axis, int offset) {
    return (int) (offset / strides[axis] % sizes[axis]);
  }

  void forEachOffset(IntConsumer action) {
    for (int first = 0; first < sizes[0]; first++) {
      for (int second = 0; second < sizes[1]; second++) {
        for (int row = 0; row < sizes[2]; row++) {
          for (int column = 0; column < sizes[3]; column++) {
            action.accept(offset(first, second, row, column));
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
}
