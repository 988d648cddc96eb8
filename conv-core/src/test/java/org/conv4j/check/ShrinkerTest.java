package org.conv4j.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.conv4j.ConvProblem;
import org.conv4j.Padding;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ShrinkerTest {

  private static final ConvProblem LARGE =
      ConvProblem.parse("n4_c12h17w23_k18r5s3_g6_sh2sw3_pt2pb3pl1pr4_dh2dw1_nhwc_hwio_f64");

  private static String shrunk(ConvProblem from, Predicate<ConvProblem> fails) {
    return Shrinker.shrink(from, fails).toString();
  }

  @Test
  void what_always_fails_shrinks_to_almost_nothing() {
    assertEquals("n0_c1h0w0_k0r1s1_nobias", shrunk(LARGE, problem -> true));
  }

  @Test
  void what_the_failure_needs_is_kept_and_all_else_is_dropped() {
    assertEquals(
        "n2_c1h0w1_k0r1s2_nhwc_nobias",
        shrunk(
            LARGE.toBuilder().padding(Padding.valid()).build(),
            problem ->
                problem.batch() >= 2
                    && problem.kernel().width() >= 2
                    && problem.inputSize().width() >= 1
                    && problem.layout() == LARGE.layout()));
  }

  @Test
  void groups_shrink_together_with_their_channels() {
    assertEquals(
        "n0_c4h0w0_k0r1s1_g2_nobias",
        shrunk(LARGE, problem -> problem.groups() > 1 && problem.inputChannelsPerGroup() == 2));
  }

  @Test
  void a_rule_of_padding_is_kept_only_where_it_matters() {
    ConvProblem same = ConvProblem.parse("n2_c3h6w6_k4r1s1_sh3sw3_same");
    assertEquals(
        "n0_c1h0w0_k0r1s1_same_nobias",
        shrunk(same, problem -> problem.padding() instanceof Padding.Same));
    assertEquals(
        "n0_c1h1w0_k0r1s1_nobias", shrunk(same, problem -> problem.outputSize().height() > 0));
  }

  @Test
  void what_fails_alone_is_returned_itself() {
    assertSame(LARGE, Shrinker.shrink(LARGE, problem -> problem.equals(LARGE)));
  }

  @Test
  void the_search_is_short_and_never_asks_about_a_problem_that_does_not_shrink() {
    List<ConvProblem> asked = new ArrayList<>();
    Shrinker.shrink(
        LARGE,
        problem -> {
          asked.add(problem);
          return problem.inputSize().height() >= 7;
        });
    assertTrue(asked.size() < 500, asked.size() + " problems");
    assertTrue(!asked.contains(LARGE));
  }
}
