package org.conv4j.verify.framework.mxnet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.util.PairList;
import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.conv4j.Sides;
import org.conv4j.TensorLayout;

/**
 * MXNet's {@code Convolution} with the numbers of a problem. On the CPU it knows the axes N, C, H,
 * W and O, I, H, W: others go through its {@code transpose}, which moves the elements. It takes one
 * number of padding per axis; four different ones go through its {@code Pad}.
 */
record ConvolutionOp(ConvProblem problem) {

  /** What is called. */
  String name() {
    return (symmetric() ? "Convolution" : "Pad, Convolution")
        + (problem.layout() == TensorLayout.NCHW && problem.filterLayout() == FilterLayout.OIHW
            ? ""
            : " with transpose");
  }

  /** The output of operands in the problem's layouts, in its layout. */
  NDArray apply(NDArray input, NDArray filter, NDArray bias) {
    boolean first = problem.layout() == TensorLayout.NCHW;
    NDArray output = convolve(first ? input : input.transpose(0, 3, 1, 2), toOihw(filter), bias);
    return first ? output : output.transpose(0, 2, 3, 1);
  }

  /** As {@link #apply}, of operands with the axes N, C, H, W and O, I, H, W. */
  NDArray convolve(NDArray input, NDArray filter, NDArray bias) {
    Sides sides = problem.sides();
    boolean symmetric = symmetric();
    return Conv2d.conv2d(
            symmetric ? input : padded(input),
            filter,
            bias,
            new Shape(problem.stride().height(), problem.stride().width()),
            symmetric ? new Shape(sides.top(), sides.left()) : new Shape(0, 0),
            new Shape(problem.dilation().height(), problem.dilation().width()),
            Math.toIntExact(problem.groups()))
        .singletonOrThrow();
  }

  NDArray toOihw(NDArray filter) {
    FilterLayout from = problem.filterLayout();
    return from == FilterLayout.OIHW
        ? filter
        : filter.transpose(
            FilterLayout.OIHW.name().chars().map(axis -> from.name().indexOf(axis)).toArray());
  }

  private NDArray padded(NDArray input) {
    Sides sides = problem.sides();
    PairList<String, Object> parameters = new PairList<>();
    parameters.add("mode", "constant");
    parameters.add("constant_value", "0");
    parameters.add(
        "pad_width",
        "(0,0,0,0,%d,%d,%d,%d)"
            .formatted(sides.top(), sides.bottom(), sides.left(), sides.right()));
    return input.getManager().invoke("Pad", new NDList(input), parameters).singletonOrThrow();
  }

  private boolean symmetric() {
    Sides sides = problem.sides();
    return sides.top() == sides.bottom() && sides.left() == sides.right();
  }
}
