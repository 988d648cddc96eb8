package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OpenDoorsTest {

  private static final String STOCK = "org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner";
  private static final String OURS = "org.conv4j.nd4j.ops.ConvExecutioner";
  private static final String HELPER =
      "org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper"
          + " extends org.conv4j.nd4j.dl4j.ConvolutionLayerHelper";

  private static FrameworkSession session;

  @BeforeAll
  static void open() {
    session = Frameworks.open("dl4j-conv4j", FrameworkOptions.defaults().withThreads(1));
  }

  @AfterAll
  static void close() {
    session.close();
  }

  @Test
  void both_doors_are_open() {
    assertEquals(OURS, session.info().executioner());
    assertEquals(HELPER, session.info().helper());
  }

  @ParameterizedTest
  @ValueSource(strings = {"n2_c3h7w6_k4r3s2", "n2_c4h6w6_k8r3s3_g4_nhwc_nobias_f64"})
  void conv4j_names_the_algorithm(String notation) {
    ConvProblem problem = ConvProblem.parse(notation);
    EnumSet<ConvDirection> directions =
        EnumSet.complementOf(EnumSet.of(ConvDirection.BIAS_GRADIENT));
    Map<ConvDirection, Answer> answers = session.run(problem, Integers.of(problem), directions);
    answers.forEach(
        (direction, answer) -> {
          String algorithm = assertInstanceOf(Answer.Computed.class, answer).algorithm();
          assertTrue(algorithm.matches("[a-z0-9]+"), direction + " was computed by " + algorithm);
        });
  }

  @ParameterizedTest
  @CsvSource({"conv4j.layers, missing", "conv4j.ops, its executioner is " + STOCK})
  void a_closed_door_is_refused(String door, String found) {
    FrameworkOptions options =
        FrameworkOptions.defaults().withJvmArguments(List.of("-D" + door + "=false"));
    String message =
        assertThrows(
                FrameworkUnavailableException.class, () -> Frameworks.open("dl4j-conv4j", options))
            .getMessage();
    assertTrue(message.startsWith("dl4j-conv4j is refused: "), message);
    assertTrue(message.contains(found), message);
  }

  @Test
  void a_helper_of_somebody_else_is_refused() {
    FrameworkInfo info =
        new FrameworkInfo("dl4j-conv4j", "DL4J", "1", List.of(), 1, OURS, "a.Helper");
    assertEquals(
        "dl4j-conv4j is refused: the helper of its convolution layers is a.Helper, conv4j's layer"
            + " door would be one that extends org.conv4j.nd4j.dl4j.ConvolutionLayerHelper",
        assertThrows(FrameworkUnavailableException.class, () -> OpenDoors.refuseAnythingElse(info))
            .getMessage());
  }

  @Test
  void a_problem_that_a_door_leaves_is_not_called_conv4js() {
    ConvProblem empty = ConvProblem.parse("n2_c3h0w6_k3r3s3_g3_pt2pb2pl1pr1_nobias");
    Answer answer =
        session
            .run(empty, Integers.of(empty), EnumSet.of(ConvDirection.FORWARD))
            .get(ConvDirection.FORWARD);
    String algorithm = assertInstanceOf(Answer.Computed.class, answer).algorithm();
    assertEquals("DepthwiseConvolution2D.activate", algorithm);
  }

  @Test
  void no_algorithm_can_be_forced_on_it() {
    assertFalse(Frameworks.find("dl4j-conv4j").takesAlgorithm());
    assertThrows(IllegalArgumentException.class, () -> Frameworks.check("dl4j-conv4j:direct"));
  }
}
