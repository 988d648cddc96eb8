package org.conv4j.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.reference.DirectReference;
import org.conv4j.reference.ReferenceConvolution;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReferenceJudgeTest {

  private static final ConvProblem PROBLEM =
      ConvProblem.parse("n2_c4h7w8_k6r3s2_g2_sh2sw1_pt1pb0pl1pr2_nhwc_hwio");

  @ParameterizedTest
  @CsvSource({"INTEGER, EXACT", "REAL, PASS", "SPECIAL, PASS"})
  void the_reference_is_right_where_all_agree(Tier tier, Verdict verdict) {
    for (ConvProblem problem : new ConvProblem[] {PROBLEM, ConvProblem.parse(PROBLEM + "_f64")}) {
      Judge judge = Judge.of(new ConvCase(problem, tier, 1));
      for (ConvDirection direction : ConvDirection.values()) {
        Tensor result =
            Directions.compute(new DirectReference(problem), direction, judge.operands());
        Judgement judgement = new ReferenceJudge(judge).judge(direction, result);
        assertEquals(verdict, judgement.verdict(), judgement.toString());
      }
    }
  }

  @Test
  void a_wrong_result_of_the_reference_fails_like_anyone_s() {
    Judge judge = Judge.of(new ConvCase(PROBLEM, Tier.INTEGER, 1));
    Tensor result = judge.expected(ConvDirection.FORWARD).copy();
    result.values()[3]++;
    assertEquals(
        Verdict.FAIL, new ReferenceJudge(judge).judge(ConvDirection.FORWARD, result).verdict());
  }

  @ParameterizedTest
  @EnumSource(ConvDirection.class)
  void a_mirrored_form_that_disagrees_makes_the_reference_mistrusted(ConvDirection direction) {
    for (Tier tier : EnumSet.of(Tier.INTEGER, Tier.REAL)) {
      Judge judge = Judge.of(new ConvCase(PROBLEM, tier, 1));
      ReferenceJudge referenceJudge =
          new ReferenceJudge(judge, new Doubling(EnumSet.of(direction)));
      Judgement judgement = referenceJudge.judge(direction, judge.expected(direction));
      assertEquals(Verdict.MISTRUSTED, judgement.verdict());
      assertTrue(
          judgement.reason().startsWith("direct loops and the mirrored form disagree: at ["),
          judgement.reason());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ConvDirection.class,
      names = {"INPUT_GRADIENT", "FILTER_GRADIENT", "BIAS_GRADIENT"})
  void differences_of_the_forward_direction_that_disagree_make_it_mistrusted(
      ConvDirection direction) {
    Judge judge = Judge.of(new ConvCase(PROBLEM, Tier.INTEGER, 1));
    ReferenceJudge referenceJudge =
        new ReferenceJudge(judge, new Doubling(EnumSet.of(ConvDirection.FORWARD)));
    Judgement judgement = referenceJudge.judge(direction, judge.expected(direction));
    assertEquals(Verdict.MISTRUSTED, judgement.verdict());
    assertTrue(
        judgement.reason().startsWith("finite differences disagree: " + direction.id()),
        judgement.reason());
  }

  /** Doubles every result of some directions. */
  private static final class Doubling extends ReferenceConvolution {
    private final Set<ConvDirection> wrong;
    private final DirectReference right = new DirectReference(PROBLEM);

    Doubling(Set<ConvDirection> wrong) {
      super(PROBLEM);
      this.wrong = wrong;
    }

    private void spoil(ConvDirection direction, Tensor result) {
      if (wrong.contains(direction)) {
        Arrays.setAll(result.values(), i -> 2 * result.values()[i]);
      }
    }

    @Override
    protected void computeForward(Tensor input, Tensor filter, Tensor bias, Tensor output) {
      right.forwardInto(input, filter, bias, output);
      spoil(ConvDirection.FORWARD, output);
    }

    @Override
    protected void computeInputGradient(
        Tensor filter, Tensor outputGradient, Tensor inputGradient) {
      right.inputGradientInto(filter, outputGradient, inputGradient);
      spoil(ConvDirection.INPUT_GRADIENT, inputGradient);
    }

    @Override
    protected void computeFilterGradient(
        Tensor input, Tensor outputGradient, Tensor filterGradient) {
      right.filterGradientInto(input, outputGradient, filterGradient);
      spoil(ConvDirection.FILTER_GRADIENT, filterGradient);
    }

    @Override
    protected void computeBiasGradient(Tensor outputGradient, Tensor biasGradient) {
      right.biasGradientInto(outputGradient, biasGradient);
      spoil(ConvDirection.BIAS_GRADIENT, biasGradient);
    }
  }
}
