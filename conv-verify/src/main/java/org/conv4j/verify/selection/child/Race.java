package org.conv4j.verify.selection.child;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conv4j.verify.selection.AlgorithmTime;

/**
 * Times algorithms by turns, each for a slice of time: whatever the machine does meanwhile happens
 * to all of them. The fastest run of each counts. What is hopelessly slow, twice, runs no further;
 * where the chosen one looks slower than the fastest, these two get more time.
 */
final class Race {

  /** This many times slower than the fastest is hopeless. */
  static final double HOPELESS = 2;

  /** Less than this many times slower needs no second look. */
  static final double DOUBTFUL = 1.05;

  private static final int LEAST_TURNS = 5;
  private static final int TURNS = 10;
  private static final int SECOND_LOOK = 3;

  private final double allowance;
  private final Map<Contender, Laps> laps = new LinkedHashMap<>();

  /**
   * A race.
   *
   * @param contenders all warm, one or more
   * @param allowance milliseconds for each, beyond {@value #LEAST_TURNS} runs
   */
  Race(List<Contender> contenders, double allowance) {
    this.allowance = allowance;
    contenders.forEach(each -> laps.put(each, new Laps()));
  }

  /** What was seen of one. */
  private static final class Laps {
    private double least = Double.POSITIVE_INFINITY;
    private double spent;
    private int runs;

    void add(double millis) {
      least = Math.min(least, millis);
      spent += millis;
      runs++;
    }
  }

  /**
   * Runs it.
   *
   * @param chosen name of the algorithm that is never hopeless
   * @return a time for each contender, in their order
   */
  List<AlgorithmTime> run(String chosen) {
    List<Contender> racing = new ArrayList<>(laps.keySet());
    racing.forEach(this::once);
    List<Contender> secondChance = racing.stream().filter(this::hopeless).toList();
    secondChance.forEach(this::once);
    racing.removeIf(each -> hopeless(each) && !each.algorithm().equals(chosen));
    turns(racing, allowance);
    racing.removeIf(each -> !each.algorithm().equals(chosen) && each != fastest());
    if (racing.stream().anyMatch(each -> least(each) > DOUBTFUL * least(fastest()))) {
      turns(racing, SECOND_LOOK * allowance);
    }
    return laps.entrySet().stream()
        .map(
            each ->
                new AlgorithmTime(
                    each.getKey().algorithm(), each.getValue().least, each.getValue().runs))
        .toList();
  }

  /** Nobody follows always the same neighbour. */
  private void turns(List<Contender> racing, double millis) {
    List<Contender> order = new ArrayList<>(racing);
    Map<Contender, Double> before = new LinkedHashMap<>();
    order.forEach(each -> before.put(each, laps.get(each).spent));
    for (int turn = 1; turn <= TURNS; turn++) {
      for (Contender each : order) {
        double end = before.get(each) + millis * turn / TURNS;
        if (turn < LEAST_TURNS || laps.get(each).spent < end) {
          do {
            once(each);
          } while (laps.get(each).spent < end);
        }
      }
      Collections.rotate(order, 1);
    }
  }

  private void once(Contender contender) {
    laps.get(contender).add(contender.run());
  }

  private boolean hopeless(Contender contender) {
    return least(contender) > HOPELESS * least(fastest());
  }

  private double least(Contender contender) {
    return laps.get(contender).least;
  }

  private Contender fastest() {
    return Collections.min(laps.keySet(), (one, other) -> Double.compare(least(one), least(other)));
  }
}
