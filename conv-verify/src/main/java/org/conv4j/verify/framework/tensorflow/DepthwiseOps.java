package org.conv4j.verify.framework.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.DepthwiseConv2dNative;
import org.tensorflow.op.nn.DepthwiseConv2dNativeBackpropFilter;
import org.tensorflow.op.nn.DepthwiseConv2dNativeBackpropInput;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * {@code DepthwiseConv2dNative}: its filter is [height, width, channels C, multiplier M], its
 * output channel {@code c * M + m}. That is our order of output channels: elements stay where they
 * are.
 *
 * @param channels of the input
 */
record DepthwiseOps(long channels) implements ConvOps {

  @Override
  public String name() {
    return "DepthwiseConv2dNative";
  }

  @Override
  public long[] filterShape(long[] hwio) {
    return new long[] {hwio[0], hwio[1], channels, hwio[3] / channels};
  }

  @Override
  public <T extends TNumber> Operand<T> forward(
      Ops tf, Operand<T> input, Operand<T> filter, Geometry geometry) {
    return tf.nn.depthwiseConv2dNative(
        input,
        filter,
        geometry.strides(),
        geometry.padding(),
        DepthwiseConv2dNative.explicitPaddings(geometry.paddings()),
        DepthwiseConv2dNative.dilations(geometry.dilations()));
  }

  @Override
  public <T extends TNumber> Operand<T> inputGradient(
      Ops tf,
      Operand<TInt32> inputSizes,
      Operand<T> filter,
      Operand<T> outputGradient,
      Geometry geometry) {
    return tf.nn.depthwiseConv2dNativeBackpropInput(
        inputSizes,
        filter,
        outputGradient,
        geometry.strides(),
        geometry.padding(),
        DepthwiseConv2dNativeBackpropInput.explicitPaddings(geometry.paddings()),
        DepthwiseConv2dNativeBackpropInput.dilations(geometry.dilations()));
  }

  @Override
  public <T extends TNumber> Operand<T> filterGradient(
      Ops tf,
      Operand<T> input,
      Operand<TInt32> filterSizes,
      Operand<T> outputGradient,
      Geometry geometry) {
    return tf.nn.depthwiseConv2dNativeBackpropFilter(
        input,
        filterSizes,
        outputGradient,
        geometry.strides(),
        geometry.padding(),
        DepthwiseConv2dNativeBackpropFilter.explicitPaddings(geometry.paddings()),
        DepthwiseConv2dNativeBackpropFilter.dilations(geometry.dilations()));
  }
}
