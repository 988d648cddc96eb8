package org.conv4j.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.conv4j.ConvDirection;
import org.conv4j.ConvGradients;
import org.conv4j.ConvShapeException;
import org.conv4j.Convolution;
import org.conv4j.Tensor;

/**
 * Judges gradients by the forward function alone. Every output element is given a weight, so that
 * the scalar {@code probe = sum(output * weights)} depends on all of them; the gradient of that
 * scalar, for {@code weights} as output gradient, is what each direction claims to compute, and a
 * difference quotient of it needs no knowledge of how.
 *
 * <p>The probe is linear along any one element of input, filter or bias, so a difference quotient
 * has no truncation error: what is left is rounding, and with integers and step 1 nothing is. Both
 * probes of a quotient are summed with compensation in one sum, and equal outputs cancel exactly;
 * summed plainly, their rounding errors alone, divided by the step, exceed {@link #TOLERANCE}.
 *
 * <p>Each element costs one evaluation of the whole forward function; the methods that take {@code
 * atMost} check so many elements, evenly spread. Operands are copied before they are perturbed. Not
 * safe for use by several threads.
 */
public final class NumericalGradient {

  /** Step of {@link #forwardDifference(ConvDirection, Tensor)}. */
  public static final double STEP = 1e-4;

  /** Largest absolute error that {@link #forwardDifference(ConvDirection, Tensor)} accepts. */
  public static final double TOLERANCE = 1e-8;

  /** A convolution's forward direction, for instance {@code convolution::forward}. */
  @FunctionalInterface
  public interface Forward {
    /** The output, in a new tensor; {@code bias} is null where there is none. */
    Tensor output(Tensor input, Tensor filter, Tensor bias);
  }

  private final Forward forward;
  private final Tensor input;
  private final Tensor filter;
  private final Tensor bias;
  private final Tensor weights;

  /**
   * Differences of {@code forward} around the given operands.
   *
   * @param bias null exactly when there is none
   * @param weights the output gradient; shape of the output
   */
  public NumericalGradient(
      Forward forward, Tensor input, Tensor filter, Tensor bias, Tensor weights) {
    this.forward = Objects.requireNonNull(forward, "forward");
    this.input = input.copy();
    this.filter = filter.copy();
    this.bias = bias == null ? null : bias.copy();
    this.weights = weights.copy();
  }

  /** As the constructor, for the forward direction of {@code convolution}. */
  public static NumericalGradient of(
      Convolution<Tensor> convolution, Tensor input, Tensor filter, Tensor bias, Tensor weights) {
    return new NumericalGradient(convolution::forward, input, filter, bias, weights);
  }

  /** {@code sum(output * weights)}, rounded once. */
  public double probe() {
    CompensatedSums sum = new CompensatedSums(1);
    addProbe(sum, output(), 1);
    return sum.get(0);
  }

  /**
   * Compares every element of {@code gradient} with the forward difference of step {@value #STEP};
   * the absolute error may be at most {@value #TOLERANCE}. Meant for float64 and operands of
   * magnitude about 1.
   *
   * @param direction INPUT_GRADIENT, FILTER_GRADIENT or BIAS_GRADIENT
   * @param gradient the claimed result of that direction for the weights as output gradient
   */
  public GradientCheck forwardDifference(ConvDirection direction, Tensor gradient) {
    return forwardDifference(direction, gradient, Integer.MAX_VALUE);
  }

  /** As {@link #forwardDifference(ConvDirection, Tensor)}, of at most so many elements. */
  public GradientCheck forwardDifference(ConvDirection direction, Tensor gradient, int atMost) {
    return check(direction, gradient, atMost, STEP, TOLERANCE);
  }

  /**
   * Compares every element of {@code gradient} with the difference of step 1, which it must equal
   * (-0 equals +0).
   *
   * @param direction INPUT_GRADIENT, FILTER_GRADIENT or BIAS_GRADIENT
   * @param gradient the claimed result of that direction for the weights as output gradient
   * @throws IllegalArgumentException if an operand or weight is not an integer. That the forward
   *     function's sums stay exact (at most 2^53) is for the caller to see to
   */
  public GradientCheck exactDifference(ConvDirection direction, Tensor gradient) {
    return exactDifference(direction, gradient, Integer.MAX_VALUE);
  }

