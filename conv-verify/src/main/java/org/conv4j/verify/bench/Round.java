package org.conv4j.verify.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conv4j.ConvProblem;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.Timing;

/**
 * One computation, timed by turns: in each turn every framework runs for a slice of time, so that
 * whatever the machine does meanwhile happens to all of them. First each {@linkplain WarmUp warms
 * up}.
 */
final class Round {

  /** Turns in which everyone takes part; each has at least one run. */
  static final int LEAST_TURNS = 3;

  /** Turns, for those who have time left. */
  private static final int MOST_TURNS = 6;

  /** A slice holds at most so many runs: a message has an end. */
  private static final int MOST_RUNS = 20_000;

  private final Computation computation;
  private final Duration allowance;
  private final Map<Contestant, List<Double>> laps = new LinkedHashMap<>();
  private final Map<Contestant, Answer> failures = new LinkedHashMap<>();
  private final IdleWatch idle;

  /**
   * A round.
   *
   * @param contestants that have the case prepared and were found right
   * @param allowance time for each of them, beyond its {@value #LEAST_TURNS} runs
   * @param idle sees to what the others do meanwhile
   */
  Round(Computation computation, List<Contestant> contestants, Duration allowance, IdleWatch idle) {
    this.computation = computation;
    this.allowance = allowance;
    this.idle = idle;
    contestants.forEach(contestant -> laps.put(contestant, new ArrayList<>()));
  }

  /**
   * Times them.
   *
   * @param warmUp asked for each before the first turn
   * @param checked the run of each that was checked
   */
  void run(ConvProblem problem, WarmUp warmUp, Map<Contestant, Timing.Checked> checked) {
    List<Contestant> order = new ArrayList<>(laps.keySet());
    for (Contestant contestant : order) {
      warmUp.run(
          contestant,
          problem,
          computation,
          checked.get(contestant),
          allowance,
          span -> slice(contestant, span));
    }
    for (int turn = 1; turn <= MOST_TURNS; turn++) {
      for (Contestant contestant : order) {
        if (turn <= LEAST_TURNS || spent(contestant) < allowance.toNanos() / 1e6) {
          slice(contestant, allowance.dividedBy(MOST_TURNS)).forEach(laps.get(contestant)::add);
        }
      }
      // Nobody always follows the same neighbour's end or the checks of the case.
      Collections.rotate(order, 1);
    }
  }

  /** Runs of one framework; none once it has failed. */
  private List<Double> slice(Contestant contestant, Duration span) {
    if (failures.containsKey(contestant)) {
      return List.of();
    }
    Timing.Result<List<Double>> result =
        idle.during(contestant, () -> contestant.timing().time(computation, MOST_RUNS, span));
    if (result instanceof Timing.Done<List<Double>> done) {
      return done.value();
    }
    failures.put(contestant, ((Timing.Not<List<Double>>) result).answer());
    return List.of();
  }

  private double spent(Contestant contestant) {
    return laps.get(contestant).stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The runs of one framework, in order. */
  List<Double> laps(Contestant contestant) {
    return laps.get(contestant);
  }

  /** Why a framework gave up; null if it did not. */
  Answer failure(Contestant contestant) {
    return failures.get(contestant);
  }
}
