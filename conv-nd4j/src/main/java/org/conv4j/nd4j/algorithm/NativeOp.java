package org.conv4j.nd4j.algorithm;

import org.conv4j.ConvProblem;
import org.conv4j.Extent;
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
 *
 * <p>A depthwise filter is always shown to the op as [height, width, channels, multiplier]. It
 * knows two more orders, but whether it goes to oneDNN it decides by the last axis, which has to
 * have length 1, whatever the order; and its own loops are a hundred times slower.
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
          problem.groups() == 1 ? weightFormat(problem.filterLayout()) : 0
        };
  }

  /** Whether the op's one number for each axis, or its SAME, says the same as {@code problem}. */
  static boolean expressiblePadding(ConvProblem problem) {
    return symmetric(problem.sides()) || problem.padding() == Padding.same();
  }

  /** Computes the output; {@code bias} is null when the problem has none. */
  void forward(INDArray input, INDArray filter, INDArray bias, INDArray output) {
    call(
        forward,
        bias == null ? new INDArray[] {input, filter} : new INDArray[] {input, filter, bias},
        output);
  }

  /** Computes both gradients: the op has no way to ask for one. */
  void backward(
      INDArray input,
      INDArray filter,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray filterGradient) {
    call(backward, new INDArray[] {input, filter, outputGradient}, inputGradient, filterGradient);
  }

  /** An operand that has images, whole, as the op takes it. */
  INDArray images(Operand operand, DenseArray array) {
    return dense(array, operand.shape(problem), 0);
  }

  /** Some channels of some images of a depthwise problem's input or output, or of its gradient. */
  INDArray images(Operand operand, DenseArray array, NativeBlock block) {
    long[] shape = operand.shape(problem);
    long[] strides = strides(shape);
    int axis = problem.layout() == TensorLayout.NCHW ? 1 : 3;
    long perGroup = shape[axis] / problem.groups();
    shape[0] = block.images();
    shape[axis] = block.channels() * perGroup;
    long from = block.firstImage() * strides[0] + block.firstChannel() * perGroup * strides[axis];
    return view(array, shape, strides, from);
  }

  /** An input that holds nothing but {@code block}. */
  INDArray input(DenseArray array, NativeBlock block) {
    long[] shape = Operand.INPUT.shape(problem);
    shape[0] = block.images();
    shape[problem.layout() == TensorLayout.NCHW ? 1 : 3] = block.channels();
    return dense(array, shape, 0);
  }

  /** The bias as the op takes it. */
  INDArray bias(DenseArray array) {
    return dense(array, Operand.BIAS.shape(problem), 0);
  }

  /** The bias of some channels of a depthwise problem. */
  INDArray bias(DenseArray array, NativeBlock block) {
    long perGroup = problem.outputChannelsPerGroup();
    return dense(array, new long[] {block.channels() * perGroup}, block.firstChannel() * perGroup);
  }

  /** A filter, or its gradient, as the op takes it. */
  INDArray filter(DenseArray array) {
    return problem.groups() == 1
        ? dense(array, Operand.FILTER.shape(problem), 0)
        : filter(array, new NativeBlock(0, problem.batch(), 0, problem.groups()));
  }

  /** What the channels of {@code block} have of a depthwise filter, or of its gradient. */
  INDArray filter(DenseArray array, NativeBlock block) {
    Extent kernel = problem.kernel();
    long taps = kernel.height() * kernel.width();
    long perGroup = problem.outputChannelsPerGroup();
    long[] shape = {kernel.height(), kernel.width(), block.channels(), perGroup};
    long from = block.firstChannel() * perGroup;
    return problem.filterLayout() == FilterLayout.HWIO
        ? view(
            array,
            shape,
            strides(kernel.height(), kernel.width(), problem.groups(), perGroup),
            from)
        : view(array, shape, new long[] {kernel.width(), 1, perGroup * taps, taps}, from * taps);
  }

  private static INDArray dense(DenseArray array, long[] shape, long from) {
    return view(array, shape, strides(shape), from);
  }

  private static long[] strides(long... shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  private static INDArray view(DenseArray array, long[] shape, long[] strides, long from) {
    INDArray memory = array.array();
    return Nd4j.create(memory.data(), shape, strides, memory.offset() + from, 'c');
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
