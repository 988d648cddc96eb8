package org.conv4j.nd4j.algorithm;

import org.conv4j.nd4j.workspace.DenseArray;

/**
 * Computes the gradient of one problem with respect to its filter, summed over the batch, on the
 * same terms as {@link ForwardPlan}.
 */
@FunctionalInterface
public interface FilterGradientPlan {

  /**
   * Computes.
   *
   * @param input read, in the problem's layout
   * @param outputGradient read, in the problem's layout
   * @param filterGradient overwritten, in the problem's filter layout
   */
  void execute(DenseArray input, DenseArray outputGradient, DenseArray filterGradient);
}
