package org.conv4j.network;

import java.util.Arrays;
import java.util.Optional;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J arrays to tensors and back. */
public final class NetworkArrays {

  private NetworkArrays() {}

  /**
   * The values of {@code array}, whatever its strides, exactly.
   *
   * @throws IllegalStateException if its elements are not of {@code type}
   */
  public static Tensor tensor(INDArray array, ElementType type) {
    if (array.dataType() != dataType(type)) {
      throw new IllegalStateException(
          "an array %s of %s stands where elements of %s are expected"
              .formatted(Arrays.toString(array.shape()), array.dataType(), dataType(type)));
    }
    if (array.isEmpty()) {
      return Tensor.zeros(array.shape());
    }
    try (INDArray dense = Nd4j.createUninitializedDetached(array.dataType(), 'c', array.shape())) {
      dense.assign(array);
      return Tensor.of(dense.data().asDouble(), array.shape());
    }
  }

  /** A new dense array, outside all ND4J workspaces, with the values of {@code tensor}. */
  public static INDArray array(Tensor tensor, ElementType type) {
    INDArray array = Nd4j.createUninitializedDetached(dataType(type), 'c', tensor.shape());
    double[] values = tensor.values();
    for (int i = 0; i < values.length; i++) {
      array.data().put(i, values[i]);
    }
    return array;
  }

  /** ND4J's name of {@code type}. */
  public static DataType dataType(ElementType type) {
    return switch (type) {
      case FLOAT32 -> DataType.FLOAT;
      case FLOAT64 -> DataType.DOUBLE;
    };
  }

  /** Our name of {@code type}; empty for those that no convolution here computes in. */
  static Optional<ElementType> elementType(DataType type) {
    return switch (type) {
      case FLOAT -> Optional.of(ElementType.FLOAT32);
      case DOUBLE -> Optional.of(ElementType.FLOAT64);
      default -> Optional.empty();
    };
  }
}
