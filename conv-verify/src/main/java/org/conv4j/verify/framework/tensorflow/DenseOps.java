package org.conv4j.verify.framework.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.op.nn.Conv2dBackpropFilter;
import org.tensorflow.op.nn.Conv2dBackpropInput;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** {@code Conv2D}; it has groups where the filter has fewer input channels than the image. */
record DenseOps() implements ConvOps {

  @Override
  public String name() {
    return "Conv2D";
  }

  @Override
  public long[] filterShape(long[] hwio) {
    return hwio;
  }

  @Override
  public <T extends TNumber> Operand<T> forward(
      Ops tf, Operand<T> input, Operand<T> filter, Geometry geometry) {
    return tf.nn.conv2d(
        input,
        filter,
        geometry.strides(),
        geometry.padding(),
        Conv2d.explicitPaddings(geometry.paddings()),
        Conv2d.dilations(geometry.dilations()));
  }

  @Override
  public <T extends TNumber> Operand<T> inputGradient(
      Ops tf,
      Operand<TInt32> inputSizes,
      Operand<T> filter,
      Operand<T> outputGradient,
      Geometry geometry) {
    return tf.nn.conv2dBackpropInput(
        inputSizes,
        filter,
        outputGradient,
        geometry.strides(),
        geometry.padding(),
        Conv2dBackpropInput.explicitPaddings(geometry.paddings()),
        Conv2dBackpropInput.dilations(geometry.dilations()));
  }

  @Override
  public <T extends TNumber> Operand<T> filterGradient(
      Ops tf,
      Operand<T> input,
      Operand<TInt32> filterSizes,
      Operand<T> outputGradient,
      Geometry geometry) {
    return tf.nn.conv2dBackpropFilter(
        input,
        filterSizes,
        outputGradient,
        geometry.strides(),
        geometry.padding(),
        Conv2dBackpropFilter.explicitPaddings(geometry.paddings()),
        Conv2dBackpropFilter.dilations(geometry.dilations()));
  }
}
