package org.conv4j.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OperandGeneratorTest {

  @Test
  void the_same_case_has_the_same_data_for_ever() {
    Operands operands = OperandGenerator.generate(ConvCase.parse("n1_c1h2w3_k1r2s2/integer/7"));
    assertArrayEquals(new double[] {-12, 9, -7, 16, 14, 13}, operands.input().values());
  }

  @ParameterizedTest
  @EnumSource(Tier.class)
  void another_seed_gives_other_data(Tier tier) {
    ConvProblem problem = ConvProblem.parse("n1_c2h5w5_k2r3s3");
    Operands one = OperandGenerator.generate(new ConvCase(problem, tier, 1));
    Operands other = OperandGenerator.generate(new ConvCase(problem, tier, 2));
    assertTrue(!Arrays.equals(one.input().values(), other.input().values()));
    assertTrue(!Arrays.equals(one.filter().values(), other.filter().values()));
    assertTrue(!Arrays.equals(one.bias().values(), other.bias().values()));
    assertTrue(!Arrays.equals(one.outputGradient().values(), other.outputGradient().values()));
  }

  @ParameterizedTest
  @EnumSource(Tier.class)
  void layouts_do_not_change_which_number_stands_where(Tier tier) {
    Operands first =
        OperandGenerator.generate(new ConvCase(ConvProblem.parse("n2_c3h5w4_k2r3s2"), tier, 5));
    Operands second =
        OperandGenerator.generate(
            new ConvCase(ConvProblem.parse("n2_c3h5w4_k2r3s2_nhwc_hwio"), tier, 5));
    assertEquals(first.input().get(1, 2, 4, 3), second.input().get(1, 4, 3, 2));
    assertEquals(first.filter().get(1, 2, 0, 1), second.filter().get(0, 1, 2, 1));
    assertEquals(first.outputGradient().get(1, 0, 2, 1), second.outputGradient().get(1, 2, 1, 0));
  }

  @ParameterizedTest
  @EnumSource(Tier.class)
  void every_value_is_representable_in_the_element_type(Tier tier) {
    Operands operands =
        OperandGenerator.generate(new ConvCase(ConvProblem.parse("n2_c5h9w9_k4r3s3"), tier, 3));
    for (Tensor tensor :
        new Tensor[] {
          operands.input(), operands.filter(), operands.bias(), operands.outputGradient()
        }) {
      for (double value : tensor.values()) {
        assertEquals(value, ElementType.FLOAT32.round(value));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n1_c1h1w1_k1r1s1",
        "n2_c17h9w9_k9r3s3_same",
        "n1_c512h4w4_k8r3s3_same",
        "n8_c2h64w64_k2r3s3_same",
        "n64_c1h64w64_k1r1s1",
        "n2_c17h9w9_k9r3s3_same_f64",
        "n64_c1h64w64_k1r1s1_f64"
      })
  void integer_sums_are_exact_in_every_direction_and_results_are_not_mostly_zero(String notation) {
    Judge judge = Judge.of(new ConvCase(ConvProblem.parse(notation), Tier.INTEGER, 1));
    for (ConvDirection direction : Directions.of(judge.problem())) {
      double largest = Arrays.stream(judge.gauge(direction).values()).max().orElseThrow();
      assertTrue(
          largest <= judge.problem().elementType().exactIntegers(), direction + " " + largest);
      double[] expected = judge.expected(direction).values();
      long zeros = Arrays.stream(expected).filter(value -> value == 0).count();
      assertTrue(2 * zeros <= expected.length, direction + ": " + zeros + " zeros");
    }
  }

  @Test
  void float64_integers_exceed_what_float32_can_hold() {
    Judge judge = Judge.of(ConvCase.parse("n2_c4h8w8_k4r3s3_f64/integer/1"));
    double[] expected = judge.expected(ConvDirection.FORWARD).values();
    assertTrue(Arrays.stream(expected).anyMatch(value -> value != (float) value));
  }

  @Test
  void very_long_sums_are_thinned_instead_of_overflowing() {
    IntegerRange range = IntegerRange.of(ConvProblem.parse("n1024_c1h512w512_k1r1s1"));
    assertEquals(1, range.amplitude());
    assertEquals(1, range.inputDensity());
    assertEquals(0.5 * (1 << 24) / (1024.0 * 512 * 512), range.outputGradientDensity());
  }

  @Test
  void special_data_hold_every_kind_of_special_value_but_are_mostly_ordinary() {
    Operands operands = OperandGenerator.generate(ConvCase.parse("n2_c8h32w32_k4r3s3/special/1"));
    Map<String, Integer> kinds = new TreeMap<>();
    for (double value : operands.input().values()) {
      kinds.merge(kind(value), 1, Integer::sum);
    }
    assertEquals(
        "[NaN, huge, infinite, negative zero, ordinary, subnormal]", kinds.keySet().toString());
    assertTrue(kinds.get("ordinary") > 0.9 * operands.input().size(), kinds.toString());
    for (double value : operands.filter().values()) {
      assertEquals("ordinary", kind(value));
    }
  }

  @Test
  void an_output_gradient_is_not_finite_only_where_no_tap_reads_padding() {
    Operands operands =
        OperandGenerator.generate(ConvCase.parse("n4_c1h16w16_k8r3s3_pt1pb1pl1pr1/special/1"));
    int met = 0;
    for (int n = 0; n < 4; n++) {
      for (int k = 0; k < 8; k++) {
        for (int y = 0; y < 16; y++) {
          for (int x = 0; x < 16; x++) {
            if (!Double.isFinite(operands.outputGradient().get(n, k, y, x))) {
              met++;
              assertTrue(y > 0 && y < 15 && x > 0 && x < 15, y + ", " + x);
            }
          }
        }
      }
    }
    assertTrue(met > 0);
  }

  private static String kind(double value) {
    double magnitude = Math.abs(value);
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return "infinite";
    }
    if (value == 0) {
      return 1 / value < 0 ? "negative zero" : "zero";
    }
    return magnitude < Float.MIN_NORMAL ? "subnormal" : magnitude > 1e30 ? "huge" : "ordinary";
  }
}
