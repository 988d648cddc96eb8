package org.conv4j.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TransformJudgeTest {

  private static final String PROBLEM = "n1_c24h12w12_k8r3s3_nobias";

  private static Verdict verdict(String id, int tile, Gauge kind) {
    ConvCase convCase = ConvCase.parse(id);
    Judge judge = Judge.of(convCase);
    Tensor output = Winograd32.forward(convCase.problem(), judge.operands(), tile);
    return judge.judge(ConvDirection.FORWARD, output, kind).verdict();
  }

  @Test
  void two_by_two_is_exact_on_integers() {
    assertEquals(Verdict.EXACT, verdict(PROBLEM + "/integer/1", 2, Gauge.WINOGRAD2));
    assertEquals(Verdict.EXACT, verdict(PROBLEM + "/integer/1", 2, Gauge.DIRECT));
  }

  @Test
  void four_by_four_is_not_and_is_judged_by_its_own_bound() {
    assertEquals(Verdict.FAIL, verdict(PROBLEM + "/integer/1", 4, Gauge.DIRECT));
    assertEquals(Verdict.PASS, verdict(PROBLEM + "/integer/1", 4, Gauge.WINOGRAD4));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void honest_transforms_of_reals_pass(int tile) {
    for (int seed = 1; seed < 20; seed++) {
      assertEquals(
          Verdict.PASS,
          verdict(PROBLEM + "/real/" + seed, tile, tile == 2 ? Gauge.WINOGRAD2 : Gauge.WINOGRAD4));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void one_wrong_element_fails_however_wide_the_bound(int tile) {
    ConvCase convCase = ConvCase.parse(PROBLEM + "/real/1");
    Judge judge = Judge.of(convCase);
    Tensor output = Winograd32.forward(convCase.problem(), judge.operands(), tile);
    output.set(output.get(0, 3, 4, 5) + 0.01, 0, 3, 4, 5);
    Judgement judgement =
        judge.judge(ConvDirection.FORWARD, output, tile == 2 ? Gauge.WINOGRAD2 : Gauge.WINOGRAD4);
    assertEquals(Verdict.FAIL, judgement.verdict());
    assertEquals("[0, 3, 4, 5]", java.util.Arrays.toString(judgement.index()));
  }

  @Test
  void a_nan_may_spread_over_its_tile_and_no_further() {
    ConvProblem problem = ConvProblem.parse("n1_c1h8w8_k1r3s3_pt1pb1pl1pr1_nobias");
    Operands operands = OperandGenerator.generate(new ConvCase(problem, Tier.REAL, 1));
    operands.input().set(Double.NaN, 0, 0, 0, 0);
    Judge judge = new Judge(problem, Tier.SPECIAL, operands);
    Tensor spread = judge.expected(ConvDirection.FORWARD).copy();
    assertTrue(Double.isNaN(spread.get(0, 0, 1, 1)) && !Double.isNaN(spread.get(0, 0, 2, 2)));
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 4; column++) {
        spread.set(Double.NaN, 0, 0, row, column);
      }
    }
    assertEquals(Verdict.PASS, verdict(judge, spread, Gauge.WINOGRAD4));
    assertEquals(Verdict.FAIL, verdict(judge, spread, Gauge.WINOGRAD2));
    assertEquals(Verdict.FAIL, verdict(judge, spread, Gauge.DIRECT));
    spread.set(Double.NaN, 0, 0, 4, 0);
    assertEquals(Verdict.FAIL, verdict(judge, spread, Gauge.WINOGRAD4));
  }

  private static Verdict verdict(Judge judge, Tensor output, Gauge kind) {
    return judge.judge(ConvDirection.FORWARD, output, kind).verdict();
  }
}
