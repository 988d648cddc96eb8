package org.conv4j.check;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FalseAlarmTest {

  @ParameterizedTest
  @EnumSource(HonestFloat32.Order.class)
  void no_honest_order_of_summation_is_accused(HonestFloat32.Order order) {
    ProblemGenerator generator =
        new ProblemGenerator(ProblemGenerator.Options.standard().shares(0.05, 0));
    for (int number = 0; number < 80; number++) {
      ConvProblem problem = generator.problem(11, number);
      for (Tier tier : Tier.values()) {
        acquit(new ConvCase(problem, tier, number), order);
      }
    }
  }

  /** Positive data and one long running sum: where rounding errors grow fastest. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "n1_c512h3w3_k2r3s3/real/3",
        "n1_c512h3w3_k2r3s3/real/9",
        "n8_c1h40w40_k1r3s3/real/2",
        "n8_c1h40w40_k1r3s3/real/4"
      })
  void long_sums_are_not_accused(String id) {
    for (HonestFloat32.Order order : HonestFloat32.Order.values()) {
      acquit(ConvCase.parse(id), order);
    }
  }

  private static void acquit(ConvCase convCase, HonestFloat32.Order order) {
    Judge judge = Judge.of(convCase);
    for (ConvDirection direction : Directions.of(convCase.problem())) {
      Judgement judgement =
          judge.judge(
              direction,
              HonestFloat32.compute(convCase.problem(), direction, judge.operands(), order));
      assertTrue(
          judgement.verdict().right() || judgement.verdict() == Verdict.MISTRUSTED,
          () -> convCase.id() + " " + direction.id() + " " + order + ": " + judgement);
    }
  }
}
