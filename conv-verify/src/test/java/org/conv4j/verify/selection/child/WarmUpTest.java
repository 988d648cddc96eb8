package org.conv4j.verify.selection.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntToDoubleFunction;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WarmUpTest {

  private static final ConvProblem SMALL = ConvProblem.parse("n1_c2h4w4_k3r3s3_same");
  private static final ConvProblem LARGE = ConvProblem.parse("n8_c64h56w56_k64r3s3_same");
  private static final ConvProblem OTHER_KERNEL = ConvProblem.parse("n1_c2h4w4_k3r1s1");

  private final WarmUp warmUp = new WarmUp();

  @Test
  void runs_until_it_gets_no_faster() {
    int steady = run(SMALL, run -> 50);
    int improving = new RunsOf(new WarmUp()).on(SMALL, run -> 100 * Math.pow(0.97, run));
    assertTrue(improving > steady, improving + " > " + steady);
  }

  @Test
  void code_that_ran_before_needs_little() {
    int first = run(SMALL, run -> 5);
    int later = run(LARGE, run -> 5);
    assertTrue(later * 5 < first, later + " against " + first);
  }

  @Test
  void another_kernel_is_other_code() {
    int first = run(SMALL, run -> 5);
    assertEquals(first, run(OTHER_KERNEL, run -> 5));
  }

  @Test
  void what_takes_long_runs_once_more_at_most() {
    run(SMALL, run -> 5);
    assertEquals(1, run(LARGE, run -> 900));
  }

  private int run(ConvProblem problem, IntToDoubleFunction millis) {
    return new RunsOf(warmUp).on(problem, millis);
  }

  private record RunsOf(WarmUp warmUp) {
    int on(ConvProblem problem, IntToDoubleFunction millis) {
      RaceTest.Fake fake = new RaceTest.Fake("direct", millis);
      warmUp.run(fake, problem, ConvDirection.FORWARD);
      return fake.runs();
    }
  }
}
