package org.conv4j.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GaugeTest {

  private static final List<Gauge> TRANSFORMS = List.of(Gauge.WINOGRAD2, Gauge.WINOGRAD4);

  @Test
  void the_direct_gauge_adds_absolute_values() {
    ConvProblem problem = ConvProblem.parse("n1_c2h1w1_k1r1s1");
    Operands operands =
        new Operands(
            Tensor.of(new double[] {-3, 4}, 1, 2, 1, 1),
            Tensor.of(new double[] {5, -6}, 1, 2, 1, 1),
            Tensor.of(new double[] {-7}, 1),
            Tensor.of(new double[] {-2}, 1, 1, 1, 1));
    assertEquals(46, Gauge.DIRECT.of(problem, operands, ConvDirection.FORWARD).values()[0]);
    assertEquals(10, Gauge.DIRECT.of(problem, operands, ConvDirection.INPUT_GRADIENT).values()[0]);
    assertEquals(8, Gauge.DIRECT.of(problem, operands, ConvDirection.FILTER_GRADIENT).values()[1]);
    assertEquals(2, Gauge.DIRECT.of(problem, operands, ConvDirection.BIAS_GRADIENT).values()[0]);
  }

  @Test
  void what_is_not_finite_has_no_part_in_a_gauge() {
    ConvProblem problem = ConvProblem.parse("n1_c3h1w1_k1r1s1_nobias");
    Operands operands =
        new Operands(
            Tensor.of(new double[] {Double.NaN, Double.NEGATIVE_INFINITY, 2}, 1, 3, 1, 1),
            Tensor.of(new double[] {1, 1, 1}, 1, 3, 1, 1),
            null,
            Tensor.zeros(1, 1, 1, 1));
    assertEquals(2, Gauge.DIRECT.of(problem, operands, ConvDirection.FORWARD).values()[0]);
  }

  /** One tap of 1 in a plane of 1: the gauge is the product of the transforms' absolute sums. */
  @Test
  void a_transform_gauge_is_the_formula_for_a_single_tile() {
    ConvProblem problem = ConvProblem.parse("n1_c1h4w4_k1r3s3_nobias");
    Tensor input = Tensor.zeros(1, 1, 4, 4);
    Arrays.fill(input.values(), -1);
    Tensor filter = Tensor.zeros(1, 1, 3, 3);
    filter.values()[4] = 1;
    Operands operands = new Operands(input, filter, null, Tensor.zeros(1, 1, 2, 2));
    Tensor gauge = Gauge.WINOGRAD2.of(problem, operands, ConvDirection.FORWARD);
    // abs(B)T 1 abs(B) is 4 everywhere; abs(G) w abs(G)T is 1/4 in its middle 2 x 2, else 0;
    // abs(A)T sums two middle rows: (4 * 1/4) * 2 * 2.
    assertEquals(4, gauge.get(0, 0, 0, 0));
    assertEquals(4, gauge.get(0, 0, 1, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n1_c1h4w4_k1r3s3_nobias",
        "n2_c3h9w7_k4r3s3_pt1pb1pl1pr1",
        "n2_c4h6w11_k6r3s3_g2_same_nhwc_hwio",
        "n1_c4h8w5_k4r3s3_g4_pt0pb2pl3pr1_ohwi",
        "n2_c3h9w7_k4r3s3_sh2sw2_pt1pb1pl1pr1",
        "n1_c4h10w8_k6r3s3_sh2sw2_same_nhwc_hwio",
        "n1_c2h8w12_k4r3s3_g2_sh2sw2_pt2pb0pl3pr1_ohwi"
      })
  void a_transform_adds_at_least_what_a_direct_sum_adds(String notation) {
    ConvProblem problem = ConvProblem.parse(notation);
    Operands operands = OperandGenerator.generate(new ConvCase(problem, Tier.REAL, 1));
    for (ConvDirection direction : Directions.of(problem)) {
      double[] direct = Gauge.DIRECT.of(problem, operands, direction).values();
      for (Gauge transform : TRANSFORMS) {
        if (!transform.applies(problem)) {
          continue;
        }
        double[] gauge = transform.of(problem, operands, direction).values();
        for (int i = 0; i < direct.length; i++) {
          assertTrue(
              gauge[i] >= direct[i] * (1 - 1e-12),
              transform + " " + direction + " " + i + ": " + gauge[i] + " < " + direct[i]);
          assertTrue(gauge[i] <= 1000 * Arrays.stream(direct).max().orElseThrow());
        }
      }
    }
  }

  /** Outer taps meet a difference, the middle tap its input alone. */
  @Test
  void the_gauge_of_a_stride_is_the_formula_for_a_single_tile() {
    ConvProblem problem = ConvProblem.parse("n1_c1h5w5_k1r3s3_sh2sw2_nobias");
    Tensor input = Tensor.zeros(1, 1, 5, 5);
    Arrays.fill(input.values(), -1);
    Tensor filter = Tensor.zeros(1, 1, 3, 3);
    filter.values()[0] = 1;
    filter.values()[4] = 10;
    Operands operands = new Operands(input, filter, null, Tensor.zeros(1, 1, 2, 2));
    Tensor gauge = Gauge.WINOGRAD2.of(problem, operands, ConvDirection.FORWARD);
    // Of an outer tap 1 along each axis: 2 * 1 for |d0| + |d2| and 1 * 1 for d2 at the first
    // output,
    // 1 * 1 for d2 at the second.
    assertEquals(3 * 3 + 10, gauge.get(0, 0, 0, 0));
    assertEquals(3 * 1 + 10, gauge.get(0, 0, 0, 1));
    assertEquals(1 * 1 + 10, gauge.get(0, 0, 1, 1));
  }

  @Test
  void blocks_of_a_stride_are_larger_in_the_input_gradient() {
    ConvProblem problem = ConvProblem.parse("n1_c1h9w9_k1r3s3_sh2sw2");
    assertEquals(2, Gauge.WINOGRAD2.tile(problem, ConvDirection.FORWARD));
    assertEquals(4, Gauge.WINOGRAD2.tile(problem, ConvDirection.INPUT_GRADIENT));
    assertEquals(3, Gauge.WINOGRAD2.tile(problem, ConvDirection.FILTER_GRADIENT));
    assertEquals(1, Gauge.WINOGRAD2.tile(problem, ConvDirection.BIAS_GRADIENT));
    assertEquals(1, Gauge.DIRECT.tile(problem, ConvDirection.INPUT_GRADIENT));
  }

  @Test
  void only_two_by_two_exists_for_a_stride_of_two() {
    ConvProblem problem = ConvProblem.parse("n1_c1h9w9_k1r3s3_sh2sw2");
    assertTrue(Gauge.WINOGRAD2.applies(problem));
    assertFalse(Gauge.WINOGRAD4.applies(problem));
  }

  @Test
  void layouts_do_not_change_a_gauge() {
    for (Gauge gauge : Gauge.values()) {
      Operands one = OperandGenerator.generate(ConvCase.parse("n1_c2h5w6_k3r3s3_same/real/1"));
      Operands other =
          OperandGenerator.generate(ConvCase.parse("n1_c2h5w6_k3r3s3_same_nhwc_hwio/real/1"));
      assertEquals(
          gauge
              .of(ConvProblem.parse("n1_c2h5w6_k3r3s3_same"), one, ConvDirection.INPUT_GRADIENT)
              .get(0, 1, 4, 5),
          gauge
              .of(
                  ConvProblem.parse("n1_c2h5w6_k3r3s3_same_nhwc_hwio"),
                  other,
                  ConvDirection.INPUT_GRADIENT)
              .get(0, 4, 5, 1),
          1e-12);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"n1_c1h9w9_k1r3s2", "n1_c1h9w9_k1r3s3_sh2sw1", "n1_c1h9w9_k1r3s3_dh1dw2"})
  void a_transform_needs_three_by_three_a_square_stride_and_no_dilation(String notation) {
    ConvProblem problem = ConvProblem.parse(notation);
    Operands operands = OperandGenerator.generate(new ConvCase(problem, Tier.REAL, 1));
    for (Gauge transform : TRANSFORMS) {
      assertFalse(transform.applies(problem));
      assertThrows(
          IllegalArgumentException.class,
          () -> transform.of(problem, operands, ConvDirection.FORWARD));
    }
    assertTrue(Gauge.DIRECT.applies(problem));
  }

  @Test
  void algorithms_are_known_by_the_names_they_report() {
    assertEquals(Gauge.WINOGRAD2, Gauge.ofAlgorithm("winograd2"));
    assertEquals(Gauge.WINOGRAD4, Gauge.ofAlgorithm("winograd4"));
    assertEquals(Gauge.DIRECT, Gauge.ofAlgorithm("shifted"));
    assertEquals(Gauge.DIRECT, Gauge.ofAlgorithm(null));
  }
}
