package org.conv4j.verify.framework.mxnet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.verify.framework.child.Elements;

/** Tensors as MXNet's arrays, and back. */
record MxNetArrays(NDManager manager, ElementType elementType) {

  NDArray array(Tensor tensor) {
    Shape shape = new Shape(tensor.shape());
    if (tensor.size() == 0) {
      return manager.create(shape, dataType());
    }
    return switch (elementType) {
      case FLOAT32 -> manager.create(Elements.floats(tensor.values()), shape);
      case FLOAT64 -> manager.create(tensor.values(), shape);
    };
  }

  /** Waits until {@code array} is computed. */
  Tensor tensor(NDArray array) {
    if (array.getDataType() != dataType()) {
      throw new IllegalStateException(
          "the result's elements are " + array.getDataType() + ", expected " + dataType());
    }
    double[] values =
        switch (elementType) {
          case FLOAT32 -> Elements.doubles(array.toFloatArray());
          case FLOAT64 -> array.toDoubleArray();
        };
    return Tensor.of(values, array.getShape().getShape());
  }

  private DataType dataType() {
    return elementType == ElementType.FLOAT32 ? DataType.FLOAT32 : DataType.FLOAT64;
  }
}
