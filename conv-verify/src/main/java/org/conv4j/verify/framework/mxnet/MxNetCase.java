package org.conv4j.verify.framework.mxnet;

import ai.djl.engine.Engine;
import ai.djl.ndarray.LazyNDArray;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.TensorLayout;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.framework.child.Repeatable;
import org.conv4j.verify.framework.child.Timed;

/**
 * One case as a call of {@code Convolution} and one backward pass through it. MXNet computes while
 * the caller goes on; the times include the wait for the result.
 */
final class MxNetCase implements PreparedCase {

  private final ConvProblem problem;
  private final ConvolutionOp op;
  private final Engine engine;
  private final NDManager manager;
  private final MxNetArrays arrays;
  private final NDArray input;
  private final NDArray filter;
  private final NDArray bias;
  private final NDArray outputGradient;
  private Timed<Gradients> gradients;

  private record Gradients(NDArray input, NDArray filter, NDArray bias) {}

  MxNetCase(ConvProblem problem, Operands operands, Engine engine) {
    this.problem = problem;
    op = new ConvolutionOp(problem);
    this.engine = engine;
    manager = engine.newBaseManager();
    arrays = new MxNetArrays(manager, problem.elementType());
    input = arrays.array(operands.input());
    filter = arrays.array(operands.filter());
    bias = operands.bias() == null ? null : arrays.array(operands.bias());
    outputGradient = arrays.array(operands.outputGradient());
  }

  @Override
  public Answer compute(ConvDirection direction) {
    if (direction == ConvDirection.FORWARD) {
      Timed<NDArray> output = Timed.call(() -> finished(op.apply(input, filter, bias)));
      return computed(output.value(), output.millis());
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
        arrays.tensor(input),
        arrays.tensor(filter),
        bias == null ? null : arrays.tensor(bias),
        arrays.tensor(outputGradient));
  }

  @Override
  public Set<ConvDirection> together(ConvDirection direction) {
    return direction == ConvDirection.FORWARD
        ? EnumSet.of(direction)
        : EnumSet.complementOf(EnumSet.of(ConvDirection.FORWARD));
  }

  /** The product with the output's gradient is summed: its derivative is that gradient, exactly. */
  private Gradients differentiate() {
    List<NDArray> leaves = Stream.of(input, filter, bias).filter(Objects::nonNull).toList();
    leaves.forEach(leaf -> leaf.setRequiresGradient(true));
    try (GradientCollector collector = engine.newGradientCollector()) {
      collector.backward(op.apply(input, filter, bias).mul(outputGradient).sum());
      leaves.forEach(leaf -> finished(leaf.getGradient()));
      return new Gradients(
          input.getGradient(), filter.getGradient(), bias == null ? null : bias.getGradient());
    }
  }

  @Override
  public Repeatable repeatable(Computation computation) {
    if (computation != Computation.FORWARD) {
      return new Repeatable.Declined(
          "DJL begins MXNet's backward pass at a sum, so that nothing else can be timed alone");
    }
    boolean first = problem.layout() == TensorLayout.NCHW;
    NDArray image = finished(first ? input : input.transpose(0, 3, 1, 2));
    NDArray weights = finished(op.toOihw(filter));
    return new Repeatable.Call() {
      private NDArray output;

      @Override
      public String algorithm() {
        return "Convolution";
      }

      @Override
      public void run() {
        output = finished(op.convolve(image, weights, bias));
      }

      @Override
      public Tensor result(ConvDirection direction) {
        return arrays.tensor(first ? output : output.transpose(0, 2, 3, 1));
      }

      @Override
      public void discard() {
        output.close();
      }
    };
  }

  private static NDArray finished(NDArray array) {
    if (array instanceof LazyNDArray lazy) {
      lazy.waitToRead();
    }
    return array;
  }

  private Answer computed(NDArray array, double millis) {
    return new Answer.Computed(arrays.tensor(array), op.name(), millis);
  }

  @Override
  public void close() {
    manager.close();
  }
}
