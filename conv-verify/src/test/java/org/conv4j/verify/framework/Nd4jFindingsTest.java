package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code docs/findings.md} says of programs on stock ND4J and DL4J 1.0.0-M2.1. The programs
 * run once, in a JVM without conv-nd4j.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class Nd4jFindingsTest {

  private static final Map<String, String> OUTCOMES = new LinkedHashMap<>();

  @BeforeAll
  static void run_the_programs() throws IOException, InterruptedException {
    FrameworkOptions options = FrameworkOptions.defaults();
    OUTCOMES.putAll(
        outcomes(JvmChild.classPath(Frameworks.find("dl4j"), options), Nd4jFindings.class));
  }

  @AfterAll
  static void forget() {
    OUTCOMES.clear();
  }

  static Map<String, String> outcomes(List<Path> libraries, Class<?> program)
      throws IOException, InterruptedException {
    List<Path> classPath = new ArrayList<>(libraries);
    try {
      classPath.add(Path.of(program.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException malformed) {
      throw new IllegalStateException(malformed);
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.nd4j.log.initialization=false",
                "-cp",
                classPath.stream()
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator)),
                program.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("OMP_NUM_THREADS", "1");
    Process process = builder.start();
    process.getOutputStream().close();
    Map<String, String> outcomes = new LinkedHashMap<>();
    try (BufferedReader reader = process.inputReader()) {
      reader
          .lines()
          .filter(line -> line.startsWith(Nd4jFindings.PREFIX))
          .map(line -> line.substring(Nd4jFindings.PREFIX.length()).split("\t", 2))
          .forEach(parts -> outcomes.put(parts[0], parts[1]));
    }
    assertEquals(0, process.waitFor(), outcomes::toString);
    return outcomes;
  }

  private static void assertOutcome(String expected, String program) {
    assertEquals(expected, OUTCOMES.get(program), program);
  }

  private static void assertFails(String message, String program) {
    String outcome = OUTCOMES.get(program);
    assertTrue(outcome != null && outcome.contains(message), program + ": " + outcome);
  }

  @Test
  void the_programs_run_on_stock_ND4J() {
    assertOutcome("org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner", "executioner");
  }

  @Test
  void conv2d_takes_a_kernel_size_that_is_not_named_from_the_weights_and_conv2d_bp_does_not() {
    assertOutcome("right", "conv2d, no kernel size");
    assertOutcome("right", "conv2d_bp, kernel size");
    assertFails("conv2d_bp", "conv2d_bp, no kernel size");
  }

  @Test
  void conv1d_knows_only_its_own_weight_format() {
    assertOutcome("right", "conv1d, format 0");
    assertOutcome("right", "conv1d_bp, format 0");
    for (int format = 1; format <= 2; format++) {
      assertFails("[conv1d] execution failed", "conv1d, format " + format);
      assertFails("[conv1d_bp] execution failed", "conv1d_bp, format " + format);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"YXIO", "OIYX", "OYXI"})
  void SameDiff_convolves_in_every_weight_format_before_and_after_loading(String format) {
    for (int kernel = 2; kernel <= 3; kernel++) {
      String name = "SameDiff, %s, kernel %d".formatted(format, kernel);
      assertOutcome("right", name + ", output");
      assertOutcome("right", name + ", output after loading");
    }
  }

  @Test
  void SameDiff_differentiates_in_its_own_weight_format() {
    assertOutcome("right", "SameDiff, YXIO, kernel 3, gradient");
    assertOutcome("right", "SameDiff, YXIO, kernel 2, gradient");
  }

  @ParameterizedTest
  @ValueSource(strings = {"OIYX", "OYXI"})
  void SameDiff_takes_weights_of_other_formats_for_its_own_when_it_differentiates(String format) {
    assertFails("conv2d_bp", "SameDiff, " + format + ", kernel 3, gradient");
    assertOutcome("wrong", "SameDiff, " + format + ", kernel 2, gradient");
  }

  @Test
  void SameDiff_keeps_NHWC_when_it_is_saved() {
    assertOutcome("right", "SameDiff, NHWC, gradient after loading");
  }

  @Test
  void one_dimensional_layers_in_NWC_exchange_time_and_channels_on_the_way_back() {
    assertFails("[conv1d_bp] execution failed", "conv1d layer, NWC, 4 steps");
    assertOutcome("wrong", "conv1d layer, NWC, 3 steps");
  }

  @Test
  void one_dimensional_layers_forget_on_the_way_back_what_they_dropped() {
    assertOutcome("wrong", "conv1d layer, dropout");
  }

  @Test
  void layers_in_NHWC_cannot_be_trained_with_dropout() {
    assertOutcome("right", "conv2d layer, dropout, NCHW");
    assertFails("[multiply] execution failed", "conv2d layer, dropout, NHWC");
  }

  @Test
  void deconvolutions_are_right() {
    List<String> programs =
        OUTCOMES.keySet().stream().filter(name -> name.startsWith("deconv2d")).toList();
    assertEquals(12, programs.size());
    programs.forEach(program -> assertOutcome("right", program));
  }
}
