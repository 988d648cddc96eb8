package org.conv4j.verify.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.conv4j.verify.cases.Suites;
import org.conv4j.verify.framework.FakeFrameworks;
import org.conv4j.verify.framework.Frameworks;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class OtherCommandsTest {

  private static final String CONTROL_CODE = "\u001b";

  @TempDir private Path folder;

  @Test
  void edgesOfTheCameraAreWritten() throws IOException {
    CommandLineRun run =
        CommandLineRun.of("edges", "--size", "350x150", "--out", folder.toString());
    assertEquals(ExitCode.GOOD, run.exitCode(), run.err());
    assertTrue(run.out().contains("Edges of camera.png, 350 x 150 pixels"), run.out());
    assertTrue(run.lastLine().startsWith("Right: "), run.out());
    for (String name :
        List.of("original.png", "horizontal-edges.png", "vertical-edges.png", "side-by-side.png")) {
      assertTrue(Files.size(folder.resolve(name)) > 0, name);
    }
  }

  @Test
  void edgesKeepThePicturesOwnSize() throws IOException {
    Path picture = folder.resolve("colours.png");
    ImageIO.write(new BufferedImage(31, 17, BufferedImage.TYPE_INT_ARGB), "png", picture.toFile());
    CommandLineRun run = CommandLineRun.of("edges", picture.toString(), "--out", folder.toString());
    assertEquals(ExitCode.GOOD, run.exitCode(), run.err());
    BufferedImage edges = ImageIO.read(folder.resolve("vertical-edges.png").toFile());
    assertEquals(29, edges.getWidth());
    assertEquals(15, edges.getHeight());
  }

  @Test
  void edgesWithoutTheFrameworkExitWith3() {
    CommandLineRun run =
        CommandLineRun.with(
            FakeFrameworks.right().without("conv-nd4j", "there is no ND4J for this platform"),
            "edges",
            "--out",
            folder.toString());
    assertEquals(ExitCode.NO_RESULT, run.exitCode());
    assertEquals("conv4j edges: there is no ND4J for this platform", run.sentence());
  }

  @Test
  void casesListsTheSuites() {
    CommandLineRun run = CommandLineRun.of("cases");
    assertEquals(ExitCode.GOOD, run.exitCode(), run.err());
    for (String suite : Suites.names()) {
      assertTrue(run.out().lines().anyMatch(line -> line.startsWith(suite + " ")), run.out());
    }
  }

  @Test
  void casesListsTheProblemsOfASuite() {
    CommandLineRun run = CommandLineRun.of("cases", "--suite", "seed");
    assertTrue(run.out().contains("n2_c5h10w11_k4r2s3_nhwc_hwio_nobias_f64"), run.out());
    assertTrue(run.out().contains("9x9"), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "report", "vectors", "edges", "cases"})
  void helpTeaches(String command) {
    CommandLineRun run =
        command.isEmpty() ? CommandLineRun.of("--help") : CommandLineRun.of(command, "--help");
    assertEquals(ExitCode.GOOD, run.exitCode(), run.err());
    assertTrue(run.out().contains("Examples:"), run.out());
    assertTrue(run.out().contains("Exit codes"), run.out());
    assertTrue(run.out().contains("./conv4j " + command), run.out());
    assertFalse(run.out().contains(CONTROL_CODE), run.out());
    assertTrue(run.out().lines().allMatch(line -> line.length() <= 100), "a line is too long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"report", "vectors", "bench", "model"})
  void helpNamesTheFrameworks(String command) {
    String help = CommandLineRun.of(command, "--help").out().replaceAll("\\s+", " ");
    assertTrue(help.contains(String.join(", ", Frameworks.ids())), help);
  }

  @Test
  void versionIsTold() {
    CommandLineRun run = CommandLineRun.of("--version");
    assertEquals(ExitCode.GOOD, run.exitCode());
    assertTrue(run.out().startsWith("conv4j "), run.out());
  }

  @Test
  void aMistakeOfOursShowsItsStackTrace() {
    CommandLineRun run =
        CommandLineRun.with(
            FakeFrameworks.right()
                .with(
                    "conv-nd4j",
                    () -> {
                      throw new IllegalStateException("a mistake");
                    }),
            "edges",
            "--out",
            folder.toString());
    assertEquals(ExitCode.NO_RESULT, run.exitCode());
    assertTrue(run.err().contains("mistake of conv4j"), run.err());
    assertTrue(run.err().contains("\tat "), run.err());
  }
}
