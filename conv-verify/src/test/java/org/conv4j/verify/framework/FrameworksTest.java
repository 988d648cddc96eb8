package org.conv4j.verify.framework;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.check.Operands;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FrameworksTest {

  private static final Map<String, FrameworkSession> SESSIONS = new HashMap<>();

  static FrameworkSession session(String id) {
    return SESSIONS.computeIfAbsent(id, key -> Frameworks.open(key, FrameworkOptions.defaults()));
  }

  @AfterAll
  static void close() {
    SESSIONS.values().forEach(FrameworkSession::close);
  }

  static Stream<Arguments> grid() {
    List<String> dense =
        List.of(
            "n2_c3h7w6_k4r3s2",
            "n2_c3h7w6_k4r3s2_nobias",
            "n1_c2h9w8_k3r3s3_sh2sw1_pt1pb1pl2pr2",
            "n1_c2h9w8_k3r3s3_pt2pb2pl2pr2_dh2dw2",
            "n2_c3h6w5_k2r2s3_same",
            "n2_c3h7w6_k2r3s3_sh2sw2_same_nhwc_hwio",
            "n2_c3h7w6_k2r3s3_sh3sw2_nhwc_ohwi",
            "n1_c1h4w4_k1r1s1_hwio",
            "n2_c3h7w6_k4r3s2_f64_ohwi");
    List<String> depthwise =
        List.of(
            "n2_c3h7w6_k3r3s3_g3",
            "n2_c3h7w6_k6r3s2_g3",
            "n2_c3h7w6_k6r3s2_g3_nhwc_hwio",
            "n2_c3h7w6_k6r3s2_g3_ohwi_same");
    List<String> ours =
        List.of(
            "n2_c4h7w6_k6r3s2_g2_pt1pb0pl0pr2",
            "n2_c3h6w5_k2r2s3_samelower",
            "n0_c3h6w5_k2r2s3",
            "n1_c1h6w6_k1r1s1_sh3sw3_same");
    return Stream.of(
            pairs(dense, "reference", "conv-nd4j", "nd4j", "dl4j", "dl4j-conv4j"),
            pairs(depthwise, "reference", "conv-nd4j", "nd4j", "dl4j-conv4j"),
            pairs(ours, "reference", "conv-nd4j"))
        .flatMap(pairs -> pairs);
  }

  private static Stream<Arguments> pairs(List<String> notations, String... ids) {
    return Stream.of(ids)
        .flatMap(id -> notations.stream().map(notation -> Arguments.of(id, notation)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("grid")
  void equals_the_reference_on_integers(String id, String notation) {
    ConvProblem problem = ConvProblem.parse(notation);
    Operands operands = Integers.of(problem);
    Set<ConvDirection> directions = directions(problem);
    Map<ConvDirection, Answer> answers = session(id).run(problem, operands, directions);
    for (ConvDirection direction : directions) {
      Right.assertRight(problem, operands, direction, answers.get(direction));
    }
  }

  private static Set<ConvDirection> directions(ConvProblem problem) {
    return problem.bias()
        ? EnumSet.allOf(ConvDirection.class)
        : EnumSet.complementOf(EnumSet.of(ConvDirection.BIAS_GRADIENT));
  }
}