  /** As {@link #exactDifference(ConvDirection, Tensor)}, of at most so many elements. */
  public GradientCheck exactDifference(ConvDirection direction, Tensor gradient, int atMost) {
    requireIntegers("input", input);
    requireIntegers("filter", filter);
    if (bias != null) {
      requireIntegers("bias", bias);
    }
    requireIntegers("weights", weights);
    return check(direction, gradient, atMost, 1, 0);
  }

  /** {@link #forwardDifference(ConvDirection, Tensor)} of all gradients that are not null. */
  public List<GradientCheck> forwardDifferences(ConvGradients<Tensor> gradients) {
    List<GradientCheck> checks = new ArrayList<>();
    given(gradients, (direction, gradient) -> checks.add(forwardDifference(direction, gradient)));
    return List.copyOf(checks);
  }

  /** {@link #exactDifference(ConvDirection, Tensor)} of all gradients that are not null. */
  public List<GradientCheck> exactDifferences(ConvGradients<Tensor> gradients) {
    List<GradientCheck> checks = new ArrayList<>();
    given(gradients, (direction, gradient) -> checks.add(exactDifference(direction, gradient)));
    return List.copyOf(checks);
  }

  private GradientCheck check(
      ConvDirection direction, Tensor gradient, int atMost, double step, double tolerance) {
    Tensor operand = operandOf(direction);
    if (!Arrays.equals(operand.shape(), gradient.shape())) {
      throw new ConvShapeException(
          "%s has shape %s, expected %s"
              .formatted(
                  direction.result().label(),
                  Arrays.toString(gradient.shape()),
                  Arrays.toString(operand.shape())));
    }
    if (atMost < 1) {
      throw new IllegalArgumentException(
          "atMost is " + atMost + ": at least one element must be checked");
    }
    int count = Math.min(atMost, operand.size());
    GradientCheck.Worst worst = new GradientCheck.Worst(direction, tolerance, operand.shape());
    Tensor before = output();
    for (long i = 0; i < count; i++) {
      int element = (int) (i * operand.size() / count);
      worst.compare(
          element, difference(operand.values(), element, step, before), gradient.values()[element]);
    }
    return worst.check();
  }

  /** The difference quotient along one element, with the step that rounding left of it. */
  private double difference(double[] operand, int element, double step, Tensor before) {
    double value = operand[element];
    operand[element] = value + step;
    double taken = operand[element] - value;
    Tensor after = output();
    operand[element] = value;
    CompensatedSums sum = new CompensatedSums(1);
    addProbe(sum, after, 1);
    addProbe(sum, before, -1);
    return sum.get(0) / taken;
  }

  private Tensor output() {
    Tensor output = forward.output(input, filter, bias);
    if (!Arrays.equals(output.shape(), weights.shape())) {
      throw new ConvShapeException(
          "weights have shape %s, expected that of the output: %s"
              .formatted(Arrays.toString(weights.shape()), Arrays.toString(output.shape())));
    }
    return output;
  }

  private void addProbe(CompensatedSums sum, Tensor output, double sign) {
    double[] values = output.values();
    double[] weight = weights.values();
    for (int i = 0; i < values.length; i++) {
      sum.addProduct(0, values[i], sign * weight[i]);
    }
  }

  private Tensor operandOf(ConvDirection direction) {
    return switch (direction) {
      case INPUT_GRADIENT -> input;
      case FILTER_GRADIENT -> filter;
      case BIAS_GRADIENT -> {
        if (bias == null) {
          throw new IllegalStateException("no bias gradient: there is no bias");
        }
        yield bias;
      }
      case FORWARD ->
          throw new IllegalArgumentException("forward is no gradient: nothing to differentiate");
    };
  }

  private static void given(
      ConvGradients<Tensor> gradients, BiConsumer<ConvDirection, Tensor> consumer) {
    if (gradients.input() != null) {
      consumer.accept(ConvDirection.INPUT_GRADIENT, gradients.input());
    }
    if (gradients.filter() != null) {
      consumer.accept(ConvDirection.FILTER_GRADIENT, gradients.filter());
    }
    if (gradients.bias() != null) {
      consumer.accept(ConvDirection.BIAS_GRADIENT, gradients.bias());
    }
  }

  private static void requireIntegers(String what, Tensor tensor) {
    for (double value : tensor.values()) {
      if (value != Math.rint(value) || Double.isInfinite(value)) {
        throw new IllegalArgumentException(
            what + " holds " + value + ": an exact difference needs integers");
      }
    }
  }
}
