package org.conv4j.verify.framework.pytorch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.GradientCollector;
import java.util.EnumSet;
import java.util.Set;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.FilterLayout;
import org.conv4j.Sides;
import org.conv4j.Tensor;
import org.conv4j.TensorLayout;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.child.Elements;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.framework.child.Timed;

/**
 * One case as a call of {@code conv2d} and one backward pass through it. PyTorch names axes in one
 * order and lets strides say how they lie in memory: other layouts are permuted views, for NHWC its
 * memory format {@code channels_last}. {@code conv2d} takes one number of padding per axis; four
 * different ones go through {@code pad}, as in any PyTorch program.
 */
final class PyTorchCase implements PreparedCase {

  private final ConvProblem problem;
  private final Engine engine;
  private final NDManager manager;
  private final NDArray input;
  private final NDArray filter;
  private final NDArray bias;
  private final NDArray outputGradient;
  private Timed<Gradients> gradients;

  private record Gradients(NDArray input, NDArray filter, NDArray bias) {}

  PyTorchCase(ConvProblem problem, Operands operands, Engine engine) {
    this.problem = problem;
    this.engine = engine;
    manager = engine.newBaseManager();
    input = array(operands.input());
    filter = array(operands.filter());
    bias = operands.bias() == null ? null : array(operands.bias());
    outputGradient = array(operands.outputGradient());
  }

  @Override
  public Answer compute(ConvDirection direction) {
    if (direction == ConvDirection.FORWARD) {
      Timed<NDArray> output = Timed.call(this::convolve);
      return computed(fromNchw(output.value()), output.millis());
    }
    if (gradients == null) {
      gradients = Timed.call(this::differentiate);
    }
    Gradients all = gradients.value();
    return computed(
        switch (direction) {
          case INPUT_GRADIENT -> all.input();
          case FILTER_GRADIENT -> all.filter();
          case BIAS_GRADIENT -> all.bias();
          case FORWARD -> throw new IllegalStateException("no gradient: " + direction);
        },
        gradients.millis());
  }

  @Override
  public Set<ConvDirection> together(ConvDirection direction) {
    return direction == ConvDirection.FORWARD
        ? EnumSet.of(direction)
        : EnumSet.complementOf(EnumSet.of(ConvDirection.FORWARD));
  }

  /** The output, with axes N, C, H, W. */
  private NDArray convolve() {
    Sides sides = problem.sides();
    NDArray image = toNchw(input);
    Shape padding = new Shape(sides.top(), sides.left());
    if (!symmetric()) {
      image = image.pad(new Shape(sides.left(), sides.right(), sides.top(), sides.bottom()), 0);
      padding = new Shape(0, 0);
    }
    return Conv2d.conv2d(
            image,
            toOihw(filter),
            bias,
            new Shape(problem.stride().height(), problem.stride().width()),
            padding,
            new Shape(problem.dilation().height(), problem.dilation().width()),
            Math.toIntExact(problem.groups()))
        .singletonOrThrow();
  }

  /** The product with the output's gradient is summed: its derivative is that gradient, exactly. */
  private Gradients differentiate() {
    input.setRequiresGradient(true);
    filter.setRequiresGradient(true);
    if (bias != null) {
      bias.setRequiresGradient(true);
    }
    try (GradientCollector collector = engine.newGradientCollector()) {
      collector.backward(convolve().mul(toNchw(outputGradient)).sum());
      return new Gradients(
          input.getGradient(), filter.getGradient(), bias == null ? null : bias.getGradient());
    }
  }

  private boolean symmetric() {
    Sides sides = problem.sides();
    return sides.top() == sides.bottom() && sides.left() == sides.right();
  }

  private NDArray toNchw(NDArray array) {
    return problem.layout() == TensorLayout.NCHW ? array : array.transpose(0, 3, 1, 2);
  }

  private NDArray fromNchw(NDArray array) {
    return problem.layout() == TensorLayout.NCHW ? array : array.transpose(0, 2, 3, 1);
  }

  private NDArray toOihw(NDArray array) {
    FilterLayout from = problem.filterLayout();
    return from == FilterLayout.OIHW
        ? array
        : array.transpose(
            FilterLayout.OIHW.name().chars().map(axis -> from.name().indexOf(axis)).toArray());
  }

  private NDArray array(Tensor tensor) {
    Shape shape = new Shape(tensor.shape());
    if (tensor.size() == 0) {
      return manager.create(shape, dataType());
    }
    return switch (problem.elementType()) {
      case FLOAT32 -> manager.create(Elements.floats(tensor.values()), shape);
      case FLOAT64 -> manager.create(tensor.values(), shape);
    };
  }

  private DataType dataType() {
    return problem.elementType() == ElementType.FLOAT32 ? DataType.FLOAT32 : DataType.FLOAT64;
  }

  private Answer computed(NDArray array, double millis) {
    if (array.getDataType() != dataType()) {
      throw new IllegalStateException(
          "the result's elements are " + array.getDataType() + ", expected " + dataType());
    }
    double[] values =
        switch (problem.elementType()) {
          case FLOAT32 -> Elements.doubles(array.toFloatArray());
          case FLOAT64 -> array.toDoubleArray();
        };
    return new Answer.Computed(
        Tensor.of(values, array.getShape().getShape()),
        symmetric() ? "conv2d" : "pad, conv2d",
        millis);
  }

  @Override
  public void close() {
    manager.close();
  }
}
