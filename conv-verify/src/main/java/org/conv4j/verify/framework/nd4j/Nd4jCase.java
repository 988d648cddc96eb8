package org.conv4j.verify.framework.nd4j;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.TensorLayout;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.child.Axes;
import org.conv4j.verify.framework.child.PaddingForm;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.framework.child.Repeatable;
import org.conv4j.verify.framework.child.Timed;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One case as calls of one op and its gradient op. The gradient op gives all gradients at once: it
 * is called for the first one asked, and its time is reported for each.
 */
final class Nd4jCase implements PreparedCase {

  /** In the order of the gradient op's outputs. */
  private static final List<ConvDirection> GRADIENTS =
      List.of(
          ConvDirection.INPUT_GRADIENT, ConvDirection.FILTER_GRADIENT, ConvDirection.BIAS_GRADIENT);

  private final ConvProblem problem;
  private final ConvOp op;
  private final PaddingForm padding;
  private final int[] arguments;
  private final List<INDArray> operands = new ArrayList<>();
  private final Tensor filter;
  private final List<INDArray> reordered = new ArrayList<>();
  private final INDArray outputGradient;
  private Timed<INDArray[]> gradients;

  Nd4jCase(ConvProblem problem, ConvOp op, PaddingForm padding, Operands operands) {
    this.problem = problem;
    this.op = op;
    this.padding = padding;
    this.arguments = arguments(problem, padding);
    this.operands.add(array(operands.input()));
    this.operands.add(array(op.toOp(operands.filter(), problem)));
    this.filter = operands.filter();
    if (problem.bias()) {
      this.operands.add(array(operands.bias()));
    }
    this.outputGradient = array(operands.outputGradient());
  }

  /** kH, kW, sH, sW, pH, pW, dH, dW, 0 explicit / 1 SAME, 0 NCHW / 1 NHWC, weight format. */
  private static int[] arguments(ConvProblem problem, PaddingForm padding) {
    PaddingForm.Symmetric sides =
        padding instanceof PaddingForm.Symmetric symmetric
            ? symmetric
            : new PaddingForm.Symmetric(0, 0);
    return LongStream.of(
            problem.kernel().height(),
            problem.kernel().width(),
            problem.stride().height(),
            problem.stride().width(),
            sides.vertical(),
            sides.horizontal(),
            problem.dilation().height(),
            problem.dilation().width(),
            padding instanceof PaddingForm.Same ? 1 : 0,
            problem.layout() == TensorLayout.NCHW ? 0 : 1,
            switch (problem.filterLayout()) {
              case HWIO -> 0;
              case OIHW -> 1;
              case OHWI -> 2;
            })
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  @Override
  public Answer compute(ConvDirection direction) {
    return switch (direction) {
      case FORWARD -> forward();
      case INPUT_GRADIENT -> gradient(0);
      case FILTER_GRADIENT -> gradient(1);
      case BIAS_GRADIENT -> gradient(2);
    };
  }

  @Override
  public Operands operands() {
    return new Operands(
        tensor(operands.get(0)),
        op.fromOp(tensor(operands.get(1)), problem),
        problem.bias() ? tensor(operands.get(2)) : null,
        tensor(outputGradient));
  }

  @Override
  public Set<ConvDirection> together(ConvDirection direction) {
    return direction == ConvDirection.FORWARD
        ? EnumSet.of(direction)
        : EnumSet.complementOf(EnumSet.of(ConvDirection.FORWARD));
  }

  @Override
  public Repeatable repeatable(Computation computation) {
    return switch (computation) {
      case FORWARD -> new InWorkspace(new Call(op.name(), List.of(ConvDirection.FORWARD)));
      case BACKWARD -> new InWorkspace(new Call(op.name() + "_bp", GRADIENTS));
      case INPUT_GRADIENT, FILTER_GRADIENT, BIAS_GRADIENT ->
          new Repeatable.Declined(op.name() + "_bp computes all gradients in one call");
    };
  }

  /**
   * One of the two ops, with weights in the order in which it is fastest; to be run in a workspace,
   * which gives the results back.
   */
  private final class Call implements Repeatable.Call {
    private final String name;
    private final List<ConvDirection> directions;
    private final ConvProblem fastest;
    private final List<INDArray> inputs;
    private final int[] arguments;
    private INDArray[] results = {};

    Call(String name, List<ConvDirection> directions) {
      this.name = name;
      this.directions = directions;
      this.fastest = problem.toBuilder().filterLayout(op.fastest(problem.filterLayout())).build();
      this.inputs = new ArrayList<>(directions == GRADIENTS ? withOutputGradient() : operands);
      this.inputs.set(1, weights());
      this.arguments = Nd4jCase.arguments(fastest, padding);
    }

    private INDArray weights() {
      Tensor weights = Axes.filter(filter, problem.filterLayout(), fastest.filterLayout());
      INDArray array = array(op.toOp(weights, fastest));
      reordered.add(array);
      return array;
    }

    @Override
    public String algorithm() {
      return name;
    }

    @Override
    public void run() {
      results = exec(name, inputs, arguments);
    }

    @Override
    public Tensor result(ConvDirection direction) {
      Tensor result = tensor(results[directions.indexOf(direction)]);
      return direction == ConvDirection.FILTER_GRADIENT
          ? Axes.filter(op.fromOp(result, fastest), fastest.filterLayout(), problem.filterLayout())
          : result;
    }

    @Override
    public void discard() {
      results = new INDArray[0];
    }
  }

  private List<INDArray> withOutputGradient() {
    List<INDArray> inputs = new ArrayList<>(operands);
    inputs.add(outputGradient);
    return inputs;
  }

  private Answer forward() {
    Timed<INDArray[]> result = Timed.call(() -> exec(op.name(), operands, arguments));
    try (INDArray output = result.value()[0]) {
      return computed(tensor(output), op.name(), result.millis());
    }
  }

  private Answer gradient(int index) {
    if (gradients == null) {
      gradients = Timed.call(() -> exec(op.name() + "_bp", withOutputGradient(), arguments));
    }
    Tensor gradient = tensor(gradients.value()[index]);
    return computed(
        index == 1 ? op.fromOp(gradient, problem) : gradient,
        op.name() + "_bp",
        gradients.millis());
  }

  private static INDArray[] exec(String name, List<INDArray> inputs, int[] arguments) {
    return Nd4j.exec(
        DynamicCustomOp.builder(name)
            .addInputs(inputs.toArray(INDArray[]::new))
            .addIntegerArguments(arguments)
            .build());
  }

  private INDArray array(Tensor tensor) {
    return Nd4jArrays.toNd4j(tensor, problem.elementType());
  }

  private Tensor tensor(INDArray array) {
    return Nd4jArrays.toTensor(array, problem.elementType());
  }

  private static Answer computed(Tensor value, String algorithm, double millis) {
    return new Answer.Computed(value, algorithm, millis);
  }

  @Override
  public void close() {
    operands.forEach(INDArray::close);
    reordered.forEach(INDArray::close);
    outputGradient.close();
    if (gradients != null) {
      for (INDArray gradient : gradients.value()) {
        gradient.close();
      }
    }
  }
}
