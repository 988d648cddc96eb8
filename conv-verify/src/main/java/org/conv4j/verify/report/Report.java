package org.conv4j.verify.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.conv4j.check.Verdict;
import org.conv4j.verify.record.ReportRecord;

/**
 * A whole report in memory, as read or as just written; immutable. Its references are sound: every
 * result names a case and a framework of this report, none appears twice.
 *
 * @param header what ran, where and when
 * @param frameworks in the order of their handshakes
 * @param cases in the order of the run
 * @param results in the order they came
 * @param relations between results, whether they hold
 * @param smallest cases to which failing results were reduced
 * @param mutants the deliberately wrong implementations
 * @param footer null when the run did not finish
 * @param pictures of errors, and for information
 */
public record Report(
    ReportRecord.Header header,
    List<ReportRecord.Framework> frameworks,
    List<ReportRecord.Case> cases,
    List<ReportRecord.Result> results,
    List<ReportRecord.Relation> relations,
    List<ReportRecord.Smallest> smallest,
    List<ReportRecord.Mutant> mutants,
    ReportRecord.Footer footer,
    List<Picture> pictures) {

  /** Copies the lists. */
  public Report {
    Objects.requireNonNull(header, "header");
    frameworks = List.copyOf(frameworks);
    cases = List.copyOf(cases);
    results = List.copyOf(results);
    relations = List.copyOf(relations);
    smallest = List.copyOf(smallest);
    mutants = List.copyOf(mutants);
    pictures = List.copyOf(pictures);
  }

  /** What a report says as a whole. */
  public enum Status {
    /** The run proves nothing: it was empty, did not finish, or its numbers do not add up. */
    INVALID,
    /** A verdict is alarming, a relation does not hold, or a mutant survived. */
    ALARMING,
    /** Neither: right, or a known difference, or left out with a reason. */
    GOOD
  }

  /** Whether the run finished. */
  public boolean complete() {
    return footer != null;
  }

  /** What the report says as a whole. */
  public Status status() {
    if (!defects().isEmpty()) {
      return Status.INVALID;
    }
    boolean alarming =
        results.stream().anyMatch(result -> result.verdict().alarming())
            || relations.stream().anyMatch(relation -> relation.verdict().alarming())
            || mutants.stream().anyMatch(mutant -> !mutant.killed());
    return alarming ? Status.ALARMING : Status.GOOD;
  }

  /** Why the report is {@link Status#INVALID}, one sentence each; empty when it is not. */
  public List<String> defects() {
    List<String> defects = new ArrayList<>();
    if (results.isEmpty()) {
      defects.add("The run is empty: it has no result.");
    }
    if (footer == null) {
      defects.add(
          "The run did not finish: %d of %d planned results are there."
              .formatted(results.size(), header.planned()));
      return defects;
    }
    if (header.planned() != results.size()) {
      defects.add(
          "Planned %d results, found %d: every planned result must be accounted for."
              .formatted(header.planned(), results.size()));
    }
    if (footer.planned() != header.planned()) {
      defects.add(
          "The footer says %d results were planned, the header %d."
              .formatted(footer.planned(), header.planned()));
    }
    if (footer.accounted() != results.size()) {
      defects.add(
          "The footer accounts for %d results, found %d."
              .formatted(footer.accounted(), results.size()));
    }
    Map<Verdict, Long> counted = verdicts();
    for (Verdict verdict : Verdict.values()) {
      long claimed = footer.verdicts().getOrDefault(verdict, 0L);
      if (claimed != counted.get(verdict)) {
        defects.add(
            "The footer counts %d %s, found %d.".formatted(claimed, verdict, counted.get(verdict)));
      }
    }
    Set<String> heard = new HashSet<>();
    results.forEach(result -> heard.add(result.framework()));
    for (ReportRecord.Framework framework : frameworks) {
      if (!results.isEmpty() && !heard.contains(framework.id())) {
        defects.add("Framework " + framework.id() + " gave no result.");
      }
    }
    return defects;
  }

  /** How many results have each verdict; every verdict is a key. */
  public Map<Verdict, Long> verdicts() {
    Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict, 0L);
    }
    results.forEach(result -> counts.merge(result.verdict(), 1L, Long::sum));
    return counts;
  }
}
