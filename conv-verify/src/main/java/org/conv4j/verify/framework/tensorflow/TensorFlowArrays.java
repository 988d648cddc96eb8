package org.conv4j.verify.framework.tensorflow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.FilterLayout;
import org.conv4j.Tensor;
import org.conv4j.verify.framework.child.Axes;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.ndarray.buffer.DataBuffers;

/** Elements of tensors as TensorFlow's bytes, and back. */
record TensorFlowArrays(ConvProblem problem) {

  /** The elements, as they lie. */
  ByteDataBuffer bytes(Tensor tensor) {
    double[] values = tensor.values();
    ByteBuffer bytes = buffer(new byte[values.length * problem.elementType().bytes()]);
    for (double value : values) {
      if (problem.elementType() == ElementType.FLOAT32) {
        bytes.putFloat((float) value);
      } else {
        bytes.putDouble(value);
      }
    }
    return DataBuffers.of(bytes.array(), true, false);
  }

  /** The elements of a result, as they lie. */
  Tensor tensor(org.tensorflow.Tensor result) {
    byte[] bytes = new byte[Math.toIntExact(result.numBytes())];
    result.asRawTensor().data().read(bytes);
    ByteBuffer buffer = buffer(bytes);
    double[] values = new double[bytes.length / problem.elementType().bytes()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          problem.elementType() == ElementType.FLOAT32 ? buffer.getFloat() : buffer.getDouble();
    }
    return Tensor.of(values, result.shape().asArray());
  }

  /** The filter's elements in the order HWIO. */
  Tensor toHwio(Tensor filter) {
    return Axes.filter(filter, problem.filterLayout(), FilterLayout.HWIO);
  }

  /**
   * A filter gradient in the problem's layout; as it is, if it has not the shape of one.
   *
   * @param opShape of the op's filters
   */
  Tensor fromHwio(Tensor gradient, long[] opShape) {
    if (!Arrays.equals(gradient.shape(), opShape)) {
      return gradient;
    }
    long[] hwio =
        FilterLayout.HWIO.shape(
            problem.outputChannels(), problem.inputChannelsPerGroup(), problem.kernel());
    return Axes.filter(
        Tensor.of(gradient.values(), hwio), FilterLayout.HWIO, problem.filterLayout());
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }
}
