package org.conv4j.nd4j;

import java.util.Arrays;
import org.conv4j.ConvProblem;
import org.conv4j.ConvShapeException;
import org.conv4j.ElementType;
import org.conv4j.Operand;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whether an array is what a problem says of an operand. */
final class ArrayCheck {

  private ArrayCheck() {}

  /** The ND4J type that {@code problem} computes in. */
  static DataType dataType(ConvProblem problem) {
    return problem.elementType() == ElementType.FLOAT64 ? DataType.DOUBLE : DataType.FLOAT;
  }

  /**
   * Checks.
   *
   * @throws ConvShapeException naming the operand and what is wrong with it
   */
  static void check(ConvProblem problem, Operand operand, INDArray array) {
    if (array.wasClosed()) {
      throw new ConvShapeException(operand.label() + " was closed: its memory is gone");
    }
    checkType(problem, operand, array.dataType());
    long[] expected = operand.shape(problem);
    long[] shape = array.shape();
    if (!Arrays.equals(shape, expected)) {
      throw new ConvShapeException(
          "%s has shape %s, expected %s (%s) for %s"
              .formatted(
                  operand.label(),
                  Arrays.toString(shape),
                  Arrays.toString(expected),
                  operand.axes(problem),
                  problem));
    }
    if (array.isAttached() && !array.isInScope()) {
      throw new ConvShapeException(
          "%s belongs to an ND4J workspace that was closed or reused since: detach() it before"
              .formatted(operand.label()));
    }
    if (isResult(operand) && !array.isEmpty()) {
      refuseSharedElements(operand, shape, array.stride());
    }
  }

  private static void checkType(ConvProblem problem, Operand operand, DataType found) {
    DataType expected = dataType(problem);
    if (found == expected) {
      return;
    }
    if (found == DataType.FLOAT || found == DataType.DOUBLE) {
      throw new ConvShapeException(
          "%s is %s, expected %s: all arrays must have the problem's element type (%s)"
              .formatted(operand.label(), found, expected, problem));
    }
    throw new ConvShapeException(
        "%s is %s: only FLOAT and DOUBLE are computed; castTo(DataType.%s) first"
            .formatted(operand.label(), found, expected));
  }

  private static boolean isResult(Operand operand) {
    return switch (operand) {
      case OUTPUT, INPUT_GRADIENT, FILTER_GRADIENT, BIAS_GRADIENT -> true;
      case INPUT, FILTER, BIAS, OUTPUT_GRADIENT -> false;
    };
  }

  private static void refuseSharedElements(Operand operand, long[] shape, long[] strides) {
    for (int axis = 0; axis < shape.length; axis++) {
      if (shape[axis] > 1 && strides[axis] == 0) {
        throw new ConvShapeException(
            "%s is a broadcast array (stride 0 along axis %d of %s): a result needs an element of its own everywhere"
                .formatted(operand.label(), axis, Arrays.toString(shape)));
      }
    }
  }
}
