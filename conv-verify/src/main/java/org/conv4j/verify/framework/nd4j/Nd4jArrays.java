package org.conv4j.verify.framework.nd4j;

import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.verify.framework.child.Elements;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Tensors to ND4J arrays and back. */
public final class Nd4jArrays {

  private Nd4jArrays() {}

  /** A new dense array in 'c' order with the values of {@code tensor}, rounded to {@code type}. */
  public static INDArray toNd4j(Tensor tensor, ElementType type) {
    long[] shape = tensor.shape();
    if (tensor.size() == 0) {
      return Nd4j.create(dataType(type), shape);
    }
    return switch (type) {
      case FLOAT32 -> Nd4j.create(Elements.floats(tensor.values()), shape, 'c');
      case FLOAT64 -> Nd4j.create(tensor.values().clone(), shape, 'c');
    };
  }

  /**
   * The values of {@code array}, whatever its strides.
   *
   * @throws IllegalStateException if its elements are not of {@code type}
   */
  public static Tensor toTensor(INDArray array, ElementType type) {
    if (array.dataType() != dataType(type)) {
      throw new IllegalStateException(
          "the result's elements are " + array.dataType() + ", expected " + dataType(type));
    }
    long[] shape = array.shape();
    if (array.isEmpty()) {
      return Tensor.zeros(shape);
    }
    try (INDArray dense = array.dup('c')) {
      double[] values =
          switch (type) {
            case FLOAT32 -> Elements.doubles(dense.data().asFloat());
            case FLOAT64 -> dense.data().asDouble();
          };
      return Tensor.of(values, shape);
    }
  }

  /** ND4J's name of {@code type}. */
  public static DataType dataType(ElementType type) {
    return switch (type) {
      case FLOAT32 -> DataType.FLOAT;
      case FLOAT64 -> DataType.DOUBLE;
    };
  }
}
