package org.conv4j.nd4j.algorithm;

import org.conv4j.nd4j.workspace.DenseArray;

/**
 * Computes the output of one problem. Trusts its arguments: dense, of the problem's shapes and
 * element type, the output sharing memory with nobody. Overwrites the output in full, modifies
 * nothing else, keeps nothing; any number of threads may execute it at once.
 */
@FunctionalInterface
public interface ForwardPlan {

  /**
   * Computes.
   *
   * @param input read, in the problem's layout
   * @param filter read, in the problem's filter layout
   * @param bias read; null exactly when the problem has none
   * @param output overwritten, in the problem's layout
   */
  void execute(DenseArray input, DenseArray filter, DenseArray bias, DenseArray output);

  /**
   * The same computation with one filter for good: a copy of it, or what the algorithm makes of it.
   * Later changes of the array have no effect.
   */
  default PreparedForwardPlan prepare(DenseArray filter) {
    DenseArray copy = filter.copy();
    return (input, bias, output) -> execute(input, copy, bias, output);
  }
}
