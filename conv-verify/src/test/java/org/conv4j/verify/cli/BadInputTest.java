package org.conv4j.verify.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of bad input, through the real command line: exit code 2 and one sentence. */
@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class BadInputTest {

  @TempDir private Path folder;

  private Path out() {
    return folder.resolve("out");
  }

  @AfterEach
  void nothingWasWritten() {
    assertFalse(Files.exists(out()), "an output folder was made");
  }

  static Stream<Arguments> wrongProblems() {
    return Stream.of(
        Arguments.of("n-1_c3h8w8_k4r3s3", "batch is -1: it must be at least 0"),
        Arguments.of("n1_c-3h8w8_k4r3s3", "input channels is -3"),
        Arguments.of("n1_c3h-8w8_k4r3s3", "input height is -8"),
        Arguments.of("n1_c3h8w8_k-4r3s3", "output channels is -4"),
        Arguments.of("n1_c3h8w8_k4r0s3", "kernel height is 0: it must be at least 1"),
        Arguments.of("n1_c3h8w8_k4r3s0", "kernel width is 0"),
        Arguments.of("n1_c3h8w8_k4r3s3_sh0sw1", "stride height is 0"),
        Arguments.of("n1_c3h8w8_k4r3s3_sh1sw-2", "stride width is -2"),
        Arguments.of("n1_c3h8w8_k4r3s3_dh0dw1", "dilation height is 0"),
        Arguments.of("n1_c3h8w8_k4r3s3_g0", "groups is 0"),
        Arguments.of("n1_c3h8w8_k4r3s3_g2", "2 groups do not divide 3 input channels"),
        Arguments.of("n1_c4h8w8_k3r3s3_g2", "2 groups do not divide 3 output channels"),
        Arguments.of("n1_c3h8w8_k4r3s3_pt-1pb0pl0pr0", "padding top is -1"),
        Arguments.of("n1_c3h2w8_k4r7s3", "output height is -4"),
        Arguments.of("n4611686018427387904_c4h8w8_k4r3s3", "overflow 64 bits"),
        Arguments.of("n99999999999999999999_c4h8w8_k4r3s3", "does not fit 64 bits"),
        Arguments.of("n1_c1h100000w100000_k1r1s1", "10000000000 elements"),
        Arguments.of("c3h8w8_k4r3s3", "is no problem notation"),
        Arguments.of("n1_c3h8w8_k4r3s3_hat", "unknown part 'hat'"),
        Arguments.of("n1_c3h8w8_k4r3s3_g1_g1", "groups twice"),
        Arguments.of("n1_c3h8w8_k4r3s3/exact", "unknown tier 'exact'"),
        Arguments.of("n1_c3h8w8_k4r3s3/real/one", "seed 'one' is not a number"),
        Arguments.of("n1_c3h8w8_k4r3s3/real/1/2", "is no case id"));
  }

  @ParameterizedTest
  @MethodSource("wrongProblems")
  void refusesAWrongProblem(String notation, String rule) {
    CommandLineRun.of("report", "--case", notation, "--out", out().toString())
        .assertRefused("conv4j report: ", rule);
  }

  static Stream<Arguments> wrongOptions() {
    return Stream.of(
        Arguments.of("report --suite nonsense", "unknown suite 'nonsense': expected one of seed, "),
        Arguments.of("report --frameworks reference,nonsense", "unknown framework 'nonsense'"),
        Arguments.of("report --frameworks reference,,nd4j", "--frameworks", "an id is empty"),
        Arguments.of("report --tier exact", "unknown tier 'exact'"),
        Arguments.of("report --direction sideways", "unknown direction 'sideways'"),
        Arguments.of("report --seed one", "--seed", "'one'"),
        Arguments.of("report --cases 5", "--suite random"),
        Arguments.of("report --suite random --cases 0", "0 cases: it must have at least 1"),
        Arguments.of("report --suite random --cases -3", "-3 cases"),
        Arguments.of("report --suite seed --case n1_c1h3w3_k1r1s1", "exclude each other"),
        Arguments.of(
            "report --case n1_c1h3w3_k1r1s1/real/1 --tier integer", "real tier", "integer"),
        Arguments.of("report --case n1_c1h3w3_k1r1s1/real/1 --seed 2", "seed 1", "says 2"),
        Arguments.of(
            "report --case n1_c1h3w3_k1r1s1_nobias --direction bias-gradient",
            "no case has a bias"),
        Arguments.of("report --suit smoke", "Unknown options: '--suit', 'smoke'"),
        Arguments.of("report smoke", "Unmatched argument", "'smoke'"),
        Arguments.of("report --diff one", "--diff"),
        Arguments.of("report --diff one two --seed 3", "--diff stands alone, without --seed"),
        Arguments.of("report --resume one --tier real", "--resume stands alone, without --tier"),
        Arguments.of("report --diff nowhere nowhere", "nowhere", "there is no such file"),
        Arguments.of("report --resume nowhere", "nowhere", "there is no such file"),
        Arguments.of("vectors", "Missing required parameter", "FILE"),
        Arguments.of(
            "vectors nowhere.json", "'nowhere.json' cannot be read: there is no such file"),
        Arguments.of("edges nowhere.png", "'nowhere.png' cannot be read: there is no such file"),
        Arguments.of("edges --size 350", "'350' is no picture size: expected WIDTHxHEIGHT"),
        Arguments.of("edges --size 2x2", "2 x 2 pixels is too small"),
        Arguments.of("edges --size 99999x99999", "is too large"),
        Arguments.of("edges a.png b.png", "Unmatched argument"),
        Arguments.of("cases --suite nonsense", "unknown suite 'nonsense'"),
        Arguments.of("cases --suite random --cases 0", "0 cases"),
        Arguments.of("cases --cases 0", "0 cases"),
        Arguments.of("train --door window", "'window' is no door: expected one of stock, layer"),
        Arguments.of("train --digits 0", "--digits is 0: it must be at least 1"),
        Arguments.of("train --digits 4001", "--digits is 4001: it must be at most 4000"),
        Arguments.of("train --digits 10 --batch 11", "--batch is 11: it must be at most 10"),
        Arguments.of("train --epochs 0", "--epochs is 0"),
        Arguments.of("train --threads -1", "--threads is -1"),
        Arguments.of("nonsense", "nonsense"),
        Arguments.of("", "a COMMAND is missing"));
  }

  static Stream<Arguments> wrongCommands() {
    return wrongOptions()
        .map(
            each -> {
              Object[] all = each.get();
              String[] sentence = new String[all.length - 1];
              System.arraycopy(all, 1, sentence, 0, sentence.length);
              return Arguments.of(all[0], sentence);
            });
  }

  @ParameterizedTest
  @MethodSource("wrongCommands")
  void refusesWrongOptions(String command, String[] sentence) {
    String[] words = command.isEmpty() ? new String[0] : command.split(" ");
    CommandLineRun.of(words).assertRefused(sentence);
    assertFalse(Files.exists(Path.of("conv4j-report")), "the default output folder was made");
    assertFalse(Files.exists(Path.of("conv4j-edges")), "the default output folder was made");
    assertFalse(Files.exists(Path.of("conv4j-train")), "the default output folder was made");
  }

  @Test
  void refusesAVectorFileThatIsCutShort() throws IOException {
    Path file = folder.resolve("short.json");
    Files.writeString(file, "{\"vectors\": [{\"id\": \"a\", \"op\": \"con");
    CommandLineRun.of("vectors", file.toString()).assertRefused("is not valid JSON", "line 1");
  }

  @Test
  void refusesAContradictoryVectorByItsName() throws IOException {
    Path file = folder.resolve("wrong.json");
    Files.writeString(
        file,
        """
        [{"id": "odd", "op": "conv2d", "layout": "NHWC", "w_layout": "HWIO",
          "x_shape": [1, 2, 2, 2], "x": [1, 2, 3, 4, 5, 6, 7, 8],
          "w_shape": [1, 1, 3, 1], "w": [1, 1, 1], "padding": "VALID", "y": [1, 2, 3, 4]}]
        """);
    CommandLineRun.of("vectors", file.toString())
        .assertRefused("vector 'odd'", "3 input channels", "the input has 2");
  }

  @Test
  void refusesAnUnknownFrameworkBeforeAnyVectorRuns() throws IOException {
    Path file = folder.resolve("good.json");
    Files.writeString(
        file,
        """
        [{"id": "a", "op": "conv2d", "layout": "NHWC", "w_layout": "HWIO", "x_shape": [1, 1, 1, 1],
          "x": [1], "w_shape": [1, 1, 1, 1], "w": [1], "padding": "VALID", "y": [1]}]
        """);
    CommandLineRun.of("vectors", file.toString(), "--frameworks", "nonsense")
        .assertRefused("unknown framework 'nonsense'");
  }

  @Test
  void refusesAPictureThatIsCutShort() throws IOException {
    Path file = folder.resolve("short.png");
    byte[] whole =
        getClass().getResourceAsStream("/org/conv4j/verify/edges/camera.png").readAllBytes();
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
    CommandLineRun.of("edges", file.toString(), "--out", out().toString())
        .assertRefused("short.png", "is damaged, cut short");
  }

  @Test
  void refusesAnOutputFolderInTheWayOfAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    for (String out : new String[] {file.toString(), file.resolve("below").toString()}) {
      CommandLineRun.of("report", "--case", "n1_c1h3w3_k1r1s1", "--out", out)
          .assertRefused("output folder '" + out + "'");
      CommandLineRun.of("edges", "--size", "9x9", "--out", out)
          .assertRefused("output folder '" + out + "'");
    }
  }
}
