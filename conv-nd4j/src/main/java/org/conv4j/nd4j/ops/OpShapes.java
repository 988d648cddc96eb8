package org.conv4j.nd4j.ops;

import java.util.Arrays;
import org.conv4j.ConvProblem;
import org.conv4j.ConvShapeException;
import org.conv4j.FilterLayout;
import org.conv4j.TensorLayout;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Takes a problem's sizes from the arrays of a call. */
final class OpShapes {

  private OpShapes() {}

  /** Sets the input sizes to those of {@code input}. */
  static void input(ConvProblem.Builder problem, TensorLayout layout, INDArray input) {
    long[] sizes = layout.toNchw(ofRank(4, "input", input));
    problem.layout(layout).input(sizes[0], sizes[1], sizes[2], sizes[3]);
  }

  /** Sets output channels and kernel to those of {@code weights}. */
  static void filter(ConvProblem.Builder problem, FilterLayout layout, INDArray weights) {
    long[] sizes = layout.toOihw(ofRank(4, "weights", weights));
    problem.filterLayout(layout).filter(sizes[0], sizes[2], sizes[3]);
  }

  /**
   * The shape of {@code array}.
   *
   * @throws ConvShapeException if its rank is another
   */
  static long[] ofRank(int rank, String name, INDArray array) {
    if (array.rank() != rank) {
      throw new ConvShapeException(
          "%s has rank %d (shape %s), expected %d"
              .formatted(name, array.rank(), Arrays.toString(array.shape()), rank));
    }
    return array.shape();
  }

  /**
   * Requires a shape.
   *
   * @throws ConvShapeException if {@code array} has another
   */
  static void requireShape(String name, INDArray array, long... shape) {
    if (!Arrays.equals(array.shape(), shape)) {
      throw new ConvShapeException(
          "%s have shape %s, expected %s"
              .formatted(name, Arrays.toString(array.shape()), Arrays.toString(shape)));
    }
  }
}
