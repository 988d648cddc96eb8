package org.conv4j.verify.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.conv4j.ConvProblem;
import org.conv4j.verify.InputException;
import org.conv4j.verify.IoReason;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.FrameworkInfo;
import org.conv4j.verify.framework.OpenedFrameworks;
import org.conv4j.verify.record.ReportRecord;

/**
 * {@code bench-run.json}: a {@link BenchReport} with nothing left out, to be read again.
 *
 * @param suites problems as notations
 * @param computations ids
 * @param frameworks that took part
 * @param missing by id, why it could not be started
 * @param gemm GFLOP/s
 * @param idle by id, processors kept busy
 * @param cells what was timed and what was not
 * @param host the machine
 * @param threads of each framework
 * @param vectorApi whether conv-nd4j had the JDK's Vector API
 * @param seconds that it took
 */
record RunRecord(
    List<SuiteRecord> suites,
    List<String> computations,
    List<FrameworkInfo> frameworks,
    Map<String, String> missing,
    List<Double> gemm,
    Map<String, Double> idle,
    List<CellRecord> cells,
    ReportRecord.Host host,
    int threads,
    boolean vectorApi,
    double seconds) {

  static final String FILE = "bench-run.json";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /**
   * A {@link Workload}.
   *
   * @param batch null where the problems have batches of their own
   */
  record SuiteRecord(String name, Long batch, List<String> problems) {}

  /**
   * A {@link Cell}.
   *
   * @param runs null if it was not timed
   * @param kind null if it was timed; so is the reason
   */
  record CellRecord(
      String problem,
      String computation,
      String framework,
      String algorithm,
      Integer runs,
      Double medianMillis,
      Double minMillis,
      String kind,
      String reason) {}

  static byte[] render(BenchReport report) {
    RunRecord file =
        new RunRecord(
            report.plan().workloads().stream().map(RunRecord::suite).toList(),
            report.plan().computations().stream().map(Computation::id).toList(),
            report.frameworks(),
            report.missing().stream()
                .collect(
                    Collectors.toMap(
                        OpenedFrameworks.Unavailable::id, OpenedFrameworks.Unavailable::reason)),
            report.findings().gemm(),
            report.findings().idle(),
            report.findings().cells().stream().map(RunRecord::cell).toList(),
            report.host(),
            report.threads(),
            report.vectorApi(),
            report.elapsed().toMillis() / 1e3);
    try {
      return (MAPPER.writeValueAsString(file) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a benchmark that is not JSON", impossible);
    }
  }

  /**
   * The report in {@code folder}.
   *
   * @throws InputException in one sentence, if there is none
   */
  static BenchReport read(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      return MAPPER.readValue(Files.readAllBytes(file), RunRecord.class).report();
    } catch (JsonProcessingException | IllegalArgumentException damaged) {
      throw new InputException(
          "'" + file + "' is not what bench wrote: " + firstLine(damaged.getMessage()), damaged);
    } catch (IOException unreadable) {
      throw new InputException(
          "'" + file + "' cannot be read: " + IoReason.of(unreadable), unreadable);
    }
  }

  private static String firstLine(String text) {
    return text == null ? "no reason given" : text.lines().findFirst().orElse("");
  }

  private BenchReport report() {
    return new BenchReport(
        new BenchPlan(
            suites.stream()
                .map(
                    suite ->
                        new Workload(
                            suite.name(),
                            suite.batch() == null
                                ? OptionalLong.empty()
                                : OptionalLong.of(suite.batch()),
                            suite.problems().stream().map(ConvProblem::parse).toList()))
                .toList(),
            computations.stream().map(Computation::ofId).toList()),
        frameworks,
        missing.entrySet().stream()
            .map(each -> new OpenedFrameworks.Unavailable(each.getKey(), each.getValue()))
            .toList(),
        new Findings(gemm, cells.stream().map(RunRecord::cell).toList(), idle),
        host,
        threads,
        vectorApi,
        Duration.ofMillis((long) (seconds * 1e3)));
  }

  private static SuiteRecord suite(Workload workload) {
    return new SuiteRecord(
        workload.name(),
        workload.batch().isPresent() ? workload.batch().getAsLong() : null,
        workload.problems().stream().map(ConvProblem::toString).toList());
  }

  private static CellRecord cell(Cell cell) {
    String problem = cell.convCase().problem().toString();
    String computation = cell.computation().id();
    if (cell.outcome() instanceof Outcome.Measured measured) {
      return new CellRecord(
          problem,
          computation,
          cell.framework(),
          measured.algorithm(),
          measured.runs(),
          measured.median(),
          measured.least(),
          null,
          null);
    }
    Outcome.Untimed untimed = (Outcome.Untimed) cell.outcome();
    return new CellRecord(
        problem,
        computation,
        cell.framework(),
        null,
        null,
        null,
        null,
        untimed.kind().name(),
        untimed.reason());
  }

  private static Cell cell(CellRecord cell) {
    return new Cell(
        BenchPlan.caseOf(ConvProblem.parse(cell.problem())),
        Computation.ofId(cell.computation()),
        cell.framework(),
        cell.runs() == null
            ? new Outcome.Untimed(Outcome.Kind.valueOf(cell.kind()), cell.reason())
            : new Outcome.Measured(
                cell.algorithm(), cell.runs(), cell.medianMillis(), cell.minMillis()));
  }
}
