package org.conv4j.nd4j.algorithm;

import org.conv4j.ConvProblem;
import org.conv4j.TensorLayout;
import org.conv4j.nd4j.workspace.DenseArray;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The bias seen as an array of the output's shape. */
final class BroadcastBias {

  private BroadcastBias() {}

  /** A view in which all positions of a channel are the one element of {@code bias}; not a copy. */
  static INDArray over(ConvProblem problem, DenseArray bias) {
    INDArray array = bias.array();
    long[] strides =
        problem.layout() == TensorLayout.NCHW ? new long[] {0, 1, 0, 0} : new long[] {0, 0, 0, 1};
    return Nd4j.create(array.data(), problem.outputShape(), strides, array.offset(), 'c');
  }
}
