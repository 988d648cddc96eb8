package org.conv4j.verify.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.conv4j.ConvProblem;

/**
 * Problems that a number is about.
 *
 * @param label for people
 * @param problems each once
 */
record Group(String label, List<ConvProblem> problems) {

  Group {
    problems = List.copyOf(problems);
  }

  /** A group for each workload. */
  static List<Group> each(BenchPlan plan) {
    return plan.workloads().stream()
        .map(workload -> new Group(workload.label(), workload.problems()))
        .toList();
  }

  /** A group for each batch, the largest first; then those without one batch, together. */
  static List<Group> byBatch(BenchPlan plan) {
    Map<Long, List<Workload>> byBatch = new TreeMap<>((one, other) -> Long.compare(other, one));
    List<Workload> others = new ArrayList<>();
    for (Workload workload : plan.workloads()) {
      OptionalLong batch = workload.batch();
      if (batch.isPresent()) {
        byBatch.computeIfAbsent(batch.getAsLong(), none -> new ArrayList<>()).add(workload);
      } else {
        others.add(workload);
      }
    }
    List<Group> groups = new ArrayList<>();
    byBatch.forEach((batch, workloads) -> groups.add(of("batch " + batch, workloads)));
    if (!others.isEmpty()) {
      groups.add(of("batches of their own", others));
    }
    return groups;
  }

  private static Group of(String label, List<Workload> workloads) {
    return new Group(
        String.join(", ", workloads.stream().map(Workload::name).toList()) + "; " + label,
        workloads.stream().flatMap(workload -> workload.problems().stream()).distinct().toList());
  }

  /** Those of a kind. */
  Group only(KernelKind kind) {
    return new Group(
        label, problems.stream().filter(problem -> KernelKind.of(problem) == kind).toList());
  }
}
