package org.conv4j.verify.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.conv4j.Tensor;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.Timing;
import org.conv4j.verify.run.Progress;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BenchRunTest {

  private static final String PROBLEM = "n1_c2h4w4_k3r3s3_same";

  private final List<String> turns = new ArrayList<>();

  @Test
  void asks_in_turn_and_everyone_three_times_at_least() {
    BenchPlan plan = plan(List.of(Computation.FORWARD), PROBLEM, PROBLEM + "_nobias");
    Findings findings = run(plan, noted("a", 2000), noted("b", 2000), noted("c", 2000));
    // In the second case, runs of two seconds need no warming up.
    assertEquals(
        List.of("a", "b", "c", "c", "a", "b", "b", "c", "a"),
        turns.subList(turns.size() - 9, turns.size()));
    findings.cells().forEach(cell -> assertEquals(3, measured(cell).runs()));
  }

  @Test
  void warms_up_before_it_counts() {
    Findings findings = run(List.of(Computation.FORWARD), noted("a", 1));
    assertEquals(6, measured(findings.cells().get(0)).runs());
    assertEquals(10, turns.size(), "three slices no faster than the first, and six turns");
  }

  @Test
  void warms_up_shortly_where_the_same_code_ran_before() {
    run(
        plan(List.of(Computation.FORWARD), PROBLEM, PROBLEM + "_nobias", "n1_c2h4w4_k3r1s1"),
        noted("a", 1));
    assertEquals(10 + 8 + 10, turns.size(), "a kernel of another kind is other code");
  }

  @Test
  void warms_up_as_long_as_it_gets_faster() {
    FakeTiming compiling =
        new FakeTiming(1) {
          private double lap = 1000;

          @Override
          public Result<List<Double>> time(
              Computation computation, int repetitions, Duration span) {
            lap = Math.max(5, lap / 2);
            return new Done<>(List.of(lap));
          }
        };
    Findings findings = run(List.of(Computation.FORWARD), new Contestant("compiling", compiling));
    assertEquals(5, measured(findings.cells().get(0)).median());
  }

  @Test
  void does_not_time_what_is_wrong() {
    FakeTiming wrong =
        new FakeTiming(1) {
          @Override
          protected Tensor changed(Tensor right) {
            right.values()[0] += 0.5;
            return right;
          }
        };
    Findings findings =
        run(List.of(Computation.FORWARD), noted("right", 1), new Contestant("wrong", wrong));
    Outcome.Untimed untimed =
        assertInstanceOf(Outcome.Untimed.class, findings.cells().get(1).outcome());
    assertEquals(Outcome.Kind.WRONG, untimed.kind());
    assertTrue(untimed.reason().startsWith("the output is wrong"), untimed.reason());
    assertFalse(wrong.asked().contains("time forward"));
    assertTrue(findings.cells().get(0).measured());
  }

  @Test
  void says_what_a_framework_declines_and_times_the_rest() {
    FakeTiming forwardOnly =
        new FakeTiming(1) {
          @Override
          public Result<Checked> check(Computation computation) {
            return computation == Computation.FORWARD
                ? super.check(computation)
                : new Not<>(new Answer.Declined("inference only"));
          }
        };
    Findings findings =
        run(
            List.of(Computation.FORWARD, Computation.BACKWARD),
            new Contestant("forward", forwardOnly));
    assertTrue(findings.cells().get(0).measured());
    assertEquals(
        new Outcome.Untimed(Outcome.Kind.UNSUPPORTED, "inference only"),
        findings.cells().get(1).outcome());
  }

  @Test
  void leaves_a_crashed_framework_out_until_the_next_case() {
    FakeTiming crashing =
        new FakeTiming(1) {
          @Override
          public Result<List<Double>> time(
              Computation computation, int repetitions, Duration span) {
            asked().add("time " + computation.id());
            return new Not<>(new Answer.Crashed("signal 11 (SIGSEGV)"));
          }
        };
    Contestant contestant = new Contestant("crashing", crashing);
    List<Cell> cells =
        run(
                plan(
                    List.of(Computation.FORWARD, Computation.BACKWARD),
                    PROBLEM,
                    PROBLEM + "_nobias"),
                contestant)
            .cells();
    assertEquals(4, cells.size());
    for (Cell cell : cells) {
      assertEquals(
          new Outcome.Untimed(Outcome.Kind.CRASHED, "its process died: signal 11 (SIGSEGV)"),
          cell.outcome());
    }
    assertEquals(
        List.of(
            "prepare", "check forward", "time forward", "prepare", "check forward", "time forward"),
        crashing.asked());
  }

  @Test
  void has_no_bias_gradient_without_a_bias() {
    Cell cell =
        run(plan(List.of(Computation.BIAS_GRADIENT), PROBLEM + "_nobias"), noted("a", 1))
            .cells()
            .get(0);
    assertEquals(
        new Outcome.Untimed(
            Outcome.Kind.UNSUPPORTED, "the problem has no bias, so no bias-gradient"),
        cell.outcome());
  }

  @Test
  void tells_after_each_case_what_there_is() {
    List<Integer> cells = new ArrayList<>();
    new BenchRun(
            plan(List.of(Computation.FORWARD), PROBLEM, PROBLEM + "_nobias"),
            List.of(noted("a", 1)),
            Duration.ofMinutes(1))
        .run(new Silent(), soFar -> cells.add(soFar.cells().size()));
    assertEquals(List.of(1, 2), cells);
  }

  private Contestant noted(String id, double lap) {
    return new Contestant(
        id,
        new FakeTiming(lap) {
          @Override
          public Timing.Result<List<Double>> time(
              Computation computation, int repetitions, Duration span) {
            turns.add(id);
            return super.time(computation, repetitions, span);
          }
        });
  }

  private static Outcome.Measured measured(Cell cell) {
    return assertInstanceOf(Outcome.Measured.class, cell.outcome());
  }

  private static Findings run(List<Computation> computations, Contestant... contestants) {
    return run(plan(computations, PROBLEM), contestants);
  }

  private static Findings run(BenchPlan plan, Contestant... contestants) {
    return new BenchRun(plan, List.of(contestants), Duration.ofDays(1))
        .run(new Silent(), soFar -> {});
  }

  private static BenchPlan plan(List<Computation> computations, String... notations) {
    return BenchPlan.of(List.of(), List.of(notations), List.of(1L), computations);
  }

  private record Silent() implements Progress {
    @Override
    public void step() {}

    @Override
    public void close() {}
  }
}
