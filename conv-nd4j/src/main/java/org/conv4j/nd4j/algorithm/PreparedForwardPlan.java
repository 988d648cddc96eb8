package org.conv4j.nd4j.algorithm;

import org.conv4j.nd4j.workspace.DenseArray;

/**
 * Computes the output of one problem with one filter, on the same terms as {@link ForwardPlan}, to
 * whose result its own is equal bit by bit. Keeps the filter, or what was made of it.
 */
@FunctionalInterface
public interface PreparedForwardPlan {

  /**
   * Computes.
   *
   * @param input read, in the problem's layout
   * @param bias read; null exactly when the problem has none
   * @param output overwritten, in the problem's layout
   */
  void execute(DenseArray input, DenseArray bias, DenseArray output);
}
