package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.check.Directions;
import org.conv4j.check.Operands;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.AssertionFailedError;

/**
 * {@code Nd4j.exec} of {@code conv2d} and {@code conv2d_bp} in a JVM with conv-nd4j, which a
 * property may switch off. Operands are integers: right is equal to the reference.
 */
@DisplayName("Where ND4J's ops are wrong or refuse,")
class OpDoorOnOneDnnTest {

  private static final String WITHOUT_DOORS = "-Dconv4j.enabled=false";
  private static final ConvProblem DILATED = ConvProblem.parse("n2_c3h9w8_k4r3s2_dh2dw3_hwio");
  private static final ConvProblem STRIDE_BEYOND_KERNEL =
      ConvProblem.parse("n1_c1h6w6_k1r1s1_sh3sw3_same_hwio_nobias");

  @ParameterizedTest(name = "the op door is right, output and gradients, on the jar of {0}")
  @ValueSource(strings = {"conv-nd4j", "conv-nd4j-onednn"})
  void theDoorIsRight(String framework) {
    try (FrameworkSession session = ops(framework)) {
      for (ConvProblem problem : List.of(DILATED, STRIDE_BEYOND_KERNEL)) {
        answers(session, problem)
            .forEach((direction, answer) -> assertRight(problem, direction, answer));
      }
    }
  }

  @Test
  @DisplayName("dilation is refused without the door, output and gradients, on the jar with oneDNN")
  void withoutTheDoorDilationIsRefused() {
    try (FrameworkSession session = ops("conv-nd4j-onednn", WITHOUT_DOORS)) {
      Map<ConvDirection, Answer> answers = answers(session, DILATED);
      assertEquals(EnumSet.allOf(ConvDirection.class), answers.keySet());
      answers
          .values()
          .forEach(answer -> assertInstanceOf(Answer.Failed.class, answer, answer::toString));
    }
  }

  @ParameterizedTest(name = "a stride beyond the kernel is wrong without it on the jar of {0}")
  @ValueSource(strings = {"conv-nd4j", "conv-nd4j-onednn"})
  @Tag("exhaustive")
  void withoutTheDoorStridesAreWrong(String framework) {
    try (FrameworkSession session = ops(framework, WITHOUT_DOORS)) {
      Answer forward = answers(session, STRIDE_BEYOND_KERNEL).get(ConvDirection.FORWARD);
      assertThrows(
          AssertionFailedError.class,
          () -> assertRight(STRIDE_BEYOND_KERNEL, ConvDirection.FORWARD, forward));
    }
  }

  /** ND4J's ops in a JVM with all that {@code framework} has. */
  private static FrameworkSession ops(String framework, String... flags) {
    FrameworkOptions options = FrameworkOptions.defaults();
    ChildCommand command =
        JvmChild.of(
            JvmChild.classPath(Frameworks.find(framework), options),
            List.of(flags),
            Frameworks.find("nd4j").mainClass(),
            List.of(),
            options);
    return new ChildSession("ops on the jar of " + framework, command, options, info -> {});
  }

  private static Map<ConvDirection, Answer> answers(FrameworkSession session, ConvProblem problem) {
    Operands operands = Integers.of(problem);
    return session.run(problem, operands, EnumSet.copyOf(Directions.of(problem)));
  }

  private static void assertRight(ConvProblem problem, ConvDirection direction, Answer answer) {
    Right.assertRight(problem, Integers.of(problem), direction, answer);
  }
}
