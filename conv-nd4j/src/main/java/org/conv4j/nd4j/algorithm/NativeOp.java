package org.conv4j.nd4j.algorithm;

import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.conv4j.Operand;
import org.conv4j.Padding;
import org.conv4j.Sides;
import org.conv4j.TensorLayout;
import org.conv4j.nd4j.workspace.DenseArray;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A problem as a call of ND4J's own op: {@code conv2d}, or {@code depthwise_conv2d} where every
 * channel is a group. Called through an executioner of its own, which is ND4J's unchanged, whatever
 * executioner the process has.
 */
final class NativeOp {

  private static final NativeOpExecutioner EXECUTIONER = new NativeOpExecutioner();

  /** Made once a thread: ND4J frees contexts only when they are collected as garbage. */
  private static final ThreadLocal<OpContext> CONTEXT =
      ThreadLocal.withInitial(EXECUTIONER::buildContext);

  private final ConvProblem problem;
  private final CustomOp forward;
  private final CustomOp backward;
  private final long[] arguments;

  /** The call for {@code problem}, which the op must be able to express. */
  NativeOp(ConvProblem problem) {
    this.problem = problem;
    String name = problem.groups() == 1 ? "conv2d" : "depthwise_conv2d";
    this.forward = DynamicCustomOp.builder(name).build();
    this.backward = DynamicCustomOp.builder(name + "_bp").build();
    Sides sides = problem.sides();
    boolean symmetric = symmetric(sides);
    this.arguments =
        new long[] {
          problem.kernel().height(),
          problem.kernel().width(),
          problem.stride().height(),
          problem.stride().width(),
          symmetric ? sides.top() : 0,
          symmetric ? sides.left() : 0,
          problem.dilation().height(),
          problem.dilation().width(),
          symmetric ? 0 : 1,
          problem.layout() == TensorLayout.NCHW ? 0 : 1,
          weightFormat(problem.filterLayout())
        };
  }

  /** Whether the op's one number for each axis, or its SAME, says the same as {@code problem}. */
  static boolean expressiblePadding(ConvProblem problem) {
    return symmetric(problem.sides()) || problem.padding() == Padding.same();
  }

  /**
   * Whether the filter lies in memory as the op wants it. For depthwise convolutions its axes are
   * [height, width, channels, multiplier] or [multiplier, channels, height, width].
   */
  static boolean expressibleFilter(ConvProblem problem) {
    return problem.groups() == 1
        || problem.filterLayout() == FilterLayout.HWIO
        || (problem.filterLayout() == FilterLayout.OIHW && problem.outputChannelsPerGroup() == 1);
  }

  /** Computes the output; {@code bias} is null when the problem has none. */
  void forward(DenseArray input, DenseArray filter, DenseArray bias, DenseArray output) {
    INDArray x = view(Operand.INPUT, input);
    INDArray w = view(Operand.FILTER, filter);
    call(
        forward,
        bias == null ? new INDArray[] {x, w} : new INDArray[] {x, w, view(Operand.BIAS, bias)},
        view(Operand.OUTPUT, output));
  }

  /** Computes both gradients: the op has no way to ask for one. */
  void backward(
      DenseArray input,
      DenseArray filter,
      DenseArray outputGradient,
      DenseArray inputGradient,
      DenseArray filterGradient) {
    call(
        backward,
        new INDArray[] {
          view(Operand.INPUT, input),
          view(Operand.FILTER, filter),
          view(Operand.OUTPUT_GRADIENT, outputGradient)
        },
        view(Operand.INPUT_GRADIENT, inputGradient),
        view(Operand.FILTER_GRADIENT, filterGradient));
  }

  /** An operand with the axes and strides that the op expects. */
  private INDArray view(Operand operand, DenseArray array) {
    long[] shape = operand.shape(problem);
    if (problem.groups() > 1 && (operand == Operand.FILTER || operand == Operand.FILTER_GRADIENT)) {
      long multiplier = problem.outputChannelsPerGroup();
      shape =
          problem.filterLayout() == FilterLayout.HWIO
              ? new long[] {shape[0], shape[1], problem.groups(), multiplier}
              : new long[] {multiplier, problem.groups(), shape[2], shape[3]};
    }
    INDArray memory = array.array();
    return Nd4j.create(memory.data(), shape, strides(shape), memory.offset(), 'c');
  }

  private static long[] strides(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  private void call(CustomOp op, INDArray[] inputs, INDArray... outputs) {
    OpContext context = CONTEXT.get();
    try {
      for (int i = 0; i < inputs.length; i++) {
        context.setInputArray(i, inputs[i]);
      }
      for (int i = 0; i < outputs.length; i++) {
        context.setOutputArray(i, outputs[i]);
      }
      context.setIArguments(arguments);
      EXECUTIONER.exec(op, context);
    } finally {
      context.purge();
    }
  }

  private static boolean symmetric(Sides sides) {
    return sides.top() == sides.bottom() && sides.left() == sides.right();
  }

  private static int weightFormat(FilterLayout layout) {
    return switch (layout) {
      case HWIO -> 0;
      case OIHW -> 1;
      case OHWI -> 2;
    };
  }
}
