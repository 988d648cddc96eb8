package org.conv4j.verify.framework;

import java.util.List;
import java.util.Map;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Tensor;

/** A running framework as something that executes ops of ND4J. */
public interface Ops {

  /**
   * A call.
   *
   * @param op name of the op
   * @param arguments the op's integers
   * @param inputs of the op, in its order; values of {@code type}
   * @param type of all arrays
   * @param convolutions in it
   */
  record Call(
      String op,
      List<Long> arguments,
      List<Tensor> inputs,
      ElementType type,
      List<ConvProblem> convolutions) {
    /** Copies the lists. */
    public Call {
      arguments = List.copyOf(arguments);
      inputs = List.copyOf(inputs);
      convolutions = List.copyOf(convolutions);
    }
  }

  /**
   * What came of a call.
   *
   * @param results of the op, in its order; float32 widened
   * @param changed places of inputs that the op did not leave as they were
   * @param algorithms of each convolution in it, by direction; none where ND4J computed it
   * @param millis time of the call
   */
  record Executed(
      List<Tensor> results,
      List<Integer> changed,
      List<Map<String, String>> algorithms,
      double millis) {}

  /** What came of a request. */
  sealed interface Outcome {}

  /** The op was executed. */
  record Done(Executed executed) implements Outcome {}

  /**
   * It was not.
   *
   * @param answer why: {@link Answer.Declined}, {@link Answer.Failed}, {@link Answer.Crashed} or
   *     {@link Answer.Hung}
   */
  record Not(Answer answer) implements Outcome {}

  /** Executes an op. */
  Outcome execute(Call call);
}
