package org.conv4j.nd4j.algorithm;

import org.conv4j.nd4j.workspace.DenseArray;

/**
 * Computes the gradient of one problem with respect to its bias, summed over batch and space, on
 * the same terms as {@link ForwardPlan}.
 */
@FunctionalInterface
public interface BiasGradientPlan {

  /**
   * Computes.
   *
   * @param outputGradient read, in the problem's layout
   * @param biasGradient overwritten
   */
  void execute(DenseArray outputGradient, DenseArray biasGradient);
}
