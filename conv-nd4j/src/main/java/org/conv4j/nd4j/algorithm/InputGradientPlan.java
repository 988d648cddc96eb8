package org.conv4j.nd4j.algorithm;

import org.conv4j.nd4j.workspace.DenseArray;

/**
 * Computes the gradient of one problem with respect to its input, on the same terms as {@link
 * ForwardPlan}.
 */
@FunctionalInterface
public interface InputGradientPlan {

  /**
   * Computes.
   *
   * @param filter read, in the problem's filter layout
   * @param outputGradient read, in the problem's layout
   * @param inputGradient overwritten, in the problem's layout
   */
  void execute(DenseArray filter, DenseArray outputGradient, DenseArray inputGradient);
}
