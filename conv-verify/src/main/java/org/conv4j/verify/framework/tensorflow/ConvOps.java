package org.conv4j.verify.framework.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** An op of TensorFlow and its two gradient ops; images NHWC. */
sealed interface ConvOps permits DenseOps, DepthwiseOps {

  /** Name of the forward op. */
  String name();

  /** The op's filter shape, for one of our shape HWIO. */
  long[] filterShape(long[] hwio);

  /** The output without bias. */
  <T extends TNumber> Operand<T> forward(
      Ops tf, Operand<T> input, Operand<T> filter, Geometry geometry);

  /** The gradient of an input of shape {@code inputSizes}. */
  <T extends TNumber> Operand<T> inputGradient(
      Ops tf,
      Operand<TInt32> inputSizes,
      Operand<T> filter,
      Operand<T> outputGradient,
      Geometry geometry);

  /** The gradient of a filter of shape {@code filterSizes}. */
  <T extends TNumber> Operand<T> filterGradient(
      Ops tf,
      Operand<T> input,
      Operand<TInt32> filterSizes,
      Operand<T> outputGradient,
      Geometry geometry);
}
