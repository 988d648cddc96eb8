package org.conv4j.nd4j.algorithm;

import org.conv4j.ConvProblem;

/**
 * A way to compute convolutions. Its answers say what it <em>can</em> compute; whether it is worth
 * choosing is the business of the selection.
 *
 * <p>An algorithm is asked only about problems whose input, filter and output have elements.
 * Stateless; answers depend on the arguments alone. Override the directions that it computes.
 */
public interface Algorithm {

  /** The name by which callers force it and reports show it: lower case, one word. */
  String name();

  /** A plan for the output, or a refusal. */
  default Proposal<ForwardPlan> forward(ConvProblem problem, Limits limits) {
    return Proposal.refuse(name() + " has no forward direction");
  }

  /** A plan for the gradient with respect to the input, or a refusal. */
  default Proposal<InputGradientPlan> inputGradient(ConvProblem problem, Limits limits) {
    return Proposal.refuse(name() + " has no input gradient");
  }

  /** A plan for the gradient with respect to the filter, or a refusal. */
  default Proposal<FilterGradientPlan> filterGradient(ConvProblem problem, Limits limits) {
    return Proposal.refuse(name() + " has no filter gradient");
  }

  /**
   * A plan for the gradients with respect to input and filter together, where that is less work
   * than one after the other; otherwise a refusal.
   */
  default Proposal<BackwardPlan> backward(ConvProblem problem, Limits limits) {
    return Proposal.refuse(name() + " computes gradients one by one");
  }

  /** A plan for the gradient with respect to the bias, or a refusal. */
  default Proposal<BiasGradientPlan> biasGradient(ConvProblem problem, Limits limits) {
    return Proposal.refuse(name() + " has no bias gradient");
  }
}
