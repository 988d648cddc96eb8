package org.conv4j.verify.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
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
  private final WarmUp warmUp = new WarmUp();
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
    ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      for (ConvCase convCase : plan.cases()) {
        peak.measure();
        time(convCase, workers, progress);
        progress.step();
        afterEach.accept(findings());
      }
      return findings();
    } finally {
      workers.shutdown();
    }
  }

  private Findings findings() {
    return new Findings(peak.gflops(), cells, idle.processors());
  }

  private void time(ConvCase convCase, Executor workers, Progress progress) {
    progress.doing(convCase.problem() + ": preparing");
    ResultCheck check = new ResultCheck(convCase, directions(convCase.problem()), workers);
    Map<Contestant, Outcome> out = new LinkedHashMap<>();
    together(contestants, contestant -> contestant.timing().prepare(convCase), workers)
        .forEach(
            (contestant, result) -> {
              if (result instanceof Timing.Not<ConvCase> not) {
                out.put(contestant, untimed(not.answer()));
              }
            });
    for (Computation computation : plan.computations()) {
      progress.doing(convCase.problem() + ": " + computation.id());
      time(convCase, computation, check, out, workers);
    }
  }

  private Set<ConvDirection> directions(ConvProblem problem) {
    Set<ConvDirection> directions = EnumSet.noneOf(ConvDirection.class);
    plan.computations().forEach(computation -> directions.addAll(computation.directions(problem)));
    return directions;
  }

  /** Asks several at once, which is right only while nothing is timed. */
  private static <T> Map<Contestant, T> together(
      List<Contestant> contestants, Function<Contestant, T> question, Executor workers) {
    Map<Contestant, CompletableFuture<T>> asked = new LinkedHashMap<>();
    contestants.forEach(
        each ->
            asked.put(each, CompletableFuture.supplyAsync(() -> question.apply(each), workers)));
    Map<Contestant, T> answers = new LinkedHashMap<>();
    asked.forEach((contestant, answer) -> answers.put(contestant, answer.join()));
    return answers;
  }

  private void time(
      ConvCase convCase,
      Computation computation,
      ResultCheck check,
      Map<Contestant, Outcome> out,
      Executor workers) {
    Map<Contestant, Outcome> outcomes = new LinkedHashMap<>(out);
    Map<Contestant, Timing.Checked> right = check(convCase, computation, check, outcomes, workers);
    Round round = new Round(computation, List.copyOf(right.keySet()), pace.allowance(), idle);
    round.run(convCase.problem(), warmUp, right);
    right.forEach(
        (contestant, checked) -> {
          Answer failure = round.failure(contestant);
          outcomes.put(
              contestant,
              failure == null
                  ? Outcome.Measured.of(checked.algorithm(), round.laps(contestant))
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

  /** Those that are right; the others get their outcome. */
  private Map<Contestant, Timing.Checked> check(
      ConvCase convCase,
      Computation computation,
      ResultCheck check,
      Map<Contestant, Outcome> outcomes,
      Executor workers) {
    List<Contestant> asked =
        contestants.stream().filter(each -> !outcomes.containsKey(each)).toList();
    List<ConvDirection> directions = computation.directions(convCase.problem());
    Map<Contestant, Timing.Checked> right = new LinkedHashMap<>();
    if (directions.isEmpty()) {
      Outcome none =
          new Outcome.Untimed(
              Outcome.Kind.UNSUPPORTED, "the problem has no bias, so no " + computation.id());
      asked.forEach(contestant -> outcomes.put(contestant, none));
      return right;
    }
    together(asked, contestant -> contestant.timing().check(computation), workers)
        .forEach(
            (contestant, result) -> {
              if (!(result instanceof Timing.Done<Timing.Checked> done)) {
                outcomes.put(contestant, untimed(((Timing.Not<Timing.Checked>) result).answer()));
                return;
              }
              objection(directions, check, done.value())
                  .ifPresentOrElse(
                      reason ->
                          outcomes.put(contestant, new Outcome.Untimed(Outcome.Kind.WRONG, reason)),
                      () -> right.put(contestant, done.value()));
            });
    return right;
  }

  private static Optional<String> objection(
      List<ConvDirection> directions, ResultCheck check, Timing.Checked checked) {
    return directions.stream()
        .flatMap(direction -> check.objection(direction, checked.sums().get(direction)).stream())
        .findFirst();
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
