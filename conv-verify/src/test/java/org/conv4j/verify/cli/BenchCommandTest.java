package org.conv4j.verify.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.conv4j.Tensor;
import org.conv4j.verify.bench.FakeTiming;
import org.conv4j.verify.framework.FakeFrameworks;
import org.conv4j.verify.framework.SessionSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BenchCommandTest {

  private static final String CASE = "n1_c2h4w4_k3r3s3_same";

  @TempDir Path folder;

  @Test
  void times_and_writes_three_files() throws IOException {
    CommandLineRun run = bench(fakes(), "--case", CASE);
    assertEquals(0, run.exitCode(), run.err());
    JsonNode results =
        new ObjectMapper().readTree(folder.resolve("bench.json").toFile()).get("results");
    assertEquals(4, results.size());
    assertEquals(CASE + "/real/1", results.get(0).get("case").asText());
    assertEquals("conv-nd4j", results.get(0).get("framework").asText());
    assertTrue(Files.readString(folder.resolve("bench.md")).contains("| cases | forward | 10.0 |"));
    assertTrue(Files.exists(folder.resolve("bench.svg")));
    assertFalse(Files.exists(folder.resolve("scaling.svg")));
    assertTrue(run.lastLine().endsWith("bench.md"), run.out());
  }

  @Test
  void times_the_real_reference() throws IOException {
    CommandLineRun run =
        bench(
            new InstalledFrameworks(),
            "--case",
            CASE,
            "--frameworks",
            "reference",
            "--threads",
            "1");
    assertEquals(0, run.exitCode(), run.err() + run.out());
    JsonNode json = new ObjectMapper().readTree(folder.resolve("bench.json").toFile());
    assertEquals(1, json.get("threads").asInt());
    assertEquals(2, json.get("results").size());
    for (JsonNode result : json.get("results")) {
      assertTrue(result.get("minMillis").asDouble() > 0);
      assertTrue(result.get("minMillis").asDouble() <= result.get("medianMillis").asDouble());
    }
  }

  @Test
  void a_wrong_result_is_exit_code_1() throws IOException {
    FakeTiming wrong =
        new FakeTiming(1) {
          @Override
          protected Tensor changed(Tensor right) {
            return Tensor.zeros(right.shape());
          }
        };
    CommandLineRun run =
        bench(
            fakes().with("nd4j", () -> FakeTiming.session("nd4j", wrong)),
            "--case",
            CASE,
            "--case",
            "n1_c1h1w1_k1r1s1",
            "--direction",
            "forward");
    assertEquals(3, run.exitCode(), "without a single time: " + run.out());
    assertTrue(run.out().contains("2 results are wrong"), run.out());
    FakeTiming sometimes =
        new FakeTiming(1) {
          @Override
          protected Tensor changed(Tensor right) {
            return right.size() > 1 ? Tensor.zeros(right.shape()) : right;
          }
        };
    CommandLineRun half =
        bench(
            fakes().with("nd4j", () -> FakeTiming.session("nd4j", sometimes)),
            "--case",
            CASE,
            "--case",
            "n1_c1h1w1_k1r1s1",
            "--direction",
            "forward");
    assertEquals(1, half.exitCode(), half.out());
  }

  @Test
  void a_framework_that_does_not_start_is_exit_code_3() {
    CommandLineRun run = bench(fakes().without("nd4j", "nd4j is not here"), "--case", CASE);
    assertEquals(3, run.exitCode());
    assertTrue(run.out().contains("nd4j could not be started: nd4j is not here"), run.out());
  }

  @Test
  void a_framework_that_cannot_be_timed_is_exit_code_3() {
    CommandLineRun run =
        bench(FakeFrameworks.right("conv-nd4j"), "--case", CASE, "--frameworks", "conv-nd4j");
    assertEquals(3, run.exitCode(), run.out());
  }

  @Test
  void scaling_draws_its_own_picture() {
    CommandLineRun run = bench(fakes(), "--scaling", "--threads", "2", "--direction", "forward");
    assertEquals(0, run.exitCode(), run.err());
    assertTrue(Files.exists(folder.resolve("scaling.svg")));
    assertTrue(Files.exists(folder.resolve("scaling.json")));
    assertFalse(Files.exists(folder.resolve("bench.json")));
  }

  @Test
  void transforms_join_once() throws IOException {
    bench(
        fakes()
            .with(
                "conv-nd4j:transforms",
                () -> FakeTiming.session("conv-nd4j:transforms", new FakeTiming(1))),
        "--case",
        CASE,
        "--direction",
        "forward",
        "--transforms");
    assertEquals(
        3,
        new ObjectMapper().readTree(folder.resolve("bench.json").toFile()).get("results").size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --suite     | alexnet   | conv4j bench: unknown suite 'alexnet': expected one of resnet50, resnet50-dl4j, vgg16, mobilenet, lenet, seed
          --batch     | 0         | conv4j bench: batch is 0: it must be at least 1
          --batch     | 9999999999| conv4j bench: n9999999999_c3h224w224_k64r7s7_sh2sw2_pt3pb3pl3pr3_nobias: its input has 1505279999849472 elements, and at most 2147483639 can be timed
          --case      | n700000000_c4h1w1_k1r1s1 | conv4j bench: n700000000_c4h1w1_k1r1s1: its input has 2800000000 elements, and at most 2147483639 can be timed
          --threads   | 0         | conv4j bench: --threads is 0: it must be at least 1
          --minutes   | 0         | conv4j bench: --minutes is 0: it must be at least 1
          --frameworks| caffe     | conv4j bench: unknown framework 'caffe': expected one of [conv-nd4j, nd4j]
          """)
  void says_in_one_sentence_what_is_wrong(String option, String value, String sentence) {
    CommandLineRun run = bench(fakes(), option, value);
    assertEquals(2, run.exitCode());
    assertEquals(sentence, run.sentence());
    assertFalse(run.err().contains("Exception"), run.err());
  }

  @Test
  void says_which_directions_there_are() {
    CommandLineRun run = bench(fakes(), "--direction", "sideways");
    assertEquals(2, run.exitCode());
    assertTrue(run.sentence().contains("expected one of forward, backward"), run.sentence());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nd4j", "conv-nd4j:direct", "caffe", "all"})
  void only_conv4j_with_nothing_forced_makes_choices(String framework) {
    CommandLineRun run = bench(fakes(), "--selection", "--case", CASE, "--frameworks", framework);
    assertEquals(2, run.exitCode());
    assertEquals(
        "conv4j bench: '"
            + framework
            + "' chooses no algorithm: --selection takes conv-nd4j and conv-nd4j-onednn, also with"
            + " :transforms or :no-vector",
        run.sentence());
  }

  @Test
  void the_bias_gradient_is_no_choice() {
    CommandLineRun run =
        bench(fakes(), "--selection", "--case", CASE, "--direction", "bias-gradient");
    assertEquals(2, run.exitCode());
    assertEquals(
        "conv4j bench: nothing to choose: --selection times outputs, input gradients and filter"
            + " gradients",
        run.sentence());
  }

  private static FakeFrameworks fakes() {
    return new FakeFrameworks()
        .with("conv-nd4j", () -> FakeTiming.session("conv-nd4j", new FakeTiming(500)))
        .with("nd4j", () -> FakeTiming.session("nd4j", new FakeTiming(5000)));
  }

  private CommandLineRun bench(SessionSource sessions, String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "bench";
    all[1] = "--out";
    all[2] = folder.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return CommandLineRun.with(sessions, all);
  }
}
