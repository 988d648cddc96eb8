package org.conv4j.verify.framework.onednn;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.PointerScope;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.framework.child.Repeatable;

/**
 * One case as primitives. Its native memory is given back when it is closed, which must happen in
 * the thread that made it.
 */
final class OneDnnCase implements PreparedCase {

  private final PointerScope memory = scopeOfEverything();
  private final ConvProblem problem;
  private final Primitives primitives;
  private final Map<ConvDirection, Answer> answers = new EnumMap<>(ConvDirection.class);

  OneDnnCase(ConvProblem problem, Operands operands, engine engine, stream stream) {
    this.problem = problem;
    primitives = new Primitives(problem, operands, engine, stream);
  }

  /**
   * Its constructor takes an array of a generic type, which no caller can make without a warning.
   */
  @SuppressWarnings("unchecked")
  private static PointerScope scopeOfEverything() {
    return new PointerScope();
  }

  @Override
  public Answer compute(ConvDirection direction) {
    if (!answers.containsKey(direction)) {
      Primitive primitive =
          switch (direction) {
            case FORWARD -> primitives.forward();
            case INPUT_GRADIENT -> primitives.inputGradient();
            case FILTER_GRADIENT, BIAS_GRADIENT -> primitives.parameterGradients();
          };
      long start = System.nanoTime();
      primitive.load();
      primitive.run();
      primitive.unload();
      double millis = (System.nanoTime() - start) / 1e6;
      primitive.readBack();
      String algorithm = primitive.implementation() + (primitive.reorders() ? ", reorder" : "");
      for (ConvDirection computed : together(direction)) {
        answers.put(computed, new Answer.Computed(primitives.read(computed), algorithm, millis));
      }
    }
    return answers.get(direction);
  }

  @Override
  public Operands operands() {
    return primitives.operands();
  }

  /** The bias gradient comes with the filter gradient. */
  @Override
  public Set<ConvDirection> together(ConvDirection direction) {
    boolean parameters =
        direction == ConvDirection.FILTER_GRADIENT || direction == ConvDirection.BIAS_GRADIENT;
    return parameters && problem.bias()
        ? EnumSet.of(ConvDirection.FILTER_GRADIENT, ConvDirection.BIAS_GRADIENT)
        : EnumSet.of(direction);
  }

  @Override
  public Repeatable repeatable(Computation computation) {
    return switch (computation) {
      case FORWARD -> call(List.of(primitives.forward()));
      case INPUT_GRADIENT -> call(List.of(primitives.inputGradient()));
      case FILTER_GRADIENT -> call(List.of(primitives.filterGradient()));
      case BACKWARD -> call(List.of(primitives.inputGradient(), primitives.parameterGradients()));
      case BIAS_GRADIENT ->
          new Repeatable.Declined(
              "oneDNN computes the bias gradient only with the filter gradient");
    };
  }

  /** The primitives alone, on operands and to results in the layouts that they want. */
  private Repeatable call(List<Primitive> chain) {
    chain.forEach(Primitive::load);
    return new Repeatable.Call() {
      @Override
      public String algorithm() {
        return chain.stream()
            .map(Primitive::implementation)
            .distinct()
            .collect(Collectors.joining(", "));
      }

      @Override
      public void run() {
        chain.forEach(Primitive::run);
      }

      @Override
      public Tensor result(ConvDirection direction) {
        chain.forEach(Primitive::unload);
        return primitives.read(direction);
      }

      @Override
      public void discard() {}
    };
  }

  @Override
  public void close() {
    memory.close();
  }
}
