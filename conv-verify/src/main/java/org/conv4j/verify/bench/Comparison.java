package org.conv4j.verify.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.conv4j.ConvProblem;
import org.conv4j.verify.framework.Computation;

/** Who is how many times faster than whom, over some problems. */
final class Comparison {

  /**
   * Ratios of times over several cells.
   *
   * @param cells that both have timed
   * @param mean geometric
   * @param least of them
   * @param leastProblem the problem of the least
   * @param leastComputation the computation of the least
   * @param slower how many are below 1
   */
  record Ratios(
      int cells,
      double mean,
      double least,
      ConvProblem leastProblem,
      Computation leastComputation,
      int slower) {}

  private final BenchReport report;

  Comparison(BenchReport report) {
    this.report = report;
  }

  /** Median of {@code peer} by median of {@code subject}; empty if they have no case in common. */
  Optional<Ratios> against(
      String subject, String peer, List<ConvProblem> problems, Computation computation) {
    return ratios(List.of(subject), List.of(peer), problems, List.of(computation));
  }

  /** The same against the fastest of {@code peers}, case by case. */
  Optional<Ratios> againstBest(
      String subject, List<String> peers, List<ConvProblem> problems, Computation computation) {
    return ratios(List.of(subject), peers, problems, List.of(computation));
  }

  /** Fastest of {@code peers} by fastest of {@code subjects}, cell by cell. */
  Optional<Ratios> ratios(
      List<String> subjects,
      List<String> peers,
      List<ConvProblem> problems,
      List<Computation> computations) {
    List<Double> ratios = new ArrayList<>();
    List<Cell> compared = new ArrayList<>();
    for (Computation computation : computations) {
      for (ConvProblem problem : problems) {
        Optional<Cell> own = fastest(problem, computation, subjects);
        Optional<Cell> best = fastest(problem, computation, peers);
        if (own.isPresent() && best.isPresent()) {
          ratios.add(best.get().median() / own.get().median());
          compared.add(own.get());
        }
      }
    }
    if (ratios.isEmpty()) {
      return Optional.empty();
    }
    double least = ratios.stream().min(Comparator.naturalOrder()).orElseThrow();
    Cell leastCell = compared.get(ratios.indexOf(least));
    return Optional.of(
        new Ratios(
            ratios.size(),
            Statistics.geometricMean(ratios),
            least,
            leastCell.convCase().problem(),
            leastCell.computation(),
            (int) ratios.stream().filter(ratio -> ratio < 1).count()));
  }

  /** The fastest of some frameworks on one problem. */
  Optional<Cell> fastest(ConvProblem problem, Computation computation, List<String> frameworks) {
    return frameworks.stream()
        .flatMap(id -> report.timed(problem, computation, id).stream())
        .min(Comparator.comparingDouble(Cell::median));
  }

  /** Geometric mean of GFLOP/s over those of the problems that were timed. */
  OptionalDouble gflops(String framework, List<ConvProblem> problems, Computation computation) {
    List<Double> values =
        problems.stream()
            .flatMap(problem -> report.timed(problem, computation, framework).stream())
            .map(Cell::gflops)
            .toList();
    return values.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Statistics.geometricMean(values));
  }

  /** How many of the problems were timed. */
  int timed(String framework, List<ConvProblem> problems, Computation computation) {
    return (int)
        problems.stream()
            .filter(problem -> report.timed(problem, computation, framework).isPresent())
            .count();
  }
}
