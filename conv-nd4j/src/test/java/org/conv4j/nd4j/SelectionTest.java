package org.conv4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.algorithm.Machine;
import org.conv4j.nd4j.selection.AlgorithmTable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

@DisplayName("the selection")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SelectionTest {

  private static final ConvProblem POINTWISE = ConvProblem.parse("n2_c32h8w8_k32r1s1");
  private static final ConvProblem SPATIAL = ConvProblem.parse("n2_c16h8w8_k16r3s3");

  @Test
  void gives_a_reason_for_every_algorithm_it_passes_over() {
    String text = Nd4jConvolution.of(SPATIAL).explain();
    assertTrue(text.startsWith(SPATIAL + System.lineSeparator()), text);
    assertTrue(text.contains("not pointwise: declines: the kernel is 3 x 3, not 1 x 1"), text);
    for (ConvDirection direction : ConvDirection.values()) {
      String chosen = Nd4jConvolution.of(SPATIAL).algorithm(direction);
      String section = text.substring(text.indexOf(direction.id() + ":"));
      for (String other : AlgorithmTable.standard().names()) {
        if (!other.equals(chosen)) {
          assertTrue(section.contains("not " + other + ": "), () -> other + " in " + section);
        }
      }
    }
  }

  @Test
  void falls_back_to_portable_where_memory_has_no_addresses() {
    Nd4jConvolution elsewhere =
        Nd4jConvolution.builder(POINTWISE)
            .machine(new Machine("elsewhere", false, false, false))
            .build();
    for (ConvDirection direction : ConvDirection.values()) {
      assertEquals("portable", elsewhere.algorithm(direction), elsewhere::explain);
    }
    assertTrue(
        elsewhere.explain().contains("array memory has no addresses on backend elsewhere"),
        elsewhere::explain);
  }

  @Test
  void leaves_the_input_gradient_of_a_strided_1x1_layer_to_the_faster_one() {
    assumeTrue(Machine.current().vectorApi(), "there are no vector kernels");
    assertEquals("pointwise", ofInputGradient("n8_c256h56w56_k512r1s1_sh2sw2"));
    assertEquals("pointwise", ofInputGradient("n8_c512h28w28_k1024r1s1_sh2sw2"));
    assertEquals("direct", ofInputGradient("n8_c1024h14w14_k2048r1s1_sh2sw2"));
    assertEquals("direct", ofInputGradient("n2_c512h28w28_k1024r1s1_sh2sw2"));
    assertEquals("pointwise", ofInputGradient("n2_c512h28w28_k1024r1s1"));
  }

  private static String ofInputGradient(String problem) {
    return Nd4jConvolution.of(ConvProblem.parse(problem)).algorithm(ConvDirection.INPUT_GRADIENT);
  }

  @Test
  void obeys_when_an_algorithm_is_forced() {
    for (String name : List.of("portable", "pointwise")) {
      Nd4jConvolution forced = Nd4jConvolution.builder(POINTWISE).algorithm(name).build();
      assertEquals(name, forced.algorithm(ConvDirection.FORWARD));
      assertEquals(name, forced.algorithm(ConvDirection.INPUT_GRADIENT));
      assertEquals(name, forced.algorithm(ConvDirection.FILTER_GRADIENT));
      assertEquals(Optional.empty(), forced.refusal(ConvDirection.FORWARD));
    }
  }

  @Test
  void refuses_with_the_reason_when_the_forced_algorithm_declines_everything() {
    AlgorithmDeclinedException declined =
        assertThrows(
            AlgorithmDeclinedException.class,
            () -> Nd4jConvolution.builder(SPATIAL).algorithm("pointwise").build());
    assertEquals("pointwise", declined.algorithm());
    assertEquals(ConvDirection.FORWARD, declined.direction());
    assertEquals("the kernel is 3 x 3, not 1 x 1", declined.reason());
    assertEquals(
        "algorithm 'pointwise' declines forward: the kernel is 3 x 3, not 1 x 1",
        declined.getMessage());
  }

  @Test
  void lists_the_names_when_a_forced_one_is_unknown() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Nd4jConvolution.builder(SPATIAL).algorithm("poitnwise").build())
            .getMessage();
    assertTrue(message.startsWith("unknown algorithm 'poitnwise': expected one of "), message);
    assertTrue(message.contains("pointwise") && message.contains("portable"), message);
  }

  @Test
  void knows_when_there_is_nothing_to_multiply() {
    Nd4jConvolution empty = Nd4jConvolution.of(ConvProblem.parse("n0_c3h4w4_k2r3s3"));
    assertEquals("none", empty.algorithm(ConvDirection.FORWARD));
    Nd4jConvolution noInput =
        Nd4jConvolution.of(ConvProblem.parse("n2_c3h0w4_k2r2s2_pt1pb1pl0pr0"));
    assertEquals("none", noInput.algorithm(ConvDirection.FILTER_GRADIENT));
    assertNotEquals("none", noInput.algorithm(ConvDirection.BIAS_GRADIENT));
  }

  @Test
  void refuses_a_workspace_too_small_to_work_in() {
    assertEquals(
        "workspace is 1000 bytes: it must be at least 65536",
        assertThrows(
                IllegalArgumentException.class,
                () -> Nd4jConvolution.builder(SPATIAL).workspaceBytes(1000).build())
            .getMessage());
  }

  @Test
  void leaves_both_gradients_to_oneDNN_together_where_there_are_no_vectors() {
    ConvProblem layer = ConvProblem.parse("n2_c32h12w12_k40r3s3_same");
    Nd4jConvolution joint =
        Nd4jConvolution.builder(layer).machine(new Machine("Cpu", true, false, true)).build();
    assertEquals(Optional.of("native"), joint.backwardAlgorithm());
    assertEquals("native", joint.algorithm(ConvDirection.FORWARD));
    assertNotEquals("native", joint.algorithm(ConvDirection.INPUT_GRADIENT));
    assertTrue(joint.explain().contains("both gradients:  native, less work"), joint::explain);
    Fixture data = new Fixture(layer);
    data.assertRight(joint.backward(data.input, data.filter, data.outputGradient));
    INDArray view = StridedArrays.PERMUTED.of(data.outputGradient);
    data.assertRight(joint.backward(StridedArrays.PERMUTED.of(data.input), data.filter, view));
    Nd4jConvolution vectors =
        Nd4jConvolution.builder(layer).machine(new Machine("Cpu", true, true, true)).build();
    assertEquals(Optional.empty(), vectors.backwardAlgorithm());
  }

  @Test
  void has_tiles_without_vectors_where_they_are_faster_than_BLAS_alone_and_oneDNN() {
    Machine plain = new Machine("Cpu", true, false, false);
    Machine oneDnn = new Machine("Cpu", true, false, true);
    assertTiles("n8_c64h56w56_k64r3s3_same", plain, true, true, true);
    assertTiles("n8_c512h7w7_k512r3s3_same", plain, true, true, true);
    assertTiles("n1_c256h14w14_k256r3s3_same", plain, false, true, false);
    assertTiles("n8_c15h56w56_k64r3s3_same", plain, false, false, false);
    assertTiles("n8_c64h56w56_k64r3s3_same_nhwc", plain, false, false, false);
    assertTiles("n8_c64h56w56_k64r5s5_same", plain, false, false, false);
    assertTiles("n8_c64h28w28_k64r3s3_same", oneDnn, true, true, true);
    assertTiles("n8_c32h28w28_k64r3s3_same", oneDnn, false, true, true);
    assertTiles("n8_c512h7w7_k512r3s3_same", oneDnn, false, true, true);
    assertTiles("n8_c512h28w28_k512r3s3_same", oneDnn, false, true, true);
    assertEquals(
        Optional.of("native"), on("n8_c512h7w7_k512r3s3_same", oneDnn).backwardAlgorithm());
    assertEquals(
        Optional.empty(), on("n8_c3h224w224_k64r7s7_sh2sw2_same", oneDnn).backwardAlgorithm());
    assertEquals(
        "im2col", on("n8_c3h224w224_k64r7s7_sh2sw2_same", oneDnn).algorithm(ConvDirection.FORWARD));
    for (String layer : List.of("n8_c512h7w7_k2048r1s1", "n8_c1024h14w14_k2048r1s1_sh2sw2")) {
      assertEquals("pointwise", on(layer, oneDnn).algorithm(ConvDirection.FORWARD));
      assertEquals(Optional.empty(), on(layer, oneDnn).backwardAlgorithm());
    }
    assertEquals(
        Optional.of("native"), on("n8_c64h28w28_k128r3s3_same", oneDnn).backwardAlgorithm());
    assertEquals(Optional.empty(), on("n8_c64h28w28_k64r3s3_same", oneDnn).backwardAlgorithm());
    assertEquals(
        Optional.of("native"), on("n8_c256h14w14_k256r3s3_same", oneDnn).backwardAlgorithm());
  }

  @Test
  void computes_both_gradients_of_depthwise_planes_together_where_there_are_vectors() {
    Machine vectors = new Machine("Cpu", true, true, false);
    Nd4jConvolution layer = on("n8_c512h14w14_k512r3s3_g512_sh2sw2_same", vectors);
    assertEquals(Optional.of("depthwise"), layer.backwardAlgorithm());
    assertTrue(layer.explain().contains("both gradients:  depthwise, less work"), layer::explain);
    for (String other :
        List.of(
            "n2_c8h5w5_k8r3s3_g8_same",
            "n8_c512h14w14_k512r3s3_g512_same_nhwc",
            "n8_c64h14w14_k64r3s3_g32_same",
            "n1_c16h500w500_k16r3s3_g16_same")) {
      assertEquals(Optional.empty(), on(other, vectors).backwardAlgorithm(), other);
    }
  }

  @Test
  void leaves_depthwise_layers_to_oneDNN_where_it_is_faster_without_vectors() {
    assertDepthwise("n8_c128h56w56_k128r3s3_g128_same", false, true);
    assertDepthwise("n8_c128h56w56_k128r3s3_g128_sh2sw2_same", false, true);
    assertDepthwise("n8_c128h56w56_k128r3s3_g128_sh2sw2_pt1pb1pl1pr1", false, false);
    assertDepthwise("n8_c32h112w112_k32r3s3_g32_same", true, true);
    assertDepthwise("n8_c1024h7w7_k1024r3s3_g1024_same", false, true);
    assertDepthwise("n8_c512h14w14_k512r3s3_g512_sh2sw2_same", true, true);
    assertDepthwise("n8_c512h14w14_k512r3s3_g512_sh2sw2_pt1pb1pl1pr1", true, true);
    assertDepthwise("n8_c256h28w28_k256r3s3_g256_same_nhwc", true, true);
    assertDepthwise("n8_c240h14w14_k240r5s5_g240_same", true, false);
    assertDepthwise("n8_c16h112w112_k16r3s3_g16_same", false, false);
    assertDepthwise("n1_c1024h7w7_k1024r3s3_g1024_same", false, false);
    assertDepthwise("n8_c512h14w14_k1024r3s3_g512_sh2sw2_same", false, false);
    assertDepthwise("n8_c512h14w14_k512r3s3_g512_dh2dw2_sh2sw2", false, false);
  }

  private static void assertDepthwise(String problem, boolean output, boolean gradients) {
    Nd4jConvolution oneDnn = on(problem, new Machine("Cpu", true, false, true));
    assertEquals(output, oneDnn.algorithm(ConvDirection.FORWARD).equals("native"), oneDnn::explain);
    assertEquals(gradients, oneDnn.backwardAlgorithm().isPresent(), oneDnn::explain);
    for (boolean vectors : new boolean[] {true, false}) {
      Nd4jConvolution other = on(problem, new Machine("Cpu", true, vectors, vectors));
      assertNotEquals("native", other.algorithm(ConvDirection.FORWARD), other::explain);
      assertNotEquals(Optional.of("native"), other.backwardAlgorithm(), other::explain);
    }
  }

  private static void assertTiles(
      String problem, Machine machine, boolean output, boolean input, boolean filter) {
    Nd4jConvolution convolution = on(problem, machine);
    assertEquals(
        List.of(output, input, filter),
        Stream.of(
                ConvDirection.FORWARD, ConvDirection.INPUT_GRADIENT, ConvDirection.FILTER_GRADIENT)
            .map(direction -> convolution.algorithm(direction).equals("winograd2"))
            .toList(),
        convolution::explain);
  }

  private static Nd4jConvolution on(String problem, Machine machine) {
    return Nd4jConvolution.builder(ConvProblem.parse(problem)).machine(machine).build();
  }
}
