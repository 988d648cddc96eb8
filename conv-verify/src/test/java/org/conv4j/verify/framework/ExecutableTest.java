package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.verify.process.ArrayData;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ExecutableTest {

  private static final ConvProblem PROBLEM = ConvProblem.parse("n1_c1h2w2_k1r1s1");

  private static final String GREETING =
      """
      #!/bin/sh
      read -r hello
      echo '{"answer":"hello","protocol":1,"name":"shell","version":"7","threads":1}'
      read -r request
      """;

  @TempDir private Path folder;

  private FrameworkSession open(String script) throws IOException {
    Path program = folder.resolve("program");
    Files.writeString(program, script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return Frameworks.open("exec:" + program, FrameworkOptions.defaults());
  }

  private static Answer forward(FrameworkSession session) {
    return session
        .run(PROBLEM, Integers.of(PROBLEM), EnumSet.of(ConvDirection.FORWARD))
        .get(ConvDirection.FORWARD);
  }

  @Test
  void any_program_that_speaks_the_protocol_is_a_framework() throws IOException {
    String answer =
        """
        echo '{"answer":"computed","id":1,"direction":"forward","algorithm":"guess",\
        "result":{"elementType":"float32","shape":[1,1,2,2],"data":"AACAPwAAAEAAAEBAAACAQA=="}}'
        """;
    try (FrameworkSession session = open(GREETING + answer)) {
      assertEquals("shell", session.info().name());
      assertEquals("7", session.info().version());
      Answer.Computed computed = assertInstanceOf(Answer.Computed.class, forward(session));
      assertArrayEquals(new double[] {1, 2, 3, 4}, computed.value().values());
      assertArrayEquals(new long[] {1, 1, 2, 2}, computed.value().shape());
      assertEquals("guess", computed.algorithm());
      assertTrue(Double.isNaN(computed.millis()), "no time was told");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "input | [1,1,2,2] | AACAfwAAgH8AAIB/AACAfw== | at [0, 0, 0, 0] was %s and is now Infinity, 4 of 4 elements differ",
        "input | [1,1,1,4] | AACAfwAAgH8AAIB/AACAfw== | had shape [1, 1, 2, 2] and has now [1, 1, 1, 4]",
        "bias | [1] | AAAAgA== | at [0] was %s and is now -0.0, 1 of 1 elements differ"
      })
  void a_program_may_tell_which_operands_it_changed(
      String operand, String shape, String data, String change) throws IOException {
    Operands operands = Integers.of(PROBLEM);
    Tensor sent = operand.equals("bias") ? operands.bias() : operands.input();
    String was = Long.toString((long) sent.values()[0]);
    try (FrameworkSession session = open(GREETING + changing(operand, shape, data))) {
      Answer.Altered altered = assertInstanceOf(Answer.Altered.class, forward(session));
      assertEquals(
          "changed its operands: " + operand + " " + change.formatted(was),
          Answer.explain(altered));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "weights | [1] | AAAAgA== | 'weights' among the changed operands: expected one of input, filter, bias, outputGradient",
        "bias | [2] | AAAAgA== | holds 2 values, found 1"
      })
  void a_change_of_something_else_is_no_answer(
      String operand, String shape, String data, String text) throws IOException {
    try (FrameworkSession session = open(GREETING + changing(operand, shape, data))) {
      Answer.Failed failed = assertInstanceOf(Answer.Failed.class, forward(session));
      assertTrue(failed.text().contains(text), failed.text());
    }
  }

  @Test
  void an_operand_is_changed_when_it_differs_and_not_when_the_program_says_so() throws IOException {
    ArrayData bias = ArrayData.of(Integers.of(PROBLEM).bias(), PROBLEM.elementType());
    String same = Base64.getEncoder().encodeToString(bias.data());
    try (FrameworkSession session = open(GREETING + changing("bias", "[1]", same))) {
      assertInstanceOf(Answer.Computed.class, forward(session));
    }
  }

  private static String changing(String operand, String shape, String data) {
    return """
        echo '{"answer":"computed","id":1,"direction":"forward",\
        "result":{"elementType":"float32","shape":[1,1,2,2],"data":"AACAPwAAAEAAAEBAAACAQA=="},\
        "changed":{"%s":{"elementType":"float32","shape":%s,"data":"%s"}}}'
        """
        .formatted(operand, shape, data);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n2_c3h5w4_k2r3s2",
        "n1_c4h6w5_k6r3s2_g2_sh2sw1_dh1dw2_pt1pb0pl2pr1_nhwc_hwio",
        "n2_c3h5w4_k6r2s3_g3_same_ohwi_nobias_f64",
        "n0_c1h4w4_k1r1s1"
      })
  void the_sample_in_plain_Python_is_right(String notation) {
    assumeTrue(onPath("python3"), "there is no python3");
    ConvProblem problem = ConvProblem.parse(notation);
    EnumSet<ConvDirection> directions = EnumSet.allOf(ConvDirection.class);
    if (!problem.bias()) {
      directions.remove(ConvDirection.BIAS_GRADIENT);
    }
    FrameworkOptions options = FrameworkOptions.defaults();
    Path sample = options.home().resolve("docs/samples/plain_framework.py");
    Operands operands = Integers.of(problem);
    try (FrameworkSession session = Frameworks.open("exec:" + sample, options)) {
      session
          .run(problem, operands, directions)
          .forEach((direction, answer) -> Right.assertRight(problem, operands, direction, answer));
    }
  }

  @Test
  void the_sample_that_dies_is_a_crash_of_every_case() {
    FrameworkOptions options = FrameworkOptions.defaults();
    try (FrameworkSession session =
        Frameworks.open("exec:" + options.home().resolve("docs/samples/dies.sh"), options)) {
      for (int i = 0; i < 2; i++) {
        assertInstanceOf(Answer.Crashed.class, forward(session));
      }
    }
  }

  @Test
  void the_sample_that_hangs_is_killed_at_the_limit() {
    FrameworkOptions options = FrameworkOptions.defaults().withAnswerLimit(Duration.ofMillis(200));
    try (FrameworkSession session =
        Frameworks.open("exec:" + options.home().resolve("docs/samples/hangs.sh"), options)) {
      assertInstanceOf(Answer.Hung.class, forward(session));
    }
  }

  private static boolean onPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @Test
  void a_program_that_closes_its_output_and_goes_on_is_a_crash() throws IOException {
    try (FrameworkSession session = open(GREETING + "exec >&-\nexec sleep 1000\n")) {
      assertEquals(
          new Answer.Crashed("closed its standard output and went on running"), forward(session));
    }
  }

  @Test
  void a_program_that_is_a_script_is_killed_with_what_it_started() throws IOException {
    try (FrameworkSession session = open(GREETING + "echo stuck\nsleep 1000\n")) {
      assertInstanceOf(Answer.Failed.class, forward(session));
    }
    assertEquals(
        0,
        ProcessHandle.current()
            .descendants()
            .filter(process -> process.info().commandLine().orElse("").contains("sleep 1000"))
            .count());
  }

  @Test
  void a_program_that_is_not_there_is_bad_input() {
    Path missing = folder.resolve("missing");
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Frameworks.open("exec:" + missing, FrameworkOptions.defaults()));
    assertEquals(
        "'exec:" + missing + "' names no executable file: " + missing + " is none",
        refused.getMessage());
  }

  @Test
  void a_text_that_is_no_program_is_unavailable() throws IOException {
    FrameworkUnavailableException refused =
        assertThrows(FrameworkUnavailableException.class, () -> open("no program at all\n"));
    assertTrue(
        refused.getMessage().contains("died while it started: exit code 127"),
        refused.getMessage());
  }
}
