package org.conv4j.verify.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.conv4j.check.Verdict;
import org.conv4j.verify.report.Report;
import org.conv4j.verify.report.ReportReader;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line with the frameworks themselves, in their processes. */
@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class RealFrameworksTest {

  private static final InstalledFrameworks INSTALLED = new InstalledFrameworks();
  private static final String VECTORS = "src/test/resources/org/conv4j/verify/vectors/";

  @TempDir private Path folder;

  @Test
  void theDefaultFrameworksAgreeAndTheKnownDifferenceIsFound() {
    CommandLineRun run =
        CommandLineRun.with(
            INSTALLED,
            "report",
            "--case",
            "n2_c3h8w7_k4r3s3_same",
            "--case",
            "n1_c2h6w6_k3r1s1_sh3sw3_same",
            "--out",
            folder.toString());
    assertEquals(ExitCode.GOOD, run.exitCode(), run.out() + run.err());
    Report report = ReportReader.read(folder);
    assertEquals(
        List.of("reference", "conv-nd4j", "nd4j", "dl4j"),
        report.frameworks().stream().map(framework -> framework.id()).toList());
    assertTrue(report.verdicts().get(Verdict.KNOWN) > 0, run.out());
    assertTrue(
        report.results().stream()
            .filter(result -> List.of("reference", "conv-nd4j").contains(result.framework()))
            .allMatch(result -> result.verdict().right()),
        run.out());
  }

  @Test
  void everyPublishedVectorIsReproduced() {
    CommandLineRun run =
        CommandLineRun.with(
            INSTALLED, "vectors", VECTORS + "published.json", VECTORS + "derived-gradients.json");
    assertEquals("192 passed, 0 failed", run.lastLine(), run.out() + run.err());
    assertEquals(ExitCode.GOOD, run.exitCode());
  }

  @Test
  void theEdgesOfThePhotographAreRight() {
    CommandLineRun run = CommandLineRun.with(INSTALLED, "edges", "--out", folder.toString());
    assertEquals(ExitCode.GOOD, run.exitCode(), run.out() + run.err());
    assertTrue(run.lastLine().startsWith("Right: "), run.out());
  }

  @Test
  void anAlgorithmThatDoesNotExistIsNotStarted() {
    CommandLineRun run =
        CommandLineRun.with(
            INSTALLED,
            "report",
            "--case",
            "n1_c1h3w3_k1r1s1",
            "--frameworks",
            "conv-nd4j:nonsense",
            "--out",
            folder.toString());
    assertTrue(run.exitCode() == ExitCode.USAGE || run.exitCode() == ExitCode.NO_RESULT);
    assertTrue((run.out() + run.err()).contains("nonsense"), run.out() + run.err());
  }
}
