package org.conv4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Directions;
import org.conv4j.check.Gauge;
import org.conv4j.check.Judge;
import org.conv4j.check.Judgement;
import org.conv4j.check.OperandGenerator;
import org.conv4j.check.Operands;
import org.conv4j.check.Tier;
import org.conv4j.nd4j.algorithm.Limits;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Problems with more channels than one column panel holds, more weights than a task shares and more
 * pixels than one block: what the random problems of the contract are too small for.
 */
@Tag("narrow")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WideChannelsTest {

  /** What the reference makes of each problem is the same for every algorithm. */
  private static final Map<ConvCase, Judge> JUDGES = new HashMap<>();

  static Stream<String> problems() {
    return Stream.of(
        "n2_c67h9w11_k131r3s3_same",
        "n2_c131h9w11_k67r3s3_pt0pb1pl2pr0_nhwc_hwio",
        "n1_c70h21w23_k70r3s3_same_ohwi_nobias",
        "n2_c40h26w26_k36r5s5_sh2sw2_same",
        "n1_c3h40w44_k70r7s7_sh2sw2_pt3pb3pl3pr3",
        "n2_c200h7w7_k320r1s1",
        "n2_c34h9w11_k50r1s1",
        "n1_c320h5w4_k330r3s3_same",
        "n3_c96h5w7_k300r3s3_sh2sw2_pt1pb0pl0pr1",
        "n2_c64h6w5_k576r3s2_g2_sh2sw1_nhwc_hwio",
        "n2_c64h33w20_k96r1s1_sh2sw2_nhwc",
        "n3_c70h33w21_k290r1s1_sh2sw3_pt1pb2pl3pr0",
        "n2_c1600h3w5_k70r1s1_hwio",
        "n1_c290h40w40_k70r1s1_nobias",
        "n2_c36h12w12_k40r3s3_g2_same",
        "n6_c20h47w50_k18r3s3_same",
        "n2_c67h19w23_k131r3s3_sh2sw2_pt1pb1pl1pr1",
        "n2_c131h18w26_k67r3s3_sh2sw2_same_nhwc_hwio",
        "n1_c320h9w6_k330r3s3_sh2sw2_pt1pb0pl0pr1_ohwi",
        "n6_c20h47w50_k18r3s3_sh2sw2_pt2pb3pl1pr0",
        "n1_c70h40w40_k70r3s3_g70_same",
        "n2_c70h21w21_k70r3s3_g70_sh2sw2_same_nhwc");
  }

  @ParameterizedTest
  @MethodSource("problems")
  void direct(String problem) {
    verify(problem, "direct", Limits.DEFAULT_WORKSPACE_BYTES);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void pointwise(String problem) {
    verify(problem, "pointwise", Limits.DEFAULT_WORKSPACE_BYTES);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void first(String problem) {
    verify(problem, "first", Limits.DEFAULT_WORKSPACE_BYTES);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void depthwise(String problem) {
    verify(problem, "depthwise", Limits.DEFAULT_WORKSPACE_BYTES);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void winograd2(String problem) {
    verify(problem, "winograd2", Limits.DEFAULT_WORKSPACE_BYTES);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void winograd4(String problem) {
    verify(problem, "winograd4", Limits.DEFAULT_WORKSPACE_BYTES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n1_c3h96w100_k16r7s7_sh2sw2_pt3pb3pl3pr3",
        "n2_c20h61w70_k18r3s3_sh2sw1_pt0pb1pl2pr0_hwio",
        "n1_c34h50w50_k20r5s5_sh3sw2_same_ohwi"
      })
  void im2col_in_bands_of_rows(String problem) {
    verify(problem, "im2col", 1L << 20);
    verify(problem, "im2col", Limits.DEFAULT_WORKSPACE_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "pointwise", "first", "depthwise", "winograd2", "winograd4"})
  void in_little_memory(String algorithm) {
    problems().forEach(problem -> verify(problem, algorithm, 1L << 20));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n4_c16h9w18_k160r3s3_same",
        "n2_c160h10w17_k18r3s3_pt1pb2pl0pr1_nhwc_ohwi",
        "n2_c17h19w36_k160r3s3_sh2sw2_same"
      })
  void weights_shared_some_panels_at_a_time(String problem) {
    verify(problem, "winograd2", 1L << 18);
    verify(problem, "winograd4", 1L << 18);
  }

  /** With six images some panels share their weights; one alone has its own. */
  @ParameterizedTest
  @ValueSource(
      strings = {"c50h35w36_k200r3s3_sh2sw2_same_nobias", "c50h20w18_k200r3s3_same_nobias_nhwc"})
  void an_image_has_the_bits_that_it_has_alone(String of) {
    ConvProblem problem = ConvProblem.parse("n6_" + of);
    Operands operands = OperandGenerator.generate(new ConvCase(problem, Tier.REAL, 5));
    INDArray images = Nd4jContract.arrayOf(operands.input(), problem.elementType());
    INDArray filter = Nd4jContract.arrayOf(operands.filter(), problem.elementType());
    INDArrayIndex last = NDArrayIndex.interval(5, 6);
    INDArray together = inLittleMemory("n6_" + of).forward(images, filter, null).get(last);
    INDArray alone = inLittleMemory("n1_" + of).forward(images.get(last), filter, null);
    assertArrayEquals(
        Nd4jContract.tensorOf(alone).values(), Nd4jContract.tensorOf(together).values());
  }

  private static Nd4jConvolution inLittleMemory(String problem) {
    return Nd4jConvolution.builder(ConvProblem.parse(problem))
        .algorithm("winograd2")
        .workspaceBytes(1L << 20)
        .build();
  }

  static void verify(String notation, String algorithm, long workspaceBytes) {
    ConvProblem problem = ConvProblem.parse(notation);
    Nd4jConvolution convolution;
    try {
      convolution =
          Nd4jConvolution.builder(problem)
              .algorithm(algorithm)
              .workspaceBytes(workspaceBytes)
              .build();
    } catch (AlgorithmDeclinedException declined) {
      return;
    }
    for (Tier tier : new Tier[] {Tier.INTEGER, Tier.REAL}) {
      Judge judge = JUDGES.computeIfAbsent(new ConvCase(problem, tier, 5), Judge::of);
      for (ConvDirection direction : Directions.of(problem)) {
        if (convolution.refusal(direction).isEmpty()) {
          Judgement judgement =
              judge.judge(
                  direction,
                  Nd4jContract.tensorOf(compute(convolution, judge, direction)),
                  Gauge.ofAlgorithm(algorithm));
          assertEquals(
              Optional.empty(),
              Optional.ofNullable(judgement.verdict().right() ? null : judgement.reason()),
              problem + " " + direction.id() + " " + tier);
        }
      }
    }
  }

  private static INDArray compute(
      Nd4jConvolution convolution, Judge judge, ConvDirection direction) {
    var type = convolution.problem().elementType();
    INDArray input = Nd4jContract.arrayOf(judge.operands().input(), type);
    INDArray filter = Nd4jContract.arrayOf(judge.operands().filter(), type);
    INDArray outputGradient = Nd4jContract.arrayOf(judge.operands().outputGradient(), type);
    return switch (direction) {
      case FORWARD ->
          convolution.forward(
              input,
              filter,
              judge.operands().bias() == null
                  ? null
                  : Nd4jContract.arrayOf(judge.operands().bias(), type));
      case INPUT_GRADIENT -> convolution.inputGradient(filter, outputGradient);
      case FILTER_GRADIENT -> convolution.filterGradient(input, outputGradient);
      case BIAS_GRADIENT -> convolution.biasGradient(outputGradient);
    };
  }
}
