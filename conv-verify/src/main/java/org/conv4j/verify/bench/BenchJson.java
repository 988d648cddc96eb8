package org.conv4j.verify.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code bench.json}. */
final class BenchJson {

  private static final ObjectWriter WRITER =
      JsonMapper.builder()
          .build()
          .writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

  /**
   * The file.
   *
   * @param gemmPeakGflops null if no framework lends its BLAS
   * @param threads of each framework
   * @param vectorApi whether conv-nd4j had the JDK's Vector API
   * @param results what was timed, and nothing else
   */
  record File(Double gemmPeakGflops, int threads, boolean vectorApi, List<Result> results) {}

  /**
   * One time.
   *
   * @param convCase id: notation/tier/seed
   * @param direction id of the computation
   * @param framework id
   * @param algorithm as the framework tells; null where it does not
   * @param medianMillis of the runs
   * @param minMillis of the runs
   * @param gflops of the median, in operations of the plain sums
   */
  record Result(
      @JsonProperty("case") String convCase,
      String direction,
      String framework,
      String algorithm,
      double medianMillis,
      double minMillis,
      double gflops) {}

  private BenchJson() {}

  static byte[] render(Findings findings, int threads, boolean vectorApi) {
    File file =
        new File(
            findings.gemmPeak().isPresent() ? findings.gemmPeak().getAsDouble() : null,
            threads,
            vectorApi,
            findings.cells().stream().filter(Cell::measured).map(BenchJson::result).toList());
    try {
      return (WRITER.writeValueAsString(file) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a benchmark that is not JSON", impossible);
    }
  }

  private static Result result(Cell cell) {
    Outcome.Measured measured = (Outcome.Measured) cell.outcome();
    return new Result(
        cell.convCase().id(),
        cell.computation().id(),
        cell.framework(),
        measured.algorithm(),
        measured.median(),
        measured.least(),
        cell.gflops());
  }
}
