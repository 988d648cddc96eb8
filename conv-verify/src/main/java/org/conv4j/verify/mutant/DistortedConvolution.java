package org.conv4j.verify.mutant;

import org.conv4j.ConvDirection;
import org.conv4j.ConvGradients;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.Tensor;
import org.conv4j.reference.DirectReference;

/** Right results, rounded to the element type, and then spoilt. */
final class DistortedConvolution implements Convolution<Tensor> {

  private final Convolution<Tensor> right;
  private final Distortion distortion;

  DistortedConvolution(ConvProblem problem, Distortion distortion) {
    this.right = new DirectReference(problem);
    this.distortion = distortion;
  }

  /** Spoils a result. */
  interface Distortion {
    /**
     * What to return instead of {@code result}, which may be changed.
     *
     * @param operand the first one of the direction
     */
    Tensor apply(ConvProblem problem, ConvDirection direction, Tensor operand, Tensor result);
  }

  @Override
  public ConvProblem problem() {
    return right.problem();
  }

  @Override
  public Tensor forward(Tensor input, Tensor filter, Tensor bias) {
    return spoilt(ConvDirection.FORWARD, input, right.forward(input, filter, bias));
  }

  @Override
  public void forwardInto(Tensor input, Tensor filter, Tensor bias, Tensor output) {
    copy(forward(input, filter, bias), output);
  }

  @Override
  public Tensor inputGradient(Tensor filter, Tensor outputGradient) {
    return spoilt(
        ConvDirection.INPUT_GRADIENT, outputGradient, right.inputGradient(filter, outputGradient));
  }

  @Override
  public void inputGradientInto(Tensor filter, Tensor outputGradient, Tensor inputGradient) {
    copy(inputGradient(filter, outputGradient), inputGradient);
  }

  @Override
  public Tensor filterGradient(Tensor input, Tensor outputGradient) {
    return spoilt(
        ConvDirection.FILTER_GRADIENT, input, right.filterGradient(input, outputGradient));
  }

  @Override
  public void filterGradientInto(Tensor input, Tensor outputGradient, Tensor filterGradient) {
    copy(filterGradient(input, outputGradient), filterGradient);
  }

  @Override
  public Tensor biasGradient(Tensor outputGradient) {
    return spoilt(ConvDirection.BIAS_GRADIENT, outputGradient, right.biasGradient(outputGradient));
  }

  @Override
  public void biasGradientInto(Tensor outputGradient, Tensor biasGradient) {
    copy(biasGradient(outputGradient), biasGradient);
  }

  @Override
  public ConvGradients<Tensor> backward(Tensor input, Tensor filter, Tensor outputGradient) {
    return new ConvGradients<>(
        inputGradient(filter, outputGradient),
        filterGradient(input, outputGradient),
        problem().bias() ? biasGradient(outputGradient) : null);
  }

  @Override
  public void backwardInto(
      Tensor input, Tensor filter, Tensor outputGradient, ConvGradients<Tensor> gradients) {
    ConvGradients<Tensor> computed = backward(input, filter, outputGradient);
    copy(computed.input(), gradients.input());
    copy(computed.filter(), gradients.filter());
    if (problem().bias()) {
      copy(computed.bias(), gradients.bias());
    }
  }

  private Tensor spoilt(ConvDirection direction, Tensor operand, Tensor result) {
    double[] values = result.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = problem().elementType().round(values[i]);
    }
    return distortion.apply(problem(), direction, operand, result);
  }

  private static void copy(Tensor from, Tensor to) {
    System.arraycopy(from.values(), 0, to.values(), 0, Math.min(from.size(), to.size()));
  }
}
