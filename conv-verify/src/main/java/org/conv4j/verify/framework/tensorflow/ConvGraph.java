package org.conv4j.verify.framework.tensorflow;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.TensorLayout;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.child.Axes;
import org.conv4j.verify.framework.child.Repeatable;
import org.conv4j.verify.framework.child.TimedCase;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFUnimplementedException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.family.TNumber;

/**
 * The directions of a problem as one graph, as {@code tf.function} makes it, that TensorFlow
 * optimizes and is fed with operands in its own layouts: images NHWC, filters HWIO.
 */
final class ConvGraph<T extends TNumber> implements TimedCase {

  private static final int[] TO_NHWC = {0, 2, 3, 1};
  private static final int[] TO_NCHW = {0, 3, 1, 2};

  private final ConvProblem problem;
  private final Class<T> type;
  private final TensorFlowArrays arrays;
  private final Graph graph = new Graph();
  private final Session session;
  private final Ops tf = Ops.create(graph);
  private final Expressions<T> expressions;
  private final Map<Placeholder<T>, T> fed = new LinkedHashMap<>();
  private final Placeholder<T> input;
  private final Placeholder<T> filter;
  private final Placeholder<T> bias;
  private final Placeholder<T> outputGradient;
  private final Map<ConvDirection, Operand<T>> results = new EnumMap<>(ConvDirection.class);

  ConvGraph(ConvProblem problem, Operands operands, ConfigProto configuration, Class<T> type) {
    this.problem = problem;
    this.type = type;
    arrays = new TensorFlowArrays(problem);
    session = new Session(graph, configuration);
    expressions = new Expressions<>(problem, tf, type);
    input = fed(toNhwc(operands.input()));
    filter = fed(Tensor.of(arrays.toHwio(operands.filter()).values(), expressions.filterShape()));
    bias = operands.bias() == null ? null : fed(operands.bias());
    outputGradient = fed(toNhwc(operands.outputGradient()));
  }

  private Placeholder<T> fed(Tensor tensor) {
    Shape shape = Shape.of(tensor.shape());
    Placeholder<T> placeholder = tf.placeholder(type, Placeholder.shape(shape));
    fed.put(placeholder, org.tensorflow.Tensor.of(type, shape, arrays.bytes(tensor)));
    return placeholder;
  }

  /** One run of the graph that gives all results. */
  @Override
  public Repeatable repeatable(Computation computation) {
    List<ConvDirection> directions = computation.directions(problem);
    for (ConvDirection direction : directions) {
      Optional<String> lack = expressions.lacks(direction);
      if (lack.isPresent()) {
        return new Repeatable.Declined(lack.get());
      }
    }
    try {
      Repeatable.Call call = new Run(directions);
      call.run();
      call.discard();
      return call;
    } catch (TFUnimplementedException | TFInvalidArgumentException failure) {
      return new Repeatable.Declined(Refusals.declined(failure));
    }
  }

  private Operand<T> result(ConvDirection direction) {
    return switch (direction) {
      case FORWARD -> expressions.forward(input, filter, bias);
      case INPUT_GRADIENT -> expressions.inputGradient(filter, outputGradient);
      case FILTER_GRADIENT -> expressions.filterGradient(input, outputGradient);
      case BIAS_GRADIENT -> expressions.biasGradient(outputGradient);
    };
  }

  private List<Placeholder<T>> read(ConvDirection direction) {
    return switch (direction) {
      case FORWARD -> bias == null ? List.of(input, filter) : List.of(input, filter, bias);
      case INPUT_GRADIENT -> List.of(filter, outputGradient);
      case FILTER_GRADIENT -> List.of(input, outputGradient);
      case BIAS_GRADIENT -> List.of(outputGradient);
    };
  }

  private final class Run implements Repeatable.Call {
    private final List<ConvDirection> directions;
    private final List<Placeholder<T>> operands = new ArrayList<>();
    private final List<Operand<T>> fetched = new ArrayList<>();
    private Result last;

    Run(List<ConvDirection> directions) {
      this.directions = List.copyOf(directions);
      directions.stream()
          .flatMap(direction -> read(direction).stream())
          .distinct()
          .forEach(operands::add);
      for (ConvDirection direction : directions) {
        fetched.add(results.computeIfAbsent(direction, ConvGraph.this::result));
      }
    }

    @Override
    public String algorithm() {
      return directions.stream().map(expressions::name).collect(Collectors.joining(", "));
    }

    @Override
    public void run() {
      Session.Runner runner = session.runner();
      operands.forEach(operand -> runner.feed(operand, fed.get(operand)));
      fetched.forEach(runner::fetch);
      last = runner.run();
    }

    @Override
    public Tensor result(ConvDirection direction) {
      Tensor result = arrays.tensor(last.get(directions.indexOf(direction)));
      return switch (direction) {
        case FORWARD, INPUT_GRADIENT -> fromNhwc(result);
        case FILTER_GRADIENT -> arrays.fromHwio(result, expressions.filterShape());
        case BIAS_GRADIENT -> result;
      };
    }

    @Override
    public void discard() {
      last.close();
    }
  }

  private Tensor toNhwc(Tensor image) {
    return isNchw() ? Axes.permute(image, TO_NHWC) : image;
  }

  private Tensor fromNhwc(Tensor image) {
    return isNchw() ? Axes.permute(image, TO_NCHW) : image;
  }

  private boolean isNchw() {
    return problem.layout() == TensorLayout.NCHW;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
    fed.values().forEach(T::close);
  }
}
