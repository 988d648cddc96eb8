package org.conv4j.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.conv4j.nd4j.workspace.DenseArray;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Turns the arrays of one call into dense ones: itself where it is dense, otherwise a copy outside
 * all ND4J workspaces, which {@link #close} frees. Results computed in a copy are delivered from
 * it.
 */
final class Staging implements AutoCloseable {

  private final List<INDArray> copies = new ArrayList<>(0);
  private INDArray result;
  private INDArray resultCopy;

  /** A dense array with the elements of {@code array}. */
  DenseArray read(INDArray array) {
    if (DenseArray.isDense(array)) {
      return DenseArray.of(array);
    }
    INDArray copy = detachedLike(array);
    copy.assign(array);
    return DenseArray.of(copy);
  }

  /** A dense array to compute the one result in. */
  DenseArray write(INDArray array) {
    if (DenseArray.isDense(array)) {
      return DenseArray.of(array);
    }
    result = array;
    resultCopy = detachedLike(array);
    return DenseArray.of(resultCopy);
  }

  /** Copies the result to where it belongs, if it is not there already. */
  void deliver() {
    if (result != null) {
      result.assign(resultCopy);
    }
  }

  @Override
  public void close() {
    copies.forEach(INDArray::close);
  }

  private INDArray detachedLike(INDArray array) {
    INDArray copy = Nd4j.createUninitializedDetached(array.dataType(), 'c', array.shape());
    copies.add(copy);
    return copy;
  }
}
