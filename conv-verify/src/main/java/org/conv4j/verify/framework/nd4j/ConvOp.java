package org.conv4j.verify.framework.nd4j;

import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.conv4j.Tensor;

/** An op of ND4J and how it wants its filter. */
sealed interface ConvOp permits DenseOp, DepthwiseOp {

  /** Name of the forward op; its gradient op has {@code _bp} appended. */
  String name();

  /** The problem's filter with the axes that the op wants. */
  Tensor toOp(Tensor filter, ConvProblem problem);

  /** The op's filter gradient with the problem's axes; as it is, if it has no such shape. */
  Tensor fromOp(Tensor gradient, ConvProblem problem);

  /**
   * The order of weights in which the op is fastest, of those that say what {@code layout} says.
   */
  FilterLayout fastest(FilterLayout layout);
}
