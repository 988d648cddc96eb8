package org.conv4j.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FalseAlarmTest {

  /** Multiply-adds of one direction: many small cases, not few large ones. */
  private static final long FEW_PRODUCTS = 2_000;

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

  @Test
  void none_in_ten_thousand_small_cases_is_accused() {
    assertEquals(10_000, acquitted(10_000, 21));
  }

  @Test
  @Tag("exhaustive")
  void none_in_a_hundred_thousand_small_cases_is_accused() {
    assertEquals(100_000, acquitted(100_000, 22));
  }

  /** Cases of random problems, by turns in every tier and every order of summation. */
  private static int acquitted(int cases, long seed) {
    ProblemGenerator.Options standard = ProblemGenerator.Options.standard();
    ProblemGenerator generator =
        new ProblemGenerator(
            new ProblemGenerator.Options(
                standard.batch(),
                standard.channels(),
                standard.size(),
                standard.minKernel(),
                standard.kernel(),
                standard.stride(),
                standard.dilation(),
                FEW_PRODUCTS,
                standard.grouped(),
                0.05,
                0,
                standard.layouts(),
                standard.filterLayouts()));
    HonestFloat32.Order[] orders = HonestFloat32.Order.values();
    Tier[] tiers = Tier.values();
    int acquitted = 0;
    for (int number = 0; acquitted < cases; number++) {
      ConvProblem problem = generator.problem(seed, number / (orders.length * tiers.length));
      acquit(
          new ConvCase(problem, tiers[number / orders.length % tiers.length], number),
          orders[number % orders.length]);
      acquitted++;
    }
    return acquitted;
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
