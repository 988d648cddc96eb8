package org.conv4j;

import java.util.Objects;

/**
 * The checks that every {@link Convolution} makes, once, before any arithmetic. A subclass supplies
 * what depends on the array type ({@link #check}, {@link #overlap}, {@link #allocate}) and the
 * computations, which may trust their arguments.
 *
 * @param <T> the array type
 */
public abstract class AbstractConvolution<T> implements Convolution<T> {

  private final ConvProblem problem;

  /** A convolution of {@code problem}. */
  protected AbstractConvolution(ConvProblem problem) {
    this.problem = Objects.requireNonNull(problem, "problem");
  }

  /**
   * Refuses an array that is not what {@link Operand#shape} says, or is of the wrong element type,
   * or is closed.
   *
   * @throws IllegalArgumentException naming the operand, what was found and what was expected
   */
  protected abstract void check(Operand operand, T array);

  /** Whether the two arrays share memory. */
  protected abstract boolean overlap(T one, T other);

  /** A new array for {@code operand}; its content is arbitrary. */
  protected abstract T allocate(Operand operand);

  /** Computes the output; {@code bias} is null when the problem has none. */
  protected abstract void computeForward(T input, T filter, T bias, T output);

  /** Computes the gradient with respect to the input. */
  protected abstract void computeInputGradient(T filter, T outputGradient, T inputGradient);

  /** Computes the gradient with respect to the filter. */
  protected abstract void computeFilterGradient(T input, T outputGradient, T filterGradient);

  /** Computes the gradient with respect to the bias. */
  protected abstract void computeBiasGradient(T outputGradient, T biasGradient);

  /** Computes all gradients; override where they can share work. */
  protected void computeBackward(T input, T filter, T outputGradient, ConvGradients<T> gradients) {
    computeInputGradient(filter, outputGradient, gradients.input());
    computeFilterGradient(input, outputGradient, gradients.filter());
    if (problem.bias()) {
      computeBiasGradient(outputGradient, gradients.bias());
    }
  }

  @Override
  public final ConvProblem problem() {
    return problem;
  }

  @Override
  public final T forward(T input, T filter, T bias) {
    checkForward(input, filter, bias);
    T output = allocate(Operand.OUTPUT);
    computeForward(input, filter, bias, output);
    return output;
  }

  @Override
  public final void forwardInto(T input, T filter, T bias, T output) {
    checkForward(input, filter, bias);
    checkOperand(Operand.OUTPUT, output);
    refuseOverlap(Operand.OUTPUT, output, Operand.INPUT, input);
    refuseOverlap(Operand.OUTPUT, output, Operand.FILTER, filter);
    if (bias != null) {
      refuseOverlap(Operand.OUTPUT, output, Operand.BIAS, bias);
    }
    computeForward(input, filter, bias, output);
  }

  @Override
  public final T inputGradient(T filter, T outputGradient) {
    checkOperand(Operand.FILTER, filter);
    checkOperand(Operand.OUTPUT_GRADIENT, outputGradient);
    T inputGradient = allocate(Operand.INPUT_GRADIENT);
    computeInputGradient(filter, outputGradient, inputGradient);
    return inputGradient;
  }

  @Override
  public final void inputGradientInto(T filter, T outputGradient, T inputGradient) {
    checkOperand(Operand.FILTER, filter);
    checkOperand(Operand.OUTPUT_GRADIENT, outputGradient);
    checkOperand(Operand.INPUT_GRADIENT, inputGradient);
    refuseOverlap(Operand.INPUT_GRADIENT, inputGradient, Operand.FILTER, filter);
    refuseOverlap(Operand.INPUT_GRADIENT, inputGradient, Operand.OUTPUT_GRADIENT, outputGradient);
    computeInputGradient(filter, outputGradient, inputGradient);
  }

  @Override
  public final T filterGradient(T input, T outputGradient) {
    checkOperand(Operand.INPUT, input);
    checkOperand(Operand.OUTPUT_GRADIENT, outputGradient);
    T filterGradient = allocate(Operand.FILTER_GRADIENT);
    computeFilterGradient(input, outputGradient, filterGradient);
    return filterGradient;
  }

  @Override
  public final void filterGradientInto(T input, T outputGradient, T filterGradient) {
    checkOperand(Operand.INPUT, input);
    checkOperand(Operand.OUTPUT_GRADIENT, outputGradient);
    checkOperand(Operand.FILTER_GRADIENT, filterGradient);
    refuseOverlap(Operand.FILTER_GRADIENT, filterGradient, Operand.INPUT, input);
    refuseOverlap(Operand.FILTER_GRADIENT, filterGradient, Operand.OUTPUT_GRADIENT, outputGradient);
    computeFilterGradient(input, outputGradient, filterGradient);
  }

