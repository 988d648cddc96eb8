package org.conv4j.nd4j.ops;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.conv4j.ElementType;
import org.conv4j.nd4j.workspace.DenseArray;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the ops need to know of arrays. */
final class OpArrays {

  private OpArrays() {}

  /**
   * The one element type of all arrays.
   *
   * @throws LeftToNd4j if they differ, are neither FLOAT nor DOUBLE, or one is empty
   */
  static ElementType elementType(List<INDArray> inputs, List<INDArray> outputs) {
    DataType type = inputs.get(0).dataType();
    refuseOtherThan(type, inputs);
    refuseOtherThan(type, outputs);
    return switch (type) {
      case FLOAT -> ElementType.FLOAT32;
      case DOUBLE -> ElementType.FLOAT64;
      default -> throw new LeftToNd4j("arrays of type " + type + " are computed by ND4J");
    };
  }

  /** {@code array} as a vector; a row or column vector is taken for one. */
  static INDArray vector(INDArray array) {
    return array.rank() == 1 ? array : array.reshape('c', new long[] {array.length()});
  }

  /**
   * Lets {@code compute} write a result of {@code shape} whose elements, in row-major order, are
   * those of {@code result}: in place where its memory allows, otherwise in a copy that is brought
   * back.
   */
  static void computeAs(long[] shape, INDArray result, Consumer<INDArray> compute) {
    if (Arrays.equals(result.shape(), shape)) {
      compute.accept(result);
    } else if (DenseArray.isDense(result)) {
      compute.accept(result.reshape('c', shape));
    } else {
      try (INDArray copy = Nd4j.createUninitializedDetached(result.dataType(), 'c', shape)) {
        compute.accept(copy);
        result.assign(copy.reshape('c', result.shape()));
      }
    }
  }

  private static void refuseOtherThan(DataType type, List<INDArray> arrays) {
    for (INDArray array : arrays) {
      if (array.dataType() != type) {
        throw new LeftToNd4j(
            "arrays of mixed types (" + type + " and " + array.dataType() + ") are left to ND4J");
      }
      if (array.isEmpty()) {
        throw new LeftToNd4j("empty arrays are left to ND4J");
      }
    }
  }
}
