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
   * Ratios of times over several problems.
   *
   * @param problems that both have timed
   * @param mean geometric
   * @param least of them
   * @param leastProblem the problem of the least
   * @param slower how many are below 1
   */
  record Ratios(int problems, double mean, double least, ConvProblem leastProblem, int slower) {}

  private final BenchReport report;

  Comparison(BenchReport report) {
    this.report = report;
  }

  /** Median of {@code peer} by median of {@code subject}; empty if they have no case in common. */
  Optional<Ratios> against(
      String subject, String peer, List<ConvProblem> problems, Computation computation) {
    return againstBest(subject, List.of(peer), problems, computation);
  }

  /** The same against the fastest of {@code peers}, case by case. */
  Optional<Ratios> againstBest(
      String subject, List<String> peers, List<ConvProblem> problems, Computation computation) {
    List<Double> ratios = new ArrayList<>();
    List<ConvProblem> compared = new ArrayList<>();
    for (ConvProblem problem : problems) {
      Optional<Cell> own = report.timed(problem, computation, subject);
      Optional<Cell> best = fastest(problem, computation, peers);
      if (own.isPresent() && best.isPresent()) {
        ratios.add(best.get().median() / own.get().median());
        compared.add(problem);
      }
    }
    if (ratios.isEmpty()) {
      return Optional.empty();
    }
    double least = ratios.stream().min(Comparator.naturalOrder()).orElseThrow();
    return Optional.of(
        new Ratios(
            ratios.size(),
            Statistics.geometricMean(ratios),
            least,
            compared.get(ratios.indexOf(least)),
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
