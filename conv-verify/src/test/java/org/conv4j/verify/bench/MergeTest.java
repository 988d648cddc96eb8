package org.conv4j.verify.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.conv4j.ConvProblem;
import org.conv4j.verify.InputException;
import org.conv4j.verify.OutputFolder;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.FrameworkInfo;
import org.conv4j.verify.framework.OpenedFrameworks;
import org.conv4j.verify.record.ReportRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MergeTest {

  private static final ConvProblem ONE = ConvProblem.parse("n8_c1h4w4_k1r3s3");
  private static final ConvProblem OTHER = ConvProblem.parse("n8_c2h4w4_k1r3s3");

  @TempDir Path folder;

  @Test
  void a_report_is_read_as_it_was_written() throws IOException {
    BenchReport report = report(2, ONE, 5.0);
    Files.write(folder.resolve(RunRecord.FILE), RunRecord.render(report));
    assertEquals(report, RunRecord.read(folder));
  }

  @Test
  void runs_of_the_same_suite_become_one_and_the_later_time_counts() throws IOException {
    BenchReport merged =
        Benchmark.merge(
            List.of(
                write("first", report(2, ONE, 5.0)),
                write("second", report(2, OTHER, 6.0)),
                write("third", report(2, ONE, 7.0))),
            OutputFolder.prepare(folder.resolve("merged")));
    assertEquals(
        List.of(new Workload("some", OptionalLong.of(8), List.of(ONE, OTHER))),
        merged.plan().workloads());
    assertEquals(7.0, merged.timed(ONE, Computation.FORWARD, "conv-nd4j").orElseThrow().median());
    assertEquals(6.0, merged.timed(OTHER, Computation.FORWARD, "conv-nd4j").orElseThrow().median());
    assertEquals(4, merged.findings().cells().size());
    assertEquals(200, merged.findings().gemmPeak().orElseThrow());
    assertEquals(Duration.ofSeconds(30), merged.elapsed());
    assertEquals(merged, RunRecord.read(folder.resolve("merged")));
    assertTrue(Files.exists(folder.resolve("merged").resolve("bench-cases.svg")));
  }

  @Test
  void runs_with_other_numbers_of_threads_are_refused() throws IOException {
    List<Path> folders =
        List.of(write("first", report(2, ONE, 5.0)), write("second", report(1, ONE, 5.0)));
    InputException refused = assertThrows(InputException.class, () -> Merge.of(folders));
    assertTrue(
        refused.getMessage().endsWith("is of another number of threads than the first: 1, not 2"),
        refused.getMessage());
  }

  @Test
  void a_folder_without_a_run_and_a_damaged_one_are_refused_in_a_sentence() throws IOException {
    InputException none =
        assertThrows(InputException.class, () -> RunRecord.read(folder.resolve("nowhere")));
    assertTrue(none.getMessage().contains("cannot be read"), none.getMessage());
    Files.writeString(folder.resolve(RunRecord.FILE), "{\"suites\":");
    InputException damaged = assertThrows(InputException.class, () -> RunRecord.read(folder));
    assertTrue(damaged.getMessage().contains("is not what bench wrote"), damaged.getMessage());
  }

  private Path write(String name, BenchReport report) throws IOException {
    Path run = Files.createDirectories(folder.resolve(name));
    Files.write(run.resolve(RunRecord.FILE), RunRecord.render(report));
    return run;
  }

  private static BenchReport report(int threads, ConvProblem problem, double millis) {
    return new BenchReport(
        new BenchPlan(
            List.of(new Workload("some", OptionalLong.of(8), List.of(problem))),
            List.of(Computation.FORWARD)),
        List.of(
            new FrameworkInfo(
                "conv-nd4j",
                "conv-nd4j",
                "1",
                List.of(new FrameworkInfo.Library("lib.so", "00")),
                threads,
                null,
                null)),
        List.of(new OpenedFrameworks.Unavailable("pytorch", "no natives")),
        new Findings(
            List.of(200.0),
            List.of(
                new Cell(
                    BenchPlan.caseOf(problem),
                    Computation.FORWARD,
                    "conv-nd4j",
                    Outcome.Measured.of("loops", List.of(millis))),
                new Cell(
                    BenchPlan.caseOf(problem),
                    Computation.FORWARD,
                    "dl4j",
                    new Outcome.Untimed(Outcome.Kind.WRONG, "not right"))),
            Map.of("conv-nd4j", 0.25)),
        new ReportRecord.Host("Linux", "some processor", 2, "17"),
        threads,
        true,
        Duration.ofSeconds(10));
  }
}
