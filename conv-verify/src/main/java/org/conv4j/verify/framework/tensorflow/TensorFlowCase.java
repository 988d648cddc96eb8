package org.conv4j.verify.framework.tensorflow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Extent;
import org.conv4j.FilterLayout;
import org.conv4j.Sides;
import org.conv4j.Tensor;
import org.conv4j.TensorLayout;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.child.Axes;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.framework.child.Timed;
import org.tensorflow.EagerSession;
import org.tensorflow.Operand;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Constant;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * One case as eager ops, one call for each direction. TensorFlow's kernels for the CPU compute
 * NHWC: NCHW goes through its {@code Transpose} before and after, which the algorithm's name tells.
 * What TensorFlow says it has not implemented is declined, in its own words.
 */
final class TensorFlowCase<T extends TNumber> implements PreparedCase {

  private static final Pattern DECLINES =
      Pattern.compile("do not yet support|not supported on CPU");

  private static final int[] TO_NHWC = {0, 2, 3, 1};
  private static final int[] TO_NCHW = {0, 3, 1, 2};

  private final ConvProblem problem;
  private final EagerSession session;
  private final Class<T> type;
  private final Ops tf;
  private final ConvOps ops;
  private final Geometry geometry;
  private final boolean padsApart;
  private final long[] filterShape;
  private final Operand<T> input;
  private final Operand<T> filter;
  private final Operand<T> bias;
  private final Operand<T> outputGradient;

