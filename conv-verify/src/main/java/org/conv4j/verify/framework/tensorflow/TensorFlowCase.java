package org.conv4j.verify.framework.tensorflow;

import java.util.Optional;
import java.util.function.Supplier;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.TensorLayout;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.framework.child.Timed;
import org.tensorflow.EagerSession;
import org.tensorflow.Operand;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Constant;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.family.TNumber;

/**
 * One case as eager ops, one call for each direction. NCHW goes through TensorFlow's {@code
 * Transpose} before and after, which the algorithm's name tells. What TensorFlow says it has not
 * implemented is declined, in its own words.
 */
final class TensorFlowCase<T extends TNumber> implements PreparedCase {

  private static final int[] TO_NHWC = {0, 2, 3, 1};
  private static final int[] TO_NCHW = {0, 3, 1, 2};

  private final ConvProblem problem;
  private final Operands operands;
  private final ConfigProto configuration;
  private final Class<T> type;
  private final TensorFlowArrays arrays;
  private Eager eager;

  TensorFlowCase(ConvProblem problem, Operands operands, ConfigProto configuration, Class<T> type) {
    this.problem = problem;
    this.operands = operands;
    this.configuration = configuration;
    this.type = type;
    arrays = new TensorFlowArrays(problem);
  }

  @Override
  public Answer compute(ConvDirection direction) {
    if (eager == null) {
      eager = new Eager();
    }
    try {
      return eager.compute(direction);
    } catch (TFUnimplementedException | TFInvalidArgumentException failure) {
      return new Answer.Declined(Refusals.declined(failure));
    }
  }

  @Override
  public Operands operands() {
    return eager.operands();
  }

  /** Ops that are executed as they are written. */
  private final class Eager {
    private final EagerSession session = EagerSession.options().config(configuration).build();
    private final Ops tf = Ops.create(session);
    private final Expressions<T> expressions = new Expressions<>(problem, tf, type);
    private final Operand<T> input = constant(operands.input(), operands.input().shape());
    private final Operand<T> filter =
        constant(arrays.toHwio(operands.filter()), expressions.filterShape());
    private final Operand<T> bias =
        operands.bias() == null ? null : constant(operands.bias(), operands.bias().shape());
    private final Operand<T> outputGradient =
        constant(operands.outputGradient(), operands.outputGradient().shape());

    Answer compute(ConvDirection direction) {
      Optional<String> lack = expressions.lacks(direction);
      if (lack.isPresent()) {
        return new Answer.Declined(lack.get());
      }
      String name = expressions.name(direction) + (isNchw() ? " with Transpose" : "");
      return switch (direction) {
        case FORWARD -> image(name, () -> expressions.forward(nhwc(input), filter, bias));
        case INPUT_GRADIENT ->
            image(name, () -> expressions.inputGradient(filter, nhwc(outputGradient)));
        case FILTER_GRADIENT -> {
          Timed<Operand<T>> result =
              Timed.call(() -> expressions.filterGradient(nhwc(input), nhwc(outputGradient)));
          yield new Answer.Computed(
              arrays.fromHwio(tensor(result.value()), expressions.filterShape()),
              name,
              result.millis());
        }
        case BIAS_GRADIENT -> {
          Timed<Operand<T>> result =
              Timed.call(() -> expressions.biasGradient(nhwc(outputGradient)));
          yield new Answer.Computed(tensor(result.value()), name, result.millis());
        }
      };
    }

    /** The constants, as they are now. */
    Operands operands() {
      return new Operands(
          tensor(input),
          arrays.fromHwio(tensor(filter), expressions.filterShape()),
          bias == null ? null : tensor(bias),
          tensor(outputGradient));
    }

    private Answer image(String name, Supplier<Operand<T>> compute) {
      Timed<Operand<T>> result =
          Timed.call(
              () -> {
                Operand<T> image = compute.get();
                return isNchw() ? tf.linalg.transpose(image, tf.constant(TO_NCHW)) : image;
              });
      return new Answer.Computed(tensor(result.value()), name, result.millis());
    }

    private Operand<T> nhwc(Operand<T> image) {
      return isNchw() ? tf.linalg.transpose(image, tf.constant(TO_NHWC)) : image;
    }

    private Operand<T> constant(Tensor tensor, long[] shape) {
      return Constant.tensorOf(tf.scope(), type, Shape.of(shape), arrays.bytes(tensor));
    }

    private Tensor tensor(Operand<T> operand) {
      try (T result = operand.asTensor()) {
        return arrays.tensor(result);
      }
    }
  }

  private boolean isNchw() {
    return problem.layout() == TensorLayout.NCHW;
  }

  @Override
  public void close() {
    if (eager != null) {
      eager.session.close();
    }
  }
}
