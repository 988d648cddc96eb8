package org.conv4j.nd4j.algorithm;

import org.conv4j.ConvProblem;
import org.conv4j.Operand;
import org.conv4j.nd4j.workspace.DenseArray;

/**
 * For problems without a single product to sum, because input, filter or output is empty: the
 * output, if there is any, is the bias; gradients are zero.
 */
public final class NoProducts implements Algorithm {

  private final ConvProblem problem;

  /** For {@code problem}, which must be one {@linkplain #in without products}. */
  public NoProducts(ConvProblem problem) {
    this.problem = problem;
  }

  /** Whether {@code problem} has no products to sum. */
  public static boolean in(ConvProblem problem) {
    return isEmpty(Operand.INPUT, problem)
        || isEmpty(Operand.FILTER, problem)
        || isEmpty(Operand.OUTPUT, problem);
  }

  private static boolean isEmpty(Operand operand, ConvProblem problem) {
    for (long size : operand.shape(problem)) {
      if (size == 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String name() {
    return "none";
  }

  @Override
  public Proposal<ForwardPlan> forward(ConvProblem same, Limits limits) {
    return Proposal.offer(() -> this::forward);
  }

  private void forward(DenseArray input, DenseArray filter, DenseArray bias, DenseArray output) {
    fill(output, 0);
    if (bias != null && !output.array().isEmpty()) {
      output.array().assign(BroadcastBias.over(problem, bias));
    }
  }

  @Override
  public Proposal<InputGradientPlan> inputGradient(ConvProblem same, Limits limits) {
    return Proposal.offer(() -> (filter, outputGradient, result) -> fill(result, 0));
  }

  @Override
  public Proposal<FilterGradientPlan> filterGradient(ConvProblem same, Limits limits) {
    return Proposal.offer(() -> (input, outputGradient, result) -> fill(result, 0));
  }

  @Override
  public Proposal<BiasGradientPlan> biasGradient(ConvProblem same, Limits limits) {
    return isEmpty(Operand.OUTPUT, problem)
        ? Proposal.offer(() -> (outputGradient, result) -> fill(result, 0))
        : Proposal.refuse("the output has elements, so their gradients must be added");
  }

  private static void fill(DenseArray result, double value) {
    if (!result.array().isEmpty()) {
      result.array().assign(value);
    }
  }
}
