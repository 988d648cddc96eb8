package org.conv4j.verify.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.conv4j.ConvDirection;
import org.conv4j.check.ConvCase;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.Timing;
import org.conv4j.verify.run.Progress;

/**
 * A benchmark: for each case, every framework prepares it; each computation is run once by each and
 * checked; those that are right are timed by turns.
 */
final class BenchRun {

  private final BenchPlan plan;
  private final List<Contestant> contestants;
  private final Pace pace;
  private final GemmPeak peak;
  private final IdleWatch idle;
  private final List<Cell> cells = new ArrayList<>();

  /**
   * A run.
   *
   * @param plan what is timed
   * @param contestants by whom
   * @param limit for all of it: time beyond the least number of runs is shared out accordingly
   */
  BenchRun(BenchPlan plan, List<Contestant> contestants, Duration limit) {
    this.plan = plan;
    this.contestants = List.copyOf(contestants);
    long total = (long) plan.cases().size() * plan.computations().size() * contestants.size();
    this.pace = new Pace(System::nanoTime, limit, total);
    this.peak = new GemmPeak(contestants);
    this.idle = new IdleWatch(contestants);
  }

  /**
   * Runs.
   *
   * @param progress one step for each case
   * @param afterEach told after each case what there is so far
   */
  Findings run(Progress progress, Consumer<Findings> afterEach) {
    for (ConvCase convCase : plan.cases()) {
      peak.measure();
      time(convCase);
      progress.step();
      afterEach.accept(findings());
    }
    return findings();
  }

  private Findings findings() {
    return new Findings(peak.gflops(), cells, idle.processors());
  }

  private void time(ConvCase convCase) {
    Map<Contestant, Outcome> out = prepare(convCase);
    ResultCheck check = new ResultCheck(convCase);
    for (Computation computation : plan.computations()) {
      time(convCase, computation, check, out);
    }
  }

  /** Side by side: nothing is timed yet. Those that cannot are out, for the whole case. */
  private Map<Contestant, Outcome> prepare(ConvCase convCase) {
    Map<Contestant, CompletableFuture<Timing.Result<ConvCase>>> preparing =
        contestants.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    each -> CompletableFuture.supplyAsync(() -> each.timing().prepare(convCase)),
                    (one, other) -> one,
                    LinkedHashMap::new));
    Map<Contestant, Outcome> out = new LinkedHashMap<>();
    preparing.forEach(
        (contestant, result) -> {
          if (result.join() instanceof Timing.Not<ConvCase> not) {
            out.put(contestant, untimed(not.answer()));
          }
        });
    return out;
  }

  private void time(
      ConvCase convCase, Computation computation, ResultCheck check, Map<Contestant, Outcome> out) {
    Map<Contestant, Outcome> outcomes = new LinkedHashMap<>(out);
    Map<Contestant, Timing.Checked> right = new LinkedHashMap<>();
    for (Contestant contestant : contestants) {
      if (!outcomes.containsKey(contestant)) {
        check(contestant, computation, convCase, check, outcomes, right);
      }
    }
    Round round = new Round(computation, List.copyOf(right.keySet()), pace.allowance(), idle);
    Map<Contestant, Double> firstRuns = new LinkedHashMap<>();
    right.forEach((contestant, checked) -> firstRuns.put(contestant, checked.millis()));
    round.run(firstRuns);
    right.forEach(
        (contestant, checked) -> {
          Answer failure = round.failure(contestant);
          outcomes.put(
              contestant,
              failure == null
                  ? new Outcome.Measured(checked.algorithm(), round.laps(contestant))
                  : untimed(failure));
        });
    for (Contestant contestant : contestants) {
      Outcome outcome = outcomes.get(contestant);
      cells.add(new Cell(convCase, computation, contestant.id(), outcome));
      if (lostItsCase(outcome)) {
        out.putIfAbsent(contestant, outcome);
      }
    }
    pace.done(contestants.size());
  }

  private static void check(
      Contestant contestant,
      Computation computation,
      ConvCase convCase,
      ResultCheck check,
      Map<Contestant, Outcome> outcomes,
      Map<Contestant, Timing.Checked> right) {
    List<ConvDirection> directions = computation.directions(convCase.problem());
    if (directions.isEmpty()) {
      outcomes.put(
          contestant,
          new Outcome.Untimed(
              Outcome.Kind.UNSUPPORTED, "the problem has no bias, so no " + computation.id()));
      return;
    }
    Timing.Result<Timing.Checked> result = contestant.timing().check(computation);
    if (!(result instanceof Timing.Done<Timing.Checked> done)) {
      outcomes.put(contestant, untimed(((Timing.Not<Timing.Checked>) result).answer()));
      return;
    }
    Optional<String> objection =
        directions.stream()
            .flatMap(
                direction ->
                    check.objection(direction, done.value().sums().get(direction)).stream())
            .findFirst();
    if (objection.isPresent()) {
      outcomes.put(contestant, new Outcome.Untimed(Outcome.Kind.WRONG, objection.get()));
    } else {
      right.put(contestant, done.value());
    }
  }

  /** A fresh process has nothing prepared. */
  private static boolean lostItsCase(Outcome outcome) {
    return outcome instanceof Outcome.Untimed untimed && untimed.kind() == Outcome.Kind.CRASHED;
  }

  private static Outcome untimed(Answer answer) {
    if (answer instanceof Answer.Declined declined) {
      return new Outcome.Untimed(Outcome.Kind.UNSUPPORTED, declined.reason());
    }
    return new Outcome.Untimed(
        answer instanceof Answer.Failed ? Outcome.Kind.FAILED : Outcome.Kind.CRASHED,
        Answer.explain(answer));
  }
}
