package org.conv4j.verify.framework.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import org.conv4j.ConvProblem;
import org.conv4j.Sides;

/**
 * PyTorch's {@code conv2d} with the numbers of a problem. It takes one number of padding per axis;
 * four different ones go through {@code pad}, as in any PyTorch program.
 */
record Conv2dOp(ConvProblem problem) {

  /** What is called. */
  String name() {
    return symmetric() ? "conv2d" : "pad, conv2d";
  }

  /**
   * The output, with axes N, C, H, W.
   *
   * @param input with axes N, C, H, W
   * @param filter with axes O, I, H, W
   * @param bias null exactly when the problem has none
   */
  NDArray apply(NDArray input, NDArray filter, NDArray bias) {
    Sides sides = problem.sides();
    if (symmetric()) {
      return convolve(input, filter, bias, new Shape(sides.top(), sides.left()));
    }
    try (NDArray padded =
        input.pad(new Shape(sides.left(), sides.right(), sides.top(), sides.bottom()), 0)) {
      return convolve(padded, filter, bias, new Shape(0, 0));
    }
  }

  private NDArray convolve(NDArray input, NDArray filter, NDArray bias, Shape padding) {
    return Conv2d.conv2d(
            input,
            filter,
            bias,
            new Shape(problem.stride().height(), problem.stride().width()),
            padding,
            new Shape(problem.dilation().height(), problem.dilation().width()),
            Math.toIntExact(problem.groups()))
        .singletonOrThrow();
  }

  private boolean symmetric() {
    Sides sides = problem.sides();
    return sides.top() == sides.bottom() && sides.left() == sides.right();
  }
}
