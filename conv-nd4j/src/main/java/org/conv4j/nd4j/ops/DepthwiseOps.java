package org.conv4j.nd4j.ops;

import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code depthwise_conv2d} and {@code depthwise_conv2d_bp}. */
final class DepthwiseOps {

  private DepthwiseOps() {}

  /** {@code depthwise_conv2d}: input, weights[, bias] to output. */
  static Runnable forward(OpCall call) {
    call.expectInputs(2, 3);
    boolean biased = call.inputs().size() == 3;
    Depthwise depthwise = depthwise(call, biased);
    call.expectOutputs(1);
    INDArray bias = biased ? OpArrays.vector(call.input(2)) : null;
    return () -> depthwise.forward(call.input(0), call.input(1), bias, call.output(0));
  }

  /** {@code depthwise_conv2d_bp}: input, weights[, bias], output gradient to the gradients. */
  static Runnable backward(OpCall call) {
    boolean biased = call.inputs().size() == 4;
    call.expectInputs(3, 4);
    Depthwise depthwise = depthwise(call, biased);
    call.expectOutputs(biased ? 3 : 2);
    if (!biased) {
      return () -> backward(depthwise, call, null);
    }
    return () ->
        OpArrays.computeAs(
            depthwise.problem().biasShape(), call.output(2), db -> backward(depthwise, call, db));
  }

  /** The convolution of either op. */
  static OpConvolutions.Part part(OpCall call, boolean backward) {
    boolean biased = call.inputs().size() == (backward ? 4 : 3);
    Depthwise depthwise = depthwise(call, biased);
    return OpConvolutions.part(
        OpConvolutions.Role.WHOLE,
        depthwise.problem(),
        call.input(0),
        depthwise.filter(call.input(1)),
        biased ? OpArrays.vector(call.input(2)) : null,
        backward ? call.lastInput() : null);
  }

  private static void backward(Depthwise depthwise, OpCall call, INDArray db) {
    depthwise.backward(
        call.input(0), call.input(1), call.lastInput(), call.output(0), call.output(1), db);
  }

  private static Depthwise depthwise(OpCall call, boolean biased) {
    return Depthwise.of(
        Conv2dArguments.of(call.arguments()),
        call.input(0),
        call.input(1),
        biased,
        call.elementType());
  }
}
