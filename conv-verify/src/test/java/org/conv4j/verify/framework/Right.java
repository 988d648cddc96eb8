package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.reference.DirectReference;

/** What the reference says, and whether an answer equals it. */
final class Right {

  private Right() {}

  static Tensor answer(ConvProblem problem, Operands operands, ConvDirection direction) {
    DirectReference reference = new DirectReference(problem);
    return switch (direction) {
      case FORWARD -> reference.forward(operands.input(), operands.filter(), operands.bias());
      case INPUT_GRADIENT -> reference.inputGradient(operands.filter(), operands.outputGradient());
      case FILTER_GRADIENT -> reference.filterGradient(operands.input(), operands.outputGradient());
      case BIAS_GRADIENT -> reference.biasGradient(operands.outputGradient());
    };
  }

  static void assertRight(
      ConvProblem problem, Operands operands, ConvDirection direction, Answer answer) {
    String what = problem + ", " + direction.id();
    Answer.Computed computed =
        assertInstanceOf(Answer.Computed.class, answer, () -> what + ": " + answer);
    Tensor expected = answer(problem, operands, direction);
    assertArrayEquals(expected.shape(), computed.value().shape(), what);
    assertArrayEquals(expected.values(), computed.value().values(), 0.0, what);
  }
}
