package org.conv4j.verify.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.FakeFramework;
import org.conv4j.verify.framework.FakeFrameworks;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class VectorsCommandTest {

  private static String file(String name) {
    return Path.of("src/test/resources/org/conv4j/verify/vectors", name).toString();
  }

  private static final String[] BOTH = {
    "vectors", file("published.json"), file("derived-gradients.json")
  };

  @Test
  void countsEachVectorOncePerFramework() {
    CommandLineRun run = CommandLineRun.of(BOTH);
    assertEquals(ExitCode.GOOD, run.exitCode(), run.err());
    assertEquals("192 passed, 0 failed", run.lastLine());
    assertTrue(run.out().contains("conv-nd4j: 96 of 96 vectors passed"), run.out());
  }

  @Test
  void aVectorThatAFrameworkCannotRunCountsAsFailed() {
    FakeFramework noGroups =
        new FakeFramework("nd4j") {
          @Override
          protected Answer answer(ConvProblem problem, Operands operands, ConvDirection direction) {
            return problem.groups() > 1
                ? new Answer.Declined("no groups")
                : super.answer(problem, operands, direction);
          }
        };
    CommandLineRun run =
        CommandLineRun.with(
            FakeFrameworks.right("reference").with("nd4j", () -> noGroups),
            "vectors",
            file("derived-gradients.json"),
            "--frameworks",
            "reference,nd4j");
    assertEquals(ExitCode.ALARMING, run.exitCode());
    assertTrue(run.out().contains("FAILED gap_01 on nd4j: forward: declined: no groups"));
    long failed = run.out().lines().filter(line -> line.matches("FAILED .*: forward: .*")).count();
    assertEquals((36 - failed) + " passed, " + failed + " failed", run.lastLine());
  }

  @Test
  void aFrameworkThatCannotBeStartedFailsEveryVectorAndExitsWith3() {
    CommandLineRun run =
        CommandLineRun.with(FakeFrameworks.right("reference").without("conv-nd4j", "no jar"), BOTH);
    assertEquals(ExitCode.NO_RESULT, run.exitCode());
    assertEquals("96 passed, 96 failed", run.lastLine());
    assertTrue(run.out().contains("conv-nd4j could not be started: no jar"), run.out());
  }
}
