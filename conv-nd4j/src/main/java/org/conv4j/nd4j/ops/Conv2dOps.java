package org.conv4j.nd4j.ops;

import org.conv4j.ConvGradients;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.nd4j.Convolutions;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code conv2d} and {@code conv2d_bp}. */
final class Conv2dOps {

  private Conv2dOps() {}

  /** {@code conv2d}: input, weights[, bias] to output. */
  static Runnable forward(OpCall call) {
    call.expectInputs(2, 3);
    boolean biased = call.inputs().size() == 3;
    Convolution<INDArray> convolution = convolution(call, biased);
    call.expectOutputs(1);
    INDArray bias = biased ? OpArrays.vector(call.input(2)) : null;
    return () -> convolution.forwardInto(call.input(0), call.input(1), bias, call.output(0));
  }

  /** {@code conv2d_bp}: input, weights[, bias], output gradient to two or three gradients. */
  static Runnable backward(OpCall call) {
    boolean biased = call.inputs().size() == 4;
    call.expectInputs(3, 4);
    Convolution<INDArray> convolution = convolution(call, biased);
    call.expectOutputs(biased ? 3 : 2);
    return () ->
        backward(
            convolution,
            call.input(0),
            call.input(1),
            call.lastInput(),
            call.output(0),
            call.output(1),
            biased ? call.output(2) : null);
  }

  /** All gradients; {@code db}, null where there is no bias, may be a row vector. */
  static void backward(
      Convolution<INDArray> convolution,
      INDArray x,
      INDArray w,
      INDArray dy,
      INDArray dx,
      INDArray dw,
      INDArray db) {
    if (db == null) {
      convolution.backwardInto(x, w, dy, new ConvGradients<>(dx, dw, null));
    } else {
      OpArrays.computeAs(
          convolution.problem().biasShape(),
          db,
          vector -> convolution.backwardInto(x, w, dy, new ConvGradients<>(dx, dw, vector)));
    }
  }

  private static Convolution<INDArray> convolution(OpCall call, boolean biased) {
    Conv2dArguments arguments = Conv2dArguments.of(call.arguments());
    ConvProblem.Builder problem = arguments.problem().bias(biased).elementType(call.elementType());
    OpShapes.input(problem, arguments.layout(), call.input(0));
    OpShapes.filter(problem, arguments.weightFormat(), call.input(1));
    OpShapes.requireShape("weights", call.input(1), problem.build().filterShape());
    return Convolutions.of(arguments.checked(problem.build()));
  }
}
