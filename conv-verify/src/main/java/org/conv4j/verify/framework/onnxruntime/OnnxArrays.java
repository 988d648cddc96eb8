package org.conv4j.verify.framework.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.verify.framework.child.Elements;

/**
 * Tensors as ONNX Runtime's, and back.
 *
 * @param environment that owns them
 * @param type of their elements
 */
record OnnxArrays(OrtEnvironment environment, ElementType type) {

  OnnxTensor onnx(Tensor tensor) throws OrtException {
    double[] values = tensor.values();
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(values.length * type.bytes()).order(ByteOrder.nativeOrder());
    return switch (type) {
      case FLOAT32 -> {
        FloatBuffer floats = bytes.asFloatBuffer();
        floats.put(Elements.floats(values)).rewind();
        yield OnnxTensor.createTensor(environment, floats, tensor.shape());
      }
      case FLOAT64 -> {
        DoubleBuffer doubles = bytes.asDoubleBuffer();
        doubles.put(values).rewind();
        yield OnnxTensor.createTensor(environment, doubles, tensor.shape());
      }
    };
  }

  Tensor tensor(OnnxTensor result) {
    long[] shape = result.getInfo().getShape();
    return switch (type) {
      case FLOAT32 -> {
        FloatBuffer floats = result.getFloatBuffer();
        float[] values = new float[floats.remaining()];
        floats.get(values);
        yield Tensor.of(Elements.doubles(values), shape);
      }
      case FLOAT64 -> {
        DoubleBuffer doubles = result.getDoubleBuffer();
        double[] values = new double[doubles.remaining()];
        doubles.get(values);
        yield Tensor.of(values, shape);
      }
    };
  }
}
