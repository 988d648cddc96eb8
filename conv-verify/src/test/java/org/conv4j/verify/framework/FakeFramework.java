package org.conv4j.verify.framework;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.reference.DirectReference;

/** A framework in this process: right, unless a subclass answers otherwise. */
public class FakeFramework implements FrameworkSession {

  private final String id;
  private final AtomicInteger closed = new AtomicInteger();

  /** A framework of that id. */
  public FakeFramework(String id) {
    this.id = id;
  }

  @Override
  public FrameworkInfo info() {
    return new FrameworkInfo(id, "fake " + id, "1.0", List.of(), 1, null, null);
  }

  @Override
  public Map<ConvDirection, Answer> run(
      ConvProblem problem, Operands operands, Set<ConvDirection> directions) {
    Map<ConvDirection, Answer> answers = new EnumMap<>(ConvDirection.class);
    for (ConvDirection direction : directions) {
      answers.put(direction, answer(problem, operands, direction));
    }
    return answers;
  }

  /** What it says of one direction. */
  protected Answer answer(ConvProblem problem, Operands operands, ConvDirection direction) {
    return new Answer.Computed(compute(problem, operands, direction), "loops", 0.5);
  }

  /** The right result, rounded to the problem's type. */
  protected static Tensor compute(ConvProblem problem, Operands operands, ConvDirection direction) {
    DirectReference reference = new DirectReference(problem);
    Tensor result =
        switch (direction) {
          case FORWARD -> reference.forward(operands.input(), operands.filter(), operands.bias());
          case INPUT_GRADIENT ->
              reference.inputGradient(operands.filter(), operands.outputGradient());
          case FILTER_GRADIENT ->
              reference.filterGradient(operands.input(), operands.outputGradient());
          case BIAS_GRADIENT -> reference.biasGradient(operands.outputGradient());
        };
    double[] values = result.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = problem.elementType().round(values[i]);
    }
    return result;
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }

  /** How often it was closed. */
  public int timesClosed() {
    return closed.get();
  }
}
