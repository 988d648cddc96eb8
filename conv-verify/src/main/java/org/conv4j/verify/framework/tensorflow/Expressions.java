package org.conv4j.verify.framework.tensorflow;

import java.util.Arrays;
import java.util.Optional;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Extent;
import org.conv4j.FilterLayout;
import org.conv4j.Sides;
import org.conv4j.TensorLayout;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Constant;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * The directions of a problem as ops of TensorFlow on NHWC images, which is what its kernels for
 * the CPU compute; executed as they are written, or nodes of a graph.
 */
final class Expressions<T extends TNumber> {

  private final ConvProblem problem;
  private final Ops tf;
  private final Class<T> type;
  private final ConvOps ops;
  private final Geometry geometry;
  private final boolean padsApart;
  private final long[] filterShape;

  Expressions(ConvProblem problem, Ops tf, Class<T> type) {
    this.problem = problem;
    this.tf = tf;
    this.type = type;
    ops = hasDepthwiseOp(problem) ? new DepthwiseOps(problem.inputChannels()) : new DenseOps();
    geometry = Geometry.of(problem);
    padsApart = geometry.isExplicit() && ops instanceof DenseOps && isBeyondPlainKernels();
    filterShape =
        ops.filterShape(
            FilterLayout.HWIO.shape(
                problem.outputChannels(), problem.inputChannelsPerGroup(), problem.kernel()));
  }

  /** The depthwise op takes one stride for both axes, and no dilation. */
  private static boolean hasDepthwiseOp(ConvProblem problem) {
    return problem.depthwise()
        && problem.stride().height() == problem.stride().width()
        && problem.dilation().height() == 1
        && problem.dilation().width() == 1;
  }

  /** Gradients of these are in TensorFlow's oneDNN kernels only, which take no explicit padding. */
  private boolean isBeyondPlainKernels() {
    return problem.groups() > 1
        || problem.dilation().height() > 1
        || problem.dilation().width() > 1;
  }

  /** Shape of the filter and its gradient; the order of elements is HWIO. */
  long[] filterShape() {
    return filterShape.clone();
  }

  /** Why there is no op for a direction; empty if there is. */
  Optional<String> lacks(ConvDirection direction) {
    boolean sums = direction == ConvDirection.FORWARD || direction == ConvDirection.BIAS_GRADIENT;
    return sums
            || problem.elementType() == ElementType.FLOAT32
            || problem.groups() == 1
            || ops instanceof DepthwiseOps
        ? Optional.empty()
        : Optional.of(
            "TensorFlow's kernels for the CPU have no gradients of grouped convolutions in float64");
  }

  /** The ops of a direction. */
  String name(ConvDirection direction) {
    return switch (direction) {
      case FORWARD -> ops.name();
      case INPUT_GRADIENT -> ops.name() + "BackpropInput" + (padsApart ? ", Slice" : "");
      case FILTER_GRADIENT -> (padsApart ? "Pad, " : "") + ops.name() + "BackpropFilter";
      case BIAS_GRADIENT -> "BiasAddGrad";
    };
  }

  /**
   * The output.
   *
   * @param bias null exactly when the problem has none
   */
  Operand<T> forward(Operand<T> input, Operand<T> filter, Operand<T> bias) {
    Operand<T> output = ops.forward(tf, input, filter, geometry);
    return bias == null ? output : tf.nn.biasAdd(output, bias);
  }

  /** The input gradient. */
  Operand<T> inputGradient(Operand<T> filter, Operand<T> outputGradient) {
    if (!padsApart) {
      return ops.inputGradient(tf, sizes(inputShape(0, 0)), filter, outputGradient, geometry);
    }
    Sides sides = problem.sides();
    long[] padded = inputShape(sides.top() + sides.bottom(), sides.left() + sides.right());
    return tf.slice(
        ops.inputGradient(tf, sizes(padded), filter, outputGradient, geometry.unpadded()),
        sizes(new long[] {0, sides.top(), sides.left(), 0}),
        sizes(inputShape(0, 0)));
  }

  /** With so many rows and columns more. */
  private long[] inputShape(long rows, long columns) {
    Extent size = problem.inputSize();
    return TensorLayout.NHWC.shape(
        problem.batch(),
        problem.inputChannels(),
        new Extent(size.height() + rows, size.width() + columns));
  }

  /** The filter gradient. */
  Operand<T> filterGradient(Operand<T> input, Operand<T> outputGradient) {
    return ops.filterGradient(
        tf,
        padsApart ? padded(input) : input,
        sizes(filterShape),
        outputGradient,
        padsApart ? geometry.unpadded() : geometry);
  }

  private Operand<T> padded(Operand<T> input) {
    int[][] around = new int[4][2];
    for (int axis = 0; axis < around.length; axis++) {
      around[axis][0] = Math.toIntExact(geometry.paddings().get(2 * axis));
      around[axis][1] = Math.toIntExact(geometry.paddings().get(2 * axis + 1));
    }
    byte[] zero = new byte[problem.elementType().bytes()];
    return tf.pad(
        input,
        tf.constant(around),
        Constant.tensorOf(tf.scope(), type, Shape.scalar(), DataBuffers.of(zero, true, false)));
  }

  /** The bias gradient. */
  Operand<T> biasGradient(Operand<T> outputGradient) {
    return tf.nn.biasAddGrad(outputGradient);
  }

  private Operand<TInt32> sizes(long[] shape) {
    return tf.constant(Arrays.stream(shape).mapToInt(Math::toIntExact).toArray());
  }
}
