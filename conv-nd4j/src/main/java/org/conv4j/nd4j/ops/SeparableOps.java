package org.conv4j.nd4j.ops;

import java.util.List;
import java.util.function.Consumer;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.nd4j.Convolutions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@code sconv2d} and {@code sconv2d_bp}: a depthwise convolution, then, where there are pointwise
 * weights, a 1x1 convolution. The bias belongs to the last of them.
 */
final class SeparableOps {

  private SeparableOps() {}

  /** {@code sconv2d}: input, depthwise weights[, pointwise weights][, bias] to output. */
  static Runnable forward(OpCall call) {
    call.expectInputs(2, 4);
    Operands operands = new Operands(call.input(0), call.input(1), call, 2);
    Stages stages = Stages.of(call, operands);
    call.expectOutputs(1);
    return () -> stages.forward(operands, call.output(0));
  }

  /**
   * {@code sconv2d_bp}: input, output gradient, depthwise weights[, pointwise weights][, bias] to
   * the gradients of all but the second.
   */
  static Runnable backward(OpCall call) {
    call.expectInputs(3, 5);
    Operands operands = new Operands(call.input(0), call.input(2), call, 3);
    Stages stages = Stages.of(call, operands);
    call.expectOutputs(call.inputs().size() - 1);
    return () -> stages.backward(operands, call);
  }

  /**
   * The convolutions of either op. What passes between them is computed here: ND4J's op keeps it to
   * itself.
   */
  static List<OpConvolutions.Part> parts(OpCall call, boolean backward) {
    Operands operands =
        backward
            ? new Operands(call.input(0), call.input(2), call, 3)
            : new Operands(call.input(0), call.input(1), call, 2);
    return Stages.of(call, operands).parts(operands, backward ? call.input(1) : null);
  }

  /** Inputs of either op; {@code pointwise} and {@code bias} are null where they are not given. */
  private record Operands(INDArray input, INDArray depthwise, INDArray pointwise, INDArray bias) {

    /** Reads the optional ones from the inputs from {@code index} on: weights have rank 4. */
    Operands(INDArray input, INDArray depthwise, OpCall call, int index) {
      this(input, depthwise, pointwise(call, index), bias(call, index));
    }

    private static INDArray pointwise(OpCall call, int index) {
      return call.inputs().size() > index && call.input(index).rank() == 4
          ? call.input(index)
          : null;
    }

    private static INDArray bias(OpCall call, int index) {
      int position = pointwise(call, index) == null ? index : index + 1;
      return call.inputs().size() > position ? OpArrays.vector(call.input(position)) : null;
    }
  }

  /** The convolutions of a call; {@code second} is null without pointwise weights. */
  private record Stages(Depthwise first, Convolution<INDArray> second) {

    static Stages of(OpCall call, Operands operands) {
      Conv2dArguments arguments = Conv2dArguments.of(call.arguments());
      boolean biased = operands.bias() != null;
      boolean twoStages = operands.pointwise() != null;
      Depthwise first =
          Depthwise.of(
              arguments,
              operands.input(),
              operands.depthwise(),
              biased && !twoStages,
              call.elementType());
      if (!twoStages) {
        return new Stages(first, null);
      }
      ConvProblem between = first.problem();
      ConvProblem.Builder problem =
          ConvProblem.builder()
              .input(
                  between.batch(),
                  between.outputChannels(),
                  between.outputSize().height(),
                  between.outputSize().width())
              .layout(between.layout())
              .bias(biased)
              .elementType(between.elementType());
      OpShapes.filter(problem, arguments.weightFormat(), operands.pointwise());
      return new Stages(first, Convolutions.of(problem.build()));
    }

    List<OpConvolutions.Part> parts(Operands operands, INDArray dy) {
      INDArray filter = first.filter(operands.depthwise());
      if (second == null) {
        return List.of(
            OpConvolutions.part(
                OpConvolutions.Role.WHOLE,
                first.problem(),
                operands.input(),
                filter,
                operands.bias(),
                dy));
      }
      INDArray between = between(operands);
      first.forward(operands.input(), operands.depthwise(), null, between);
      INDArray dBetween = dy == null ? null : second.inputGradient(operands.pointwise(), dy);
      return List.of(
          OpConvolutions.part(
              OpConvolutions.Role.DEPTHWISE,
              first.problem(),
              operands.input(),
              filter,
              null,
              dBetween),
          OpConvolutions.part(
              OpConvolutions.Role.POINTWISE,
              second.problem(),
              between,
              operands.pointwise(),
              operands.bias(),
              dy));
    }

    void forward(Operands operands, INDArray output) {
      if (second == null) {
        first.forward(operands.input(), operands.depthwise(), operands.bias(), output);
        return;
      }
      try (INDArray between = between(operands)) {
        first.forward(operands.input(), operands.depthwise(), null, between);
        second.forwardInto(between, operands.pointwise(), operands.bias(), output);
      }
    }

    void backward(Operands operands, OpCall call) {
      INDArray dy = call.input(1);
      INDArray dx = call.output(0);
      INDArray dDepthwise = call.output(1);
      if (second == null) {
        withBias(
            operands,
            call,
            2,
            db -> first.backward(operands.input(), operands.depthwise(), dy, dx, dDepthwise, db));
        return;
      }
      try (INDArray between = between(operands);
          INDArray dBetween = between(operands)) {
        first.forward(operands.input(), operands.depthwise(), null, between);
        Conv2dOps.backward(
            second,
            between,
            operands.pointwise(),
            dy,
            dBetween,
            call.output(2),
            operands.bias() == null ? null : call.output(3));
        first.backward(operands.input(), operands.depthwise(), dBetween, dx, dDepthwise, null);
      }
    }

    private void withBias(Operands operands, OpCall call, int index, Consumer<INDArray> compute) {
      if (operands.bias() == null) {
        compute.accept(null);
      } else {
        OpArrays.computeAs(first.problem().biasShape(), call.output(index), compute);
      }
    }

    private INDArray between(Operands operands) {
      return Nd4j.createUninitializedDetached(
          operands.input().dataType(), 'c', first.problem().outputShape());
    }
  }
}
