package org.conv4j.nd4j;

import java.util.stream.Stream;
import org.conv4j.nd4j.algorithm.Limits;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The algorithms on padded planes, for problems of more than one block, in both types. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WidePlanesTest {

  private static Stream<String> problems() {
    return Stream.concat(
        WideChannelsTest.problems(),
        Stream.of(
            "n3_c40h12w9_k37r3s3_same_f64",
            "n2_c24h15w14_k20r3s3_sh2sw2_same_nhwc_f64",
            "n1_c300h3w70_k30r3s3_pt1pb1pl1pr1_nhwc_ohwi_f64",
            "n4_c160h7w7_k200r3s3_same_hwio"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void im2col(String problem) {
    WideChannelsTest.verify(problem, "im2col", Limits.DEFAULT_WORKSPACE_BYTES);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void shifted(String problem) {
    WideChannelsTest.verify(problem, "shifted", Limits.DEFAULT_WORKSPACE_BYTES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"im2col", "shifted"})
  void in_little_memory(String algorithm) {
    problems().forEach(problem -> WideChannelsTest.verify(problem, algorithm, 256L << 10));
  }
}
