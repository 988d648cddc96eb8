package org.conv4j.verify.mutant;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.Convolution;
import org.conv4j.Tensor;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Directions;
import org.conv4j.check.Judge;
import org.conv4j.check.Verdict;

/**
 * Which mutants a list of cases finds out, by the {@link Judge} of everyone. A mutant is killed by
 * the first case on which one of its results fails, or it throws an exception.
 *
 * @param entries one for each mutant, in their order
 */
public record KillTable(List<Entry> entries) {

  /** Copies the list. */
  public KillTable {
    entries = List.copyOf(entries);
  }

  /**
   * One mutant's fate.
   *
   * @param mutant who
   * @param killer the case that found it out; null if none did
   * @param direction the direction that did; null if none did
   * @param verdict there; null if none did
   */
  public record Entry(Mutant mutant, ConvCase killer, ConvDirection direction, Verdict verdict) {

    /** Whether it was found out. */
    public boolean killed() {
      return killer != null;
    }
  }

  /** Runs every mutant on the cases, in their order, until it is killed. */
  public static KillTable of(List<Mutant> mutants, List<ConvCase> cases) {
    Map<Mutant, Entry> fates = new LinkedHashMap<>();
    mutants.forEach(mutant -> fates.put(mutant, new Entry(mutant, null, null, null)));
    for (ConvCase convCase : cases) {
      List<Mutant> alive =
          fates.values().stream().filter(entry -> !entry.killed()).map(Entry::mutant).toList();
      if (alive.isEmpty()) {
        break;
      }
      Judge judge = Judge.of(convCase);
      alive.forEach(mutant -> fates.put(mutant, trial(mutant, convCase, judge)));
    }
    return new KillTable(List.copyOf(fates.values()));
  }

  /** The mutants that no case found out. */
  public List<Mutant> survivors() {
    return entries.stream().filter(entry -> !entry.killed()).map(Entry::mutant).toList();
  }

  private static Entry trial(Mutant mutant, ConvCase convCase, Judge judge) {
    for (ConvDirection direction : Directions.of(convCase.problem())) {
      Verdict verdict = verdict(mutant, direction, judge);
      if (verdict.kills()) {
        return new Entry(mutant, convCase, direction, verdict);
      }
    }
    return new Entry(mutant, null, null, null);
  }

  private static Verdict verdict(Mutant mutant, ConvDirection direction, Judge judge) {
    Tensor result;
    try {
      Convolution<Tensor> convolution = mutant.of(judge.problem());
      result = Directions.compute(convolution, direction, judge.operands());
    } catch (RuntimeException thrown) {
      return Verdict.ERROR;
    }
    return judge.judge(direction, result).verdict();
  }
}