  @Override
  public final T biasGradient(T outputGradient) {
    requireBias();
    checkOperand(Operand.OUTPUT_GRADIENT, outputGradient);
    T biasGradient = allocate(Operand.BIAS_GRADIENT);
    computeBiasGradient(outputGradient, biasGradient);
    return biasGradient;
  }

  @Override
  public final void biasGradientInto(T outputGradient, T biasGradient) {
    requireBias();
    checkOperand(Operand.OUTPUT_GRADIENT, outputGradient);
    checkOperand(Operand.BIAS_GRADIENT, biasGradient);
    refuseOverlap(Operand.BIAS_GRADIENT, biasGradient, Operand.OUTPUT_GRADIENT, outputGradient);
    computeBiasGradient(outputGradient, biasGradient);
  }

  @Override
  public final ConvGradients<T> backward(T input, T filter, T outputGradient) {
    checkBackward(input, filter, outputGradient);
    ConvGradients<T> gradients =
        new ConvGradients<>(
            allocate(Operand.INPUT_GRADIENT),
            allocate(Operand.FILTER_GRADIENT),
            problem.bias() ? allocate(Operand.BIAS_GRADIENT) : null);
    computeBackward(input, filter, outputGradient, gradients);
    return gradients;
  }

  @Override
  public final void backwardInto(T input, T filter, T outputGradient, ConvGradients<T> gradients) {
    checkBackward(input, filter, outputGradient);
    Objects.requireNonNull(gradients, "gradients");
    checkOperand(Operand.INPUT_GRADIENT, gradients.input());
    checkOperand(Operand.FILTER_GRADIENT, gradients.filter());
    refuseOverlap(
        Operand.INPUT_GRADIENT, gradients.input(), Operand.FILTER_GRADIENT, gradients.filter());
    refuseOverlapWithBackwardOperands(
        Operand.INPUT_GRADIENT, gradients.input(), input, filter, outputGradient);
    refuseOverlapWithBackwardOperands(
        Operand.FILTER_GRADIENT, gradients.filter(), input, filter, outputGradient);
    if (problem.bias()) {
      checkOperand(Operand.BIAS_GRADIENT, gradients.bias());
      refuseOverlap(
          Operand.BIAS_GRADIENT, gradients.bias(), Operand.INPUT_GRADIENT, gradients.input());
      refuseOverlap(
          Operand.BIAS_GRADIENT, gradients.bias(), Operand.FILTER_GRADIENT, gradients.filter());
      refuseOverlapWithBackwardOperands(
          Operand.BIAS_GRADIENT, gradients.bias(), input, filter, outputGradient);
    } else if (gradients.bias() != null) {
      throw new ConvShapeException("biasGradient given, but the problem has no bias: " + problem);
    }
    computeBackward(input, filter, outputGradient, gradients);
  }

  private void checkForward(T input, T filter, T bias) {
    checkOperand(Operand.INPUT, input);
    checkOperand(Operand.FILTER, filter);
    checkBias(bias);
  }

  /** Refuses a bias that is not what the problem says, a missing and a needless one, too. */
  protected final void checkBias(T bias) {
    if (problem.bias()) {
      if (bias == null) {
        throw new ConvShapeException("bias is missing: the problem has one: " + problem);
      }
      checkOperand(Operand.BIAS, bias);
    } else if (bias != null) {
      throw new ConvShapeException("bias given, but the problem has none: " + problem);
    }
  }

  private void checkBackward(T input, T filter, T outputGradient) {
    checkOperand(Operand.INPUT, input);
    checkOperand(Operand.FILTER, filter);
    checkOperand(Operand.OUTPUT_GRADIENT, outputGradient);
  }

  /** {@link #check}, for an array that may be null. */
  protected final void checkOperand(Operand operand, T array) {
    if (array == null) {
      throw new ConvShapeException(operand.label() + " is null");
    }
    check(operand, array);
  }

  private void requireBias() {
    if (!problem.bias()) {
      throw new IllegalStateException("no bias gradient: the problem has no bias: " + problem);
    }
  }

  private void refuseOverlapWithBackwardOperands(
      Operand result, T array, T input, T filter, T outputGradient) {
    refuseOverlap(result, array, Operand.INPUT, input);
    refuseOverlap(result, array, Operand.FILTER, filter);
    refuseOverlap(result, array, Operand.OUTPUT_GRADIENT, outputGradient);
  }

  /** Refuses a result that shares memory with an operand. */
  protected final void refuseOverlap(Operand result, T array, Operand operand, T other) {
    if (overlap(array, other)) {
      throw new ConvShapeException(
          result.label()
              + " shares memory with "
              + operand.label()
              + ": a result needs memory of its own");
    }
  }
}
