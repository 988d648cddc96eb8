package org.conv4j.verify.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What a reader asks first: how each configuration of conv4j stands against the others. */
final class Overview {

  /** Those that get a line of their own; the others count among the best. */
  private static final List<String> NAMED = List.of("dl4j", "nd4j");

  /**
   * Lines about the same problems.
   *
   * @param label of the problems
   */
  record Table(String label, List<Line> lines) {}

  /**
   * One configuration against one other, or the best of all others.
   *
   * @param subject for people
   * @param peer for people
   * @param means one for each computation of the plan
   * @param together over all computations
   */
  record Line(
      String subject, String peer, List<OptionalDouble> means, Comparison.Ratios together) {}

  private final BenchReport report;
  private final Comparison comparison;

  private Overview(BenchReport report) {
    this.report = report;
    this.comparison = new Comparison(report);
  }

  /** A table for each batch in which something can be compared. */
  static List<Table> of(BenchReport report) {
    Overview overview = new Overview(report);
    return Group.byBatch(report.plan()).stream()
        .map(group -> new Table(group.label(), overview.lines(group)))
        .filter(table -> !table.lines().isEmpty())
        .toList();
  }

  private List<Line> lines(Group group) {
    List<Line> lines = new ArrayList<>();
    configurations()
        .forEach(
            (subject, ids) -> {
              for (String named : NAMED) {
                add(lines, subject, ids, named, List.of(named), group);
              }
              add(lines, subject, ids, "the best of the others", report.peers(), group);
            });
    return lines;
  }

  /** Ids by name; without the Vector API, the better of the two jars of ND4J counts. */
  private Map<String, List<String>> configurations() {
    Map<String, List<String>> configurations = new LinkedHashMap<>();
    for (String id : report.own()) {
      if (id.endsWith(":no-vector")) {
        configurations
            .computeIfAbsent("conv4j without the Vector API", none -> new ArrayList<>())
            .add(id);
      } else {
        configurations.put(id, List.of(id));
      }
    }
    return configurations;
  }

  private void add(
      List<Line> lines,
      String subject,
      List<String> ids,
      String peer,
      List<String> peers,
      Group group) {
    List<OptionalDouble> means =
        report.plan().computations().stream()
            .map(
                computation ->
                    comparison
                        .ratios(ids, peers, group.problems(), List.of(computation))
                        .map(ratios -> OptionalDouble.of(ratios.mean()))
                        .orElse(OptionalDouble.empty()))
            .toList();
    comparison
        .ratios(ids, peers, group.problems(), report.plan().computations())
        .ifPresent(together -> lines.add(new Line(subject, peer, means, together)));
  }
}
