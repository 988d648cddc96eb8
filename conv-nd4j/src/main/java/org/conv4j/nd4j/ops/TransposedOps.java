package org.conv4j.nd4j.ops;

import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ConvShapeException;
import org.conv4j.Convolution;
import org.conv4j.Extent;
import org.conv4j.TensorLayout;
import org.conv4j.nd4j.Convolutions;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code deconv2d} and {@code deconv2d_bp}: the transposed convolution is the input gradient of the
 * convolution that leads the other way, whose input is the op's output. ND4J's weights [height,
 * width, output, input], [input, output, height, width] and [input, height, width, output] are that
 * convolution's HWIO, OIHW and OHWI.
 */
final class TransposedOps {

  private TransposedOps() {}

  /** {@code deconv2d}: input, weights[, bias] to output. */
  static Runnable forward(OpCall call) {
    call.expectInputs(2, 3);
    call.expectOutputs(1);
    Convolution<INDArray> convolution = convolution(call, call.output(0));
    return () -> {
      convolution.inputGradientInto(call.input(1), call.input(0), call.output(0));
      if (call.inputs().size() == 3) {
        addBias(call.output(0), channelAxis(convolution), OpArrays.vector(call.input(2)));
      }
    };
  }

  /** {@code deconv2d_bp}: input, weights[, bias], output gradient to two or three gradients. */
  static Runnable backward(OpCall call) {
    boolean biased = call.inputs().size() == 4;
    call.expectInputs(3, 4);
    call.expectOutputs(biased ? 3 : 2);
    INDArray dy = call.lastInput();
    Convolution<INDArray> convolution = convolution(call, dy);
    return () -> {
      convolution.forwardInto(dy, call.input(1), null, call.output(0));
      convolution.filterGradientInto(dy, call.input(0), call.output(1));
      if (biased) {
        biasGradient(convolution.problem(), dy, call.output(2));
      }
    };
  }

  /** The convolution of either op: its input is the gradient of the op's output. */
  static OpConvolutions.Part part(OpCall call, boolean backward) {
    INDArray dy = backward ? call.lastInput() : null;
    return OpConvolutions.part(
        OpConvolutions.Role.TRANSPOSED,
        convolution(call, backward ? dy : call.output(0)).problem(),
        dy,
        call.input(1),
        null,
        call.input(0));
  }

  private static Convolution<INDArray> convolution(OpCall call, INDArray opOutput) {
    Conv2dArguments arguments = Conv2dArguments.of(call.arguments());
    ConvProblem.Builder builder = arguments.problem().bias(false).elementType(call.elementType());
    OpShapes.input(builder, arguments.layout(), opOutput);
    OpShapes.filter(builder, arguments.weightFormat(), call.input(1));
    ConvProblem problem = arguments.checked(builder.build());
    long[] opInput = arguments.layout().toNchw(OpShapes.ofRank(4, "input", call.input(0)));
    if (!problem.outputSize().equals(new Extent(opInput[2], opInput[3]))) {
      throw new ConvShapeException(
          "an output of %s does not belong to an input of %d x %d: %s leads to %s"
              .formatted(
                  problem.inputSize(), opInput[2], opInput[3], problem, problem.outputSize()));
    }
    return Convolutions.of(problem);
  }

  private static int channelAxis(Convolution<INDArray> convolution) {
    return convolution.problem().layout() == TensorLayout.NCHW ? 1 : 3;
  }

  private static void addBias(INDArray output, int channelAxis, INDArray bias) {
    long[] shape = {1, 1, 1, 1};
    shape[channelAxis] = bias.length();
    output.addi(bias.reshape('c', shape));
  }

  /** The sum of {@code dy} over batch and space, as the bias gradient of any convolution to it. */
  private static void biasGradient(ConvProblem problem, INDArray dy, INDArray db) {
    ConvProblem sum =
        ConvProblem.builder()
            .input(problem.batch(), 1, problem.inputSize().height(), problem.inputSize().width())
            .filter(problem.inputChannels(), 1, 1)
            .layout(problem.layout())
            .elementType(problem.elementType())
            .build();
    OpArrays.computeAs(
        ConvDirection.BIAS_GRADIENT.result().shape(sum),
        db,
        vector -> Convolutions.of(sum).biasGradientInto(dy, vector));
  }
}
