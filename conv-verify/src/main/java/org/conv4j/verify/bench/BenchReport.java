package org.conv4j.verify.bench;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.conv4j.ConvProblem;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.FrameworkInfo;
import org.conv4j.verify.framework.OpenedFrameworks;
import org.conv4j.verify.record.ReportRecord;

/**
 * A finished benchmark, with what is needed to judge it.
 *
 * @param plan what was to be timed
 * @param frameworks that took part, in the order asked for
 * @param missing those that could not be started
 * @param findings what came of it
 * @param host the machine
 * @param threads of each framework
 * @param vectorApi whether conv-nd4j had the JDK's Vector API
 * @param elapsed how long it took
 */
public record BenchReport(
    BenchPlan plan,
    List<FrameworkInfo> frameworks,
    List<OpenedFrameworks.Unavailable> missing,
    Findings findings,
    ReportRecord.Host host,
    int threads,
    boolean vectorApi,
    Duration elapsed) {

  private static final String OWN = "conv-nd4j";

  /** Copies the lists. */
  public BenchReport {
    frameworks = List.copyOf(frameworks);
    missing = List.copyOf(missing);
  }

  /** Whether something computed a wrong result, failed or crashed. */
  public boolean alarming() {
    return findings.cells().stream()
        .anyMatch(
            cell ->
                cell.outcome() instanceof Outcome.Untimed untimed
                    && untimed.kind() != Outcome.Kind.UNSUPPORTED);
  }

  /** Frameworks without a single time. */
  public List<String> silent() {
    return ids().stream()
        .filter(
            id ->
                findings.cells().stream()
                    .noneMatch(cell -> cell.framework().equals(id) && cell.measured()))
        .toList();
  }

  List<String> ids() {
    return frameworks.stream().map(FrameworkInfo::id).toList();
  }

  /** Those that are conv4j. */
  List<String> own() {
    return ids().stream().filter(BenchReport::isOwn).toList();
  }

  /** Those that conv4j is compared with: all but itself and the reference. */
  List<String> peers() {
    return ids().stream()
        .filter(id -> !isOwn(id) && !id.equals("reference") && !id.equals("dl4j-conv4j"))
        .toList();
  }

  private static boolean isOwn(String id) {
    return id.startsWith(OWN);
  }

  /** The cell of a problem; empty where it was not reached. */
  Optional<Cell> cell(ConvProblem problem, Computation computation, String framework) {
    return findings.cells().stream()
        .filter(
            cell ->
                cell.framework().equals(framework)
                    && cell.computation() == computation
                    && cell.convCase().problem().equals(problem))
        .findFirst();
  }

  /** The cell of a problem if it was timed. */
  Optional<Cell> timed(ConvProblem problem, Computation computation, String framework) {
    return cell(problem, computation, framework).filter(Cell::measured);
  }
}