  /** Owns {@code session}, in which everything happens. */
  TensorFlowCase(ConvProblem problem, Operands operands, EagerSession session, Class<T> type) {
    this.problem = problem;
    this.session = session;
    this.type = type;
    tf = Ops.create(session);
    ops = hasDepthwiseOp(problem) ? new DepthwiseOps(problem.inputChannels()) : new DenseOps();
    geometry = Geometry.of(problem);
    padsApart = geometry.isExplicit() && ops instanceof DenseOps && isBeyondPlainKernels();
    Tensor hwio = Axes.filter(operands.filter(), problem.filterLayout(), FilterLayout.HWIO);
    filterShape = ops.filterShape(hwio.shape());
    input = constant(operands.input(), operands.input().shape());
    filter = constant(hwio, filterShape);
    bias = operands.bias() == null ? null : constant(operands.bias(), operands.bias().shape());
    outputGradient = constant(operands.outputGradient(), operands.outputGradient().shape());
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

  @Override
  public Answer compute(ConvDirection direction) {
    try {
      return switch (direction) {
        case FORWARD -> image(ops.name(), this::forward);
        case INPUT_GRADIENT -> hasGradients() ? inputGradient() : noGradients();
        case FILTER_GRADIENT -> hasGradients() ? filterGradient() : noGradients();
        case BIAS_GRADIENT -> biasGradient();
      };
    } catch (TFUnimplementedException declined) {
      return new Answer.Declined("TensorFlow: " + declined.getMessage());
    } catch (TFInvalidArgumentException invalid) {
      if (DECLINES.matcher(invalid.getMessage()).find()) {
        return new Answer.Declined("TensorFlow: " + invalid.getMessage());
      }
      throw invalid;
    }
  }

  private Operand<T> forward() {
    Operand<T> output = ops.forward(tf, nhwc(input), filter, geometry);
    return bias == null ? output : tf.nn.biasAdd(output, bias);
  }

  private Answer inputGradient() {
    if (!padsApart) {
      long[] shape = nhwcShape(0, 0);
      return image(
          ops.name() + "BackpropInput",
          () -> ops.inputGradient(tf, sizes(shape), filter, nhwc(outputGradient), geometry));
    }
    Sides sides = problem.sides();
    long[] padded = nhwcShape(sides.top() + sides.bottom(), sides.left() + sides.right());
    return image(
        ops.name() + "BackpropInput, Slice",
        () ->
            tf.slice(
                ops.inputGradient(
                    tf, sizes(padded), filter, nhwc(outputGradient), geometry.unpadded()),
                sizes(new long[] {0, sides.top(), sides.left(), 0}),
                sizes(nhwcShape(0, 0))));
  }

  /** Of the input, with so many rows and columns more. */
  private long[] nhwcShape(long rows, long columns) {
    Extent size = problem.inputSize();
    return TensorLayout.NHWC.shape(
        problem.batch(),
        problem.inputChannels(),
        new Extent(size.height() + rows, size.width() + columns));
  }

  private boolean hasGradients() {
    return problem.elementType() == ElementType.FLOAT32
        || problem.groups() == 1
        || ops instanceof DepthwiseOps;
  }

  private static Answer noGradients() {
    return new Answer.Declined(
        "TensorFlow's kernels for the CPU have no gradients of grouped convolutions in float64");
  }

  private Answer image(String op, Supplier<Operand<T>> compute) {
    Timed<Operand<T>> result =
        Timed.call(
            () -> {
              Operand<T> image = compute.get();
              return isNchw() ? tf.linalg.transpose(image, tf.constant(TO_NCHW)) : image;
            });
    return new Answer.Computed(tensor(result.value()), label(op), result.millis());
  }

  private Answer filterGradient() {
    Timed<Operand<T>> result =
        Timed.call(
            () ->
                ops.filterGradient(
                    tf,
                    padsApart ? padded() : nhwc(input),
                    sizes(filterShape),
                    nhwc(outputGradient),
                    padsApart ? geometry.unpadded() : geometry));
    Tensor gradient = tensor(result.value());
    return new Answer.Computed(
        Arrays.equals(gradient.shape(), filterShape) ? fromOp(gradient) : gradient,
        label((padsApart ? "Pad, " : "") + ops.name() + "BackpropFilter"),
        result.millis());
  }

  private Operand<T> padded() {
    int[][] around = new int[4][2];
    for (int axis = 0; axis < around.length; axis++) {
      around[axis][0] = Math.toIntExact(geometry.paddings().get(2 * axis));
      around[axis][1] = Math.toIntExact(geometry.paddings().get(2 * axis + 1));
    }
    Operand<T> zero = constant(Tensor.zeros(1), new long[0]);
    return tf.pad(nhwc(input), tf.constant(around), zero);
  }

  private Tensor fromOp(Tensor gradient) {
    long[] hwio =
        FilterLayout.HWIO.shape(
            problem.outputChannels(), problem.inputChannelsPerGroup(), problem.kernel());
    return Axes.filter(
        Tensor.of(gradient.values(), hwio), FilterLayout.HWIO, problem.filterLayout());
  }

  private Answer biasGradient() {
    Timed<Operand<T>> result = Timed.call(() -> tf.nn.biasAddGrad(nhwc(outputGradient)));
    return new Answer.Computed(tensor(result.value()), label("BiasAddGrad"), result.millis());
  }

  private boolean isNchw() {
    return problem.layout() == TensorLayout.NCHW;
  }

  private String label(String op) {
    return isNchw() ? op + " with Transpose" : op;
  }

  private Operand<T> nhwc(Operand<T> image) {
    return isNchw() ? tf.linalg.transpose(image, tf.constant(TO_NHWC)) : image;
  }

  private Operand<TInt32> sizes(long[] shape) {
    return tf.constant(Arrays.stream(shape).mapToInt(Math::toIntExact).toArray());
  }

  private Operand<T> constant(Tensor tensor, long[] shape) {
    double[] values = tensor.values();
    ByteBuffer bytes = buffer(new byte[values.length * problem.elementType().bytes()]);
    for (double value : values) {
      if (problem.elementType() == ElementType.FLOAT32) {
        bytes.putFloat((float) value);
      } else {
        bytes.putDouble(value);
      }
    }
    return Constant.tensorOf(
        tf.scope(), type, Shape.of(shape), DataBuffers.of(bytes.array(), true, false));
  }

  private Tensor tensor(Operand<T> operand) {
    try (T result = operand.asTensor()) {
      byte[] bytes = new byte[Math.toIntExact(result.numBytes())];
      result.asRawTensor().data().read(bytes);
      ByteBuffer buffer = buffer(bytes);
      double[] values = new double[bytes.length / problem.elementType().bytes()];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            problem.elementType() == ElementType.FLOAT32 ? buffer.getFloat() : buffer.getDouble();
      }
      return Tensor.of(values, result.shape().asArray());
    }
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    session.close();
  }
}
