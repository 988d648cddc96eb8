package org.conv4j.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.reference.DirectReference;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JudgeTest {

  private static final String PROBLEM = "n2_c3h8w9_k4r3s3_sh2sw1_pt1pb0pl1pr2";

  private static Judge judge(Tier tier) {
    return Judge.of(new ConvCase(ConvProblem.parse(PROBLEM), tier, 1));
  }

  private static Tensor rounded(Judge judge, ConvDirection direction) {
    Tensor result = judge.expected(direction).copy();
    for (int i = 0; i < result.size(); i++) {
      result.values()[i] = judge.problem().elementType().round(result.values()[i]);
    }
    return result;
  }

  @ParameterizedTest
  @EnumSource(ConvDirection.class)
  void equal_integers_are_exact(ConvDirection direction) {
    Judge judge = judge(Tier.INTEGER);
    Judgement judgement = judge.judge(direction, rounded(judge, direction));
    assertEquals(Verdict.EXACT, judgement.verdict(), judgement.toString());
    assertEquals(0, judgement.ratio());
    assertEquals(0, judgement.bound());
    assertNull(judgement.reason());
  }

  @ParameterizedTest
  @EnumSource(ConvDirection.class)
  void an_integer_off_by_one_fails_and_is_named(ConvDirection direction) {
    Judge judge = judge(Tier.INTEGER);
    Tensor actual = rounded(judge, direction);
    int last = actual.size() - 1;
    actual.values()[last]++;
    Judgement judgement = judge.judge(direction, actual);
    assertEquals(Verdict.FAIL, judgement.verdict());
    long[] index = actual.shape();
    for (int axis = 0; axis < index.length; axis++) {
      index[axis]--;
    }
    assertArrayEquals(index, judgement.index());
    assertEquals(judge.expected(direction).values()[last], judgement.expected());
    assertEquals(actual.values()[last], judgement.actual());
    assertTrue(judgement.reason().contains("1 of " + actual.size()), judgement.reason());
  }

  @Test
  void negative_zero_equals_zero() {
    ConvProblem problem = ConvProblem.parse("n1_c1h1w2_k1r1s1_nobias");
    Judge judge =
        new Judge(
            problem,
            Tier.INTEGER,
            new Operands(
                Tensor.of(new double[] {0, 5}, 1, 1, 1, 2),
                Tensor.of(new double[] {1}, 1, 1, 1, 1),
                null,
                Tensor.zeros(1, 1, 1, 2)));
    Tensor actual = Tensor.of(new double[] {-0.0, 5}, 1, 1, 1, 2);
    assertEquals(Verdict.EXACT, judge.judge(ConvDirection.FORWARD, actual).verdict());
  }

  @ParameterizedTest
  @EnumSource(ConvDirection.class)
  void reals_rounded_once_pass(ConvDirection direction) {
    Judge judge = judge(Tier.REAL);
    Judgement judgement = judge.judge(direction, rounded(judge, direction));
    assertEquals(Verdict.PASS, judgement.verdict(), judgement.toString());
    assertTrue(judgement.ratio() <= 1);
    assertEquals(ErrorBound.of(judgement.terms()).pass(), judgement.bound());
  }

  @Test
  void verdicts_of_reals_follow_the_two_bounds() {
    Judge judge = judge(Tier.REAL);
    ErrorBound bound = ErrorBound.of(judge.problem().terms(ConvDirection.FORWARD));
    assertEquals(Verdict.PASS, withError(judge, 0.99 * bound.pass()).verdict());
    assertEquals(Verdict.SUSPECT, withError(judge, 1.01 * bound.pass()).verdict());
    assertEquals(Verdict.SUSPECT, withError(judge, 0.99 * bound.hard()).verdict());
    Judgement fail = withError(judge, 1.01 * bound.hard());
    assertEquals(Verdict.FAIL, fail.verdict());
    assertEquals(1.01 * bound.hard(), fail.ratio(), 1e-6 * bound.hard());
  }

  private static Judgement withError(Judge judge, double ratio) {
    Tensor actual = judge.expected(ConvDirection.FORWARD).copy();
    actual.values()[5] += ratio * 0x1p-24 * judge.gauge(ConvDirection.FORWARD).values()[5];
    return judge.judge(ConvDirection.FORWARD, actual);
  }

  @ParameterizedTest
  @EnumSource(Tier.class)
  void a_wrong_shape_fails_with_both_shapes(Tier tier) {
    Judgement judgement = judge(tier).judge(ConvDirection.FORWARD, Tensor.zeros(2, 4, 4, 8));
    assertEquals(Verdict.FAIL, judgement.verdict());
    assertEquals(
        "output has shape [2, 4, 4, 8], expected [2, 4, 4, 10] (batch, channels, height, width)",
        judgement.reason());
    assertNull(judgement.index());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void one_element_that_should_be_finite_and_is_not_fails(double wrong) {
    for (Tier tier : Tier.values()) {
      Judge judge = judge(tier);
      Tensor actual = rounded(judge, ConvDirection.FILTER_GRADIENT);
      int finite = 0;
      while (!Double.isFinite(actual.values()[finite])) {
        finite++;
      }
      actual.values()[finite] = wrong;
      Judgement judgement = judge.judge(ConvDirection.FILTER_GRADIENT, actual);
      assertEquals(Verdict.FAIL, judgement.verdict(), tier.id());
      assertEquals(Double.POSITIVE_INFINITY, judgement.ratio());
    }
  }

  @Test
  void a_missing_nan_fails() {
    Judge judge = judge(Tier.SPECIAL);
    Tensor actual = rounded(judge, ConvDirection.FORWARD);
    assertTrue(judge.judge(ConvDirection.FORWARD, actual).verdict().right());
    int special = 0;
    while (Double.isFinite(actual.values()[special])) {
      special++;
    }
    actual.values()[special] = 0;
    Judgement judgement = judge.judge(ConvDirection.FORWARD, actual);
    assertEquals(Verdict.FAIL, judgement.verdict(), judgement.toString());
  }

  @Test
  void an_error_where_only_zeros_are_added_is_infinite() {
    ConvProblem problem = ConvProblem.parse("n1_c1h2w2_k1r1s1_nobias");
    Judge judge =
        new Judge(
            problem,
            Tier.REAL,
            new Operands(
                Tensor.of(new double[] {0, 1, 2, 3}, 1, 1, 2, 2),
                Tensor.of(new double[] {1}, 1, 1, 1, 1),
                null,
                Tensor.zeros(1, 1, 2, 2)));
    Tensor actual = Tensor.of(new double[] {1e-45, 1, 2, 3}, 1, 1, 2, 2);
    Judgement judgement = judge.judge(ConvDirection.FORWARD, actual);
    assertEquals(Verdict.FAIL, judgement.verdict());
    assertEquals(Double.POSITIVE_INFINITY, judgement.ratio());
    assertTrue(judgement.reason().contains("only zeros"), judgement.reason());
  }

  @Test
  void products_that_vanish_below_the_smallest_subnormal_are_allowed_for() {
    ConvProblem problem = ConvProblem.parse("n1_c2h1w1_k1r1s1_nobias");
    Judge judge =
        new Judge(
            problem,
            Tier.REAL,
            new Operands(
                Tensor.of(new double[] {0x1p-120, 0x1p-121}, 1, 2, 1, 1),
                Tensor.of(new double[] {0x1p-30, 0x1p-30}, 1, 2, 1, 1),
                null,
                Tensor.zeros(1, 1, 1, 1)));
    assertEquals(
        Verdict.PASS, judge.judge(ConvDirection.FORWARD, Tensor.zeros(1, 1, 1, 1)).verdict());
    assertEquals(
        Verdict.FAIL,
        judge
            .judge(ConvDirection.FORWARD, Tensor.of(new double[] {0x1p-140}, 1, 1, 1, 1))
            .verdict());
  }

  @Test
  void what_may_overflow_is_not_judged() {
    ConvProblem problem = ConvProblem.parse("n1_c2h1w1_k1r1s1_nobias");
    Judge judge =
        new Judge(
            problem,
            Tier.SPECIAL,
            new Operands(
                Tensor.of(new double[] {Float.MAX_VALUE, -Float.MAX_VALUE}, 1, 2, 1, 1),
                Tensor.of(new double[] {1, 1}, 1, 2, 1, 1),
                null,
                Tensor.zeros(1, 1, 1, 1)));
    Tensor infinite = Tensor.of(new double[] {Double.POSITIVE_INFINITY}, 1, 1, 1, 1);
    assertEquals(Verdict.PASS, judge.judge(ConvDirection.FORWARD, infinite).verdict());
  }

  @Test
  void equal_results_that_are_mostly_zero_are_mistrusted() {
    Judge judge = constant(0);
    Tensor actual = judge.expected(ConvDirection.FORWARD).copy();
    Judgement judgement = judge.judge(ConvDirection.FORWARD, actual);
    assertEquals(Verdict.MISTRUSTED, judgement.verdict());
    assertEquals("equal, but 16 of 16 elements are zero", judgement.reason());
    actual.values()[0] = 1;
    assertEquals(Verdict.FAIL, judge.judge(ConvDirection.FORWARD, actual).verdict());
  }

  @Test
  void equal_results_that_are_all_the_same_are_mistrusted() {
    Judge judge = constant(3);
    assertEquals(
        Verdict.MISTRUSTED,
        judge.judge(ConvDirection.FORWARD, judge.expected(ConvDirection.FORWARD)).verdict());
  }

  private static Judge constant(double value) {
    Tensor input = Tensor.zeros(1, 1, 4, 4);
    java.util.Arrays.fill(input.values(), value);
    return new Judge(
        ConvProblem.parse("n1_c1h4w4_k1r1s1_nobias"),
        Tier.INTEGER,
        new Operands(
            input, Tensor.of(new double[] {1}, 1, 1, 1, 1), null, Tensor.zeros(1, 1, 4, 4)));
  }

  @Test
  void zeros_that_no_tap_reaches_are_no_reason_for_mistrust() {
    Judge judge = Judge.of(ConvCase.parse("n2_c3h9w9_k4r1s1_sh3sw3_same/integer/1"));
    Tensor gradient = judge.expected(ConvDirection.INPUT_GRADIENT);
    long zeros = java.util.Arrays.stream(gradient.values()).filter(value -> value == 0).count();
    assertTrue(2 * zeros > gradient.size());
    assertEquals(Verdict.EXACT, judge.judge(ConvDirection.INPUT_GRADIENT, gradient).verdict());
  }

  @Test
  void integers_too_large_for_exact_sums_are_mistrusted() {
    ConvProblem problem = ConvProblem.parse("n1_c2h1w1_k1r1s1_nobias");
    Judge judge =
        new Judge(
            problem,
            Tier.INTEGER,
            new Operands(
                Tensor.of(new double[] {1 << 23, 1 << 23}, 1, 2, 1, 1),
                Tensor.of(new double[] {1, 2}, 1, 2, 1, 1),
                null,
                Tensor.zeros(1, 1, 1, 1)));
    Judgement judgement = judge.judge(ConvDirection.FORWARD, judge.expected(ConvDirection.FORWARD));
    assertEquals(Verdict.MISTRUSTED, judgement.verdict());
    assertEquals(
        "sums of absolute values reach 25165824, above the 16777216 up to which integers are exact",
        judgement.reason());
  }

  @Test
  void fractions_in_the_integer_tier_are_mistrusted() {
    ConvProblem problem = ConvProblem.parse("n1_c1h1w1_k1r1s1_nobias");
    Tensor half = Tensor.of(new double[] {0.5}, 1, 1, 1, 1);
    Judge judge = new Judge(problem, Tier.INTEGER, new Operands(half, half, null, half));
    Judgement judgement = judge.judge(ConvDirection.FORWARD, judge.expected(ConvDirection.FORWARD));
    assertEquals(Verdict.MISTRUSTED, judgement.verdict());
    assertEquals("input holds 0.5, which is no integer", judgement.reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n0_c3h4w4_k2r3s3",
        "n1_c3h4w4_k0r3s3",
        "n1_c3h2w4_k2r3s3",
        "n2_c3h0w6_k4r3s3_pt2pb2pl1pr1"
      })
  void empty_results_are_right_and_name_no_element(String notation) {
    for (Tier tier : Tier.values()) {
      ConvProblem problem = ConvProblem.parse(notation);
      Judge judge = Judge.of(new ConvCase(problem, tier, 1));
      for (ConvDirection direction : Directions.of(problem)) {
        Tensor result =
            Directions.compute(new DirectReference(problem), direction, judge.operands());
        Judgement judgement = judge.judge(direction, result);
        assertTrue(judgement.verdict().right(), judgement.toString());
        assertEquals(result.size() == 0, judgement.index() == null);
      }
    }
  }

  @Test
  void published_numbers_can_stand_in_for_the_reference() {
    Judge judge = judge(Tier.INTEGER);
    Tensor published = judge.expected(ConvDirection.FORWARD).copy();
    published.values()[0]++;
    Judgement judgement =
        judge.judge(
            ConvDirection.FORWARD, judge.expected(ConvDirection.FORWARD), Gauge.DIRECT, published);
    assertEquals(Verdict.FAIL, judgement.verdict());
  }
}
