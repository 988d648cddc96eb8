package org.conv4j.verify.framework.nd4j;

import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.conv4j.Tensor;

/** {@code conv2d}: its weight formats are our filter layouts. */
record DenseOp() implements ConvOp {

  @Override
  public String name() {
    return "conv2d";
  }

  @Override
  public Tensor toOp(Tensor filter, ConvProblem problem) {
    return filter;
  }

  @Override
  public Tensor fromOp(Tensor gradient, ConvProblem problem) {
    return gradient;
  }

  @Override
  public FilterLayout fastest(FilterLayout layout) {
    return layout;
  }
}
