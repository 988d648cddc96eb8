package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Directions;
import org.conv4j.check.Judge;
import org.conv4j.check.Judgement;
import org.conv4j.check.Operands;
import org.conv4j.check.Tier;
import org.conv4j.verify.cases.Suites;
import org.conv4j.verify.report.ProblemTrait;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The known difference {@code tensorflow-subnormals} explains what it covers, and no more. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FlushedSubnormalsTest {

  /** What TensorFlow gets wrong for other reasons. */
  private static final List<ProblemTrait> OTHERWISE_WRONG =
      List.of(ProblemTrait.EMPTY_OUTPUT, ProblemTrait.ONE_COLUMN);

  @Tag("exhaustive")
  @Test
  void TensorFlow_is_right_on_special_values_once_subnormal_numbers_are_zero() {
    List<ConvCase> cases =
        Suites.named("full", 1, 1).cases().stream()
            .filter(each -> each.tier() == Tier.SPECIAL)
            .filter(each -> OTHERWISE_WRONG.stream().noneMatch(why -> why.of(each.problem())))
            .toList();
    int[] wrongOtherwise = new int[ElementType.values().length];
    List<String> unexplained = new ArrayList<>();
    try (FrameworkSession session = Frameworks.open("tensorflow", FrameworkOptions.defaults())) {
      for (ConvCase each : cases) {
        Judge judge = Judge.of(each);
        Judge flushing =
            new Judge(each.problem(), each.tier(), flushed(judge.operands(), each.problem()));
        answers(session, each.problem(), judge.operands())
            .forEach(
                (direction, answer) -> {
                  if (answer instanceof Answer.Computed computed) {
                    Judgement judgement = flushing.judge(direction, computed.value());
                    if (!judgement.verdict().right()) {
                      unexplained.add(each.id() + " " + direction.id() + ": " + judgement);
                    }
                    if (!judge.judge(direction, computed.value()).verdict().right()) {
                      wrongOtherwise[each.problem().elementType().ordinal()]++;
                    }
                  }
                });
      }
    }
    assertEquals(List.of(), unexplained);
    for (ElementType type : ElementType.values()) {
      assertTrue(wrongOtherwise[type.ordinal()] > 0, "nothing to explain in " + type);
    }
  }

  private static Map<ConvDirection, Answer> answers(
      FrameworkSession session, ConvProblem problem, Operands operands) {
    return session.run(problem, operands, EnumSet.copyOf(Directions.of(problem)));
  }

  private static Operands flushed(Operands operands, ConvProblem problem) {
    double normal =
        problem.elementType() == ElementType.FLOAT32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    return new Operands(
        flushed(operands.input(), normal),
        flushed(operands.filter(), normal),
        operands.bias() == null ? null : flushed(operands.bias(), normal),
        flushed(operands.outputGradient(), normal));
  }

  private static Tensor flushed(Tensor tensor, double normal) {
    Tensor flushed = tensor.copy();
    double[] values = flushed.values();
    for (int i = 0; i < values.length; i++) {
      if (Math.abs(values[i]) < normal) {
        values[i] = Math.copySign(0, values[i]);
      }
    }
    return flushed;
  }
}
