package org.conv4j.nd4j.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.conv4j.nd4j.workspace.DenseArray;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays of one pass of a normalisation as what computes them wants them. Copies of large
 * arrays are outside DL4J's workspaces and live as long as this.
 */
final class NormalizedArrays implements AutoCloseable {

  private final List<DenseArray> copies = new ArrayList<>(0);

  /** The elements of {@code array} in row-major order, copied if they do not lie so. */
  DenseArray dense(INDArray array) {
    if (DenseArray.isDense(array)) {
      return DenseArray.of(array);
    }
    INDArray copy = Nd4j.createUninitializedDetached(array.dataType(), 'c', array.shape());
    copy.assign(array);
    DenseArray dense = DenseArray.of(copy);
    copies.add(dense);
    return dense;
  }

  @Override
  public void close() {
    copies.forEach(copy -> copy.array().close());
  }

  /** The numbers of a small array. */
  static double[] vector(INDArray array) {
    return array.reshape(array.length()).toDoubleVector();
  }

  /** Sets a small array. */
  static void write(double[] numbers, INDArray array) {
    array.assign(array(numbers, array.dataType()).reshape(array.shape()));
  }

  /** A new vector. */
  static INDArray array(double[] numbers, DataType type) {
    return Nd4j.createFromArray(numbers).castTo(type);
  }
}
