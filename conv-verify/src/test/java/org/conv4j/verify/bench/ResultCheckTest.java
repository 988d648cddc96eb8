package org.conv4j.verify.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Directions;
import org.conv4j.check.OperandGenerator;
import org.conv4j.check.Tier;
import org.conv4j.reference.DirectReference;
import org.conv4j.verify.framework.ChannelSums;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ResultCheckTest {

  static Stream<ConvCase> cases() {
    return Stream.of(
            "n2_c3h7w6_k5r3s2",
            "n1_c70h5w5_k130r3s3_same_nobias",
            "n2_c6h7w6_k9r3s2_g3_sh2sw1",
            "n1_c5h6w6_k5r3s3_g5_pt1pb1pl1pr1",
            "n2_c5h6w7_k4r2s3_nhwc_hwio",
            "n1_c5h6w7_k4r2s3_nhwc_ohwi_f64")
        .map(notation -> new ConvCase(ConvProblem.parse(notation), Tier.REAL, 3));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void accepts_right_results(ConvCase convCase) {
    ResultCheck check = check(convCase);
    for (ConvDirection direction : Directions.of(convCase.problem())) {
      assertEquals(
          Optional.empty(),
          check.objection(direction, sums(convCase, direction, right(convCase, direction))));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void finds_a_single_wrong_element(ConvCase convCase) {
    ResultCheck check = check(convCase);
    for (ConvDirection direction : Directions.of(convCase.problem())) {
      Tensor wrong = right(convCase, direction);
      wrong.values()[wrong.size() - 1] = wrong.values()[wrong.size() - 1] * 1.01 + 0.01;
      assertTrue(
          check.objection(direction, sums(convCase, direction, wrong)).isPresent(), direction.id());
    }
  }

  @Test
  void finds_two_channels_in_each_others_place() {
    ConvCase convCase = new ConvCase(ConvProblem.parse("n1_c2h4w4_k64r1s1"), Tier.REAL, 1);
    Tensor swapped = right(convCase, ConvDirection.FORWARD);
    for (int i = 0; i < 16; i++) {
      double kept = swapped.values()[i];
      swapped.values()[i] = swapped.values()[16 + i];
      swapped.values()[16 + i] = kept;
    }
    assertTrue(
        check(convCase)
            .objection(ConvDirection.FORWARD, sums(convCase, ConvDirection.FORWARD, swapped))
            .orElseThrow()
            .startsWith("the output is wrong"));
  }

  @Test
  void finds_not_a_number() {
    ConvCase convCase = new ConvCase(ConvProblem.parse("n1_c2h4w4_k3r1s1"), Tier.REAL, 1);
    Tensor wrong = right(convCase, ConvDirection.FORWARD);
    wrong.values()[7] = Double.NaN;
    assertTrue(
        check(convCase)
            .objection(ConvDirection.FORWARD, sums(convCase, ConvDirection.FORWARD, wrong))
            .isPresent());
  }

  @Test
  void finds_another_shape() {
    ConvCase convCase = new ConvCase(ConvProblem.parse("n1_c2h4w4_k3r1s1"), Tier.REAL, 1);
    assertTrue(
        check(convCase)
            .objection(ConvDirection.FORWARD, Tensor.zeros(1, 1, 4, 5))
            .orElseThrow()
            .contains("shape"));
  }

  private static Tensor right(ConvCase convCase, ConvDirection direction) {
    Tensor result =
        Directions.compute(
            new DirectReference(convCase.problem()),
            direction,
            OperandGenerator.generate(convCase));
    double[] values = result.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = convCase.problem().elementType().round(values[i]);
    }
    return result;
  }

  private static Tensor sums(ConvCase convCase, ConvDirection direction, Tensor result) {
    return new ChannelSums(convCase.problem(), direction).of(result);
  }

  private static ResultCheck check(ConvCase convCase) {
    return new ResultCheck(convCase, Directions.of(convCase.problem()), Runnable::run);
  }
}
