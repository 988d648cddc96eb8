package org.conv4j.verify.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.conv4j.ConvProblem;
import org.conv4j.verify.InputException;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.FrameworkInfo;
import org.conv4j.verify.framework.OpenedFrameworks;

/**
 * Puts runs together that were made one after the other, so that a machine need not be left alone
 * for all of them at a stretch. Where two runs have timed the same, the later one counts.
 */
final class Merge {

  private record Key(String name, List<Long> batch) {}

  private record Timed(ConvProblem problem, Computation computation, String framework) {}

  private final Map<Key, Set<ConvProblem>> suites = new LinkedHashMap<>();
  private final Map<Key, Workload> workloads = new LinkedHashMap<>();
  private final Set<Computation> computations = new LinkedHashSet<>();
  private final Map<String, FrameworkInfo> frameworks = new LinkedHashMap<>();
  private final Map<String, OpenedFrameworks.Unavailable> missing = new LinkedHashMap<>();
  private final List<Double> gemm = new ArrayList<>();
  private final Map<String, Double> idle = new LinkedHashMap<>();
  private final Map<Timed, Cell> cells = new LinkedHashMap<>();
  private Duration elapsed = Duration.ZERO;

  private Merge() {}

  /**
   * The runs in {@code folders} as one.
   *
   * @param folders one or more
   * @throws InputException in one sentence, if there is none in one of them, or if they are of
   *     different machines, numbers of threads or versions
   */
  static BenchReport of(List<Path> folders) {
    Merge merge = new Merge();
    BenchReport first = null;
    for (Path folder : folders) {
      BenchReport report = RunRecord.read(folder);
      first = first == null ? report : first;
      refuse(folder, "machine", first.host(), report.host());
      refuse(folder, "number of threads", first.threads(), report.threads());
      merge.add(folder, report);
    }
    return new BenchReport(
        new BenchPlan(merge.united(), List.copyOf(merge.computations)),
        List.copyOf(merge.frameworks.values()),
        merge.missing.values().stream()
            .filter(each -> !merge.frameworks.containsKey(each.id()))
            .toList(),
        new Findings(merge.gemm, List.copyOf(merge.cells.values()), merge.idle),
        first.host(),
        first.threads(),
        first.vectorApi(),
        merge.elapsed);
  }

  private static void refuse(Path folder, String what, Object first, Object other) {
    if (!first.equals(other)) {
      throw new InputException(
          "'%s' is of another %s than the first: %s, not %s".formatted(folder, what, other, first));
    }
  }

  private void add(Path folder, BenchReport report) {
    for (Workload workload : report.plan().workloads()) {
      Key key = new Key(workload.name(), workload.batch().stream().boxed().toList());
      workloads.putIfAbsent(key, workload);
      suites.computeIfAbsent(key, none -> new LinkedHashSet<>()).addAll(workload.problems());
    }
    computations.addAll(report.plan().computations());
    for (FrameworkInfo framework : report.frameworks()) {
      FrameworkInfo known = frameworks.putIfAbsent(framework.id(), framework);
      if (known != null) {
        refuse(folder, "version of " + framework.id(), known.version(), framework.version());
      }
    }
    report.missing().forEach(each -> missing.put(each.id(), each));
    gemm.addAll(report.findings().gemm());
    report.findings().idle().forEach((id, busy) -> idle.merge(id, busy, Math::max));
    for (Cell cell : report.findings().cells()) {
      cells.put(new Timed(cell.convCase().problem(), cell.computation(), cell.framework()), cell);
    }
    elapsed = elapsed.plus(report.elapsed());
  }

  private List<Workload> united() {
    return workloads.entrySet().stream()
        .map(
            each ->
                new Workload(
                    each.getValue().name(),
                    each.getValue().batch(),
                    List.copyOf(suites.get(each.getKey()))))
        .toList();
  }
}
