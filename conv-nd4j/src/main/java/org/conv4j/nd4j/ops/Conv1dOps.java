package org.conv4j.nd4j.ops;

import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.ConvShapeException;
import org.conv4j.Convolution;
import org.conv4j.FilterLayout;
import org.conv4j.Padding;
import org.conv4j.TensorLayout;
import org.conv4j.nd4j.Convolutions;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code conv1d} and {@code conv1d_bp}: a convolution of images of height 1. Integer arguments:
 * kernel, stride, padding, dilation, mode (0: as given, 1: SAME, 2: causal), layout (0: [batch,
 * channels, length], 1: [batch, length, channels]), weight format (0: [kernel, input, output], 1:
 * [output, input, kernel], 2: [output, kernel, input]); the last two may be missing.
 */
final class Conv1dOps {

  private Conv1dOps() {}

  /** {@code conv1d}: input, weights[, bias] to output. */
  static Runnable forward(OpCall call) {
    call.expectInputs(2, 3);
    boolean biased = call.inputs().size() == 3;
    Convolution<INDArray> convolution = convolution(call, biased);
    ConvProblem problem = convolution.problem();
    requireLength("output", call.output(0), problem.outputShape());
    INDArray bias = biased ? OpArrays.vector(call.input(2)) : null;
    return () ->
        OpArrays.computeAs(
            problem.outputShape(),
            call.output(0),
            output ->
                convolution.forwardInto(
                    call.input(0).reshape('c', problem.inputShape()),
                    call.input(1).reshape('c', problem.filterShape()),
                    bias,
                    output));
  }

  /** {@code conv1d_bp}: input, weights[, bias], output gradient to two or three gradients. */
  static Runnable backward(OpCall call) {
    boolean biased = call.inputs().size() == 4;
    call.expectInputs(3, 4);
    Convolution<INDArray> convolution = convolution(call, biased);
    ConvProblem problem = convolution.problem();
    requireLength("output gradient", call.lastInput(), problem.outputShape());
    return () ->
        OpArrays.computeAs(
            problem.inputShape(),
            call.output(0),
            dx ->
                OpArrays.computeAs(
                    problem.filterShape(),
                    call.output(1),
                    dw ->
                        Conv2dOps.backward(
                            convolution,
                            call.input(0).reshape('c', problem.inputShape()),
                            call.input(1).reshape('c', problem.filterShape()),
                            call.lastInput().reshape('c', problem.outputShape()),
                            dx,
                            dw,
                            biased ? call.output(2) : null)));
  }

  /** The convolution of either op. */
  static OpConvolutions.Part part(OpCall call, boolean backward) {
    boolean biased = call.inputs().size() == (backward ? 4 : 3);
    ConvProblem problem = convolution(call, biased).problem();
    return OpConvolutions.part(
        OpConvolutions.Role.WHOLE,
        problem,
        call.input(0).reshape('c', problem.inputShape()),
        call.input(1).reshape('c', problem.filterShape()),
        biased ? OpArrays.vector(call.input(2)) : null,
        backward ? call.lastInput().reshape('c', problem.outputShape()) : null);
  }

  private static Convolution<INDArray> convolution(OpCall call, boolean biased) {
    List<Long> arguments = call.arguments();
    if (arguments.size() < 5) {
      throw new LeftToNd4j(arguments.size() + " integer arguments are too few: 5 are needed");
    }
    TensorLayout layout =
        arguments.size() > 5 && arguments.get(5) != 0 ? TensorLayout.NHWC : TensorLayout.NCHW;
    FilterLayout format = Conv2dArguments.weightFormat(arguments.size() > 6 ? arguments.get(6) : 0);
    long[] input = OpShapes.ofRank(3, "input", call.input(0));
    long[] weights = OpShapes.ofRank(3, "weights", call.input(1));
    long channels = layout == TensorLayout.NCHW ? input[1] : input[2];
    long length = layout == TensorLayout.NCHW ? input[2] : input[1];
    long kernel =
        switch (format) {
          case HWIO -> weights[0];
          case OIHW -> weights[2];
          case OHWI -> weights[1];
        };
    long outputChannels = format == FilterLayout.HWIO ? weights[2] : weights[0];
    long weightChannels = format == FilterLayout.OHWI ? weights[2] : weights[1];
    if (weightChannels != channels) {
      throw new ConvShapeException(
          "weights are for %d input channels, the input has %d"
              .formatted(weightChannels, channels));
    }
    if (arguments.get(0) > 0 && arguments.get(0) != kernel) {
      throw new LeftToNd4j(
          "the kernel is given as " + arguments.get(0) + ", but the weights have " + kernel);
    }
    return Convolutions.of(
        ConvProblem.builder()
            .input(input[0], channels, 1, length)
            .filter(outputChannels, 1, kernel)
            .stride(1, arguments.get(1))
            .padding(padding(arguments, kernel))
            .dilation(1, arguments.get(3))
            .layout(layout)
            .filterLayout(format)
            .bias(biased)
            .elementType(call.elementType())
            .build());
  }

  private static Padding padding(List<Long> arguments, long kernel) {
    long mode = arguments.get(4);
    long given = arguments.get(2);
    if (mode == 1) {
      return Padding.same();
    }
    if (mode == 2) {
      return Padding.of(0, 0, (kernel - 1) * arguments.get(3), 0);
    }
    if (mode != 0 || given < 0) {
      throw new LeftToNd4j("mode " + mode + " with padding " + given + " is left to ND4J");
    }
    return Padding.symmetric(0, given);
  }

  private static void requireLength(String name, INDArray array, long[] shape) {
    long expected = shape[0] * shape[1] * shape[2] * shape[3];
    if (array.length() != expected) {
      throw new ConvShapeException(
          "%s has %d elements, expected %d".formatted(name, array.length(), expected));
    }
  }
}
