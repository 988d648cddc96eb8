package org.conv4j.verify.framework.pytorch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.child.Elements;
import org.conv4j.verify.framework.child.Fastest;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.framework.child.Repeatable;
import org.conv4j.verify.framework.child.Timed;

/**
 * One case as a call of {@code conv2d} and one backward pass through it. PyTorch names axes in one
 * order and lets strides say how they lie in memory: other layouts are permuted views, for NHWC its
 * memory format {@code channels_last}. What is timed has the operands in the memory format that is
 * the faster one for it, whatever the problem's layout.
 */
final class PyTorchCase implements PreparedCase {

  private final ConvProblem problem;
  private final Conv2dOp op;
  private final PyTorchAxes axes;
  private final Engine engine;
  private final NDManager manager;
  private final NDArray input;
  private final NDArray filter;
  private final NDArray bias;
  private final NDArray outputGradient;
  private final Map<MemoryFormat, PyTorchOperands> formatted = new EnumMap<>(MemoryFormat.class);
  private Timed<Gradients> gradients;

  private record Gradients(NDArray input, NDArray filter, NDArray bias) {}

  PyTorchCase(ConvProblem problem, Operands operands, Engine engine) {
    this.problem = problem;
    op = new Conv2dOp(problem);
    axes = new PyTorchAxes(problem);
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
      return computed(axes.fromNchw(output.value()), output.millis());
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
  public Operands operands() {
    return new Operands(
        tensor(input), tensor(filter), bias == null ? null : tensor(bias), tensor(outputGradient));
  }

  @Override
  public Set<ConvDirection> together(ConvDirection direction) {
    return direction == ConvDirection.FORWARD
        ? EnumSet.of(direction)
        : EnumSet.complementOf(EnumSet.of(ConvDirection.FORWARD));
  }

  @Override
  public Repeatable repeatable(Computation computation) {
    return Fastest.of(
        Stream.of(MemoryFormat.values()).map(format -> call(computation, format)).toList());
  }

  private Repeatable.Call call(Computation computation, MemoryFormat format) {
    PyTorchOperands operands =
        formatted.computeIfAbsent(
            format,
            none ->
                new PyTorchOperands(
                        axes.toNchw(input), axes.toOihw(filter), bias, axes.toNchw(outputGradient))
                    .in(format));
    return computation == Computation.FORWARD
        ? PyTorchCall.forward(op, operands, format, this::tensor)
        : PyTorchCall.backward(op, operands, format, computation.directions(problem), this::tensor);
  }

  private NDArray convolve() {
    return op.apply(axes.toNchw(input), axes.toOihw(filter), bias);
  }

  /** The product with the output's gradient is summed: its derivative is that gradient, exactly. */
  private Gradients differentiate() {
    input.setRequiresGradient(true);
    filter.setRequiresGradient(true);
    if (bias != null) {
      bias.setRequiresGradient(true);
    }
    try (GradientCollector collector = engine.newGradientCollector()) {
      collector.backward(convolve().mul(axes.toNchw(outputGradient)).sum());
      return new Gradients(
          input.getGradient(), filter.getGradient(), bias == null ? null : bias.getGradient());
    }
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
    return new Answer.Computed(tensor(array), op.name(), millis);
  }

  /** A result with PyTorch's order of axes, as one of the problem. */
  private Tensor tensor(ConvDirection direction, NDArray result) {
    return tensor(
        switch (direction) {
          case FORWARD, INPUT_GRADIENT -> axes.fromNchw(result);
          case FILTER_GRADIENT -> axes.fromOihw(result);
          case BIAS_GRADIENT -> result;
        });
  }

  private Tensor tensor(NDArray array) {
    if (array.getDataType() != dataType()) {
      throw new IllegalStateException(
          "the result's elements are " + array.getDataType() + ", expected " + dataType());
    }
    double[] values =
        switch (problem.elementType()) {
          case FLOAT32 -> Elements.doubles(array.toFloatArray());
          case FLOAT64 -> array.toDoubleArray();
        };
    return Tensor.of(values, array.getShape().getShape());
  }

  @Override
  public void close() {
    manager.close();
  }
}
