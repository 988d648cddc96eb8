package org.conv4j.nd4j.algorithm;

import org.conv4j.nd4j.workspace.DenseArray;

/**
 * Computes the gradients of one problem with respect to input and filter together, on the same
 * terms as {@link ForwardPlan}.
 */
@FunctionalInterface
public interface BackwardPlan {

  /**
   * Computes.
   *
   * @param input read, in the problem's layout
   * @param filter read, in the problem's filter layout
   * @param outputGradient read, in the problem's layout
   * @param inputGradient overwritten
   * @param filterGradient overwritten
   */
  void execute(
      DenseArray input,
      DenseArray filter,
      DenseArray outputGradient,
      DenseArray inputGradient,
      DenseArray filterGradient);
}
