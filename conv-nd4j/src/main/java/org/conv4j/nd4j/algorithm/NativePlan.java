package org.conv4j.nd4j.algorithm;

import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.Workspace;

/** How ND4J's op, which computes the output or both gradients, is made to compute one problem. */
sealed interface NativePlan permits NativeWhole, NativeDepthwise {

  /** Computes the output; {@code bias} is null when the problem has none. */
  void forward(DenseArray input, DenseArray filter, DenseArray bias, DenseArray output);

  /** Computes both gradients. */
  void backward(
      DenseArray input,
      DenseArray filter,
      DenseArray outputGradient,
      DenseArray inputGradient,
      DenseArray filterGradient,
      Workspace.Frame workspace);

  /** Computes the input gradient: of the input the op then reads the shape alone. */
  void inputGradient(
      DenseArray filter,
      DenseArray outputGradient,
      DenseArray inputGradient,
      Workspace.Frame workspace);

  /** Computes the filter gradient: of the filter the op then reads the shape alone. */
  void filterGradient(
      DenseArray input,
      DenseArray outputGradient,
      DenseArray filterGradient,
      Workspace.Frame workspace);

  /** Bytes of a thread's workspace that the input gradient takes, for what nobody wants. */
  long inputGradientBytes();

  /** Bytes of a thread's workspace that the filter gradient takes, for what nobody wants. */
  long filterGradientBytes();
}
