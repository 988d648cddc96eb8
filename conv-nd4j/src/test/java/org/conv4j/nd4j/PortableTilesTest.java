package org.conv4j.nd4j;

import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.conv4j.TensorLayout;
import org.conv4j.nd4j.algorithm.Limits;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("portable, where its workspace holds little,")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PortableTilesTest {

  /** For each, less than one output row of the column matrix fits the smallest workspace. */
  static Stream<ConvProblem> problems() {
    return Stream.of(
            "n1_c2h3w2000_k3r3s3_pt0pb0pl1pr1",
            "n1_c60h5w16_k4r5s5_same",
            "n1_c40h4w100_k6r3s3_g2_dh1dw2",
            "n1_c4h22w26_k2r20s20_f64")
        .map(ConvProblem::parse)
        .flatMap(
            problem ->
                Stream.of(
                    problem,
                    problem.toBuilder()
                        .layout(TensorLayout.NHWC)
                        .filterLayout(FilterLayout.HWIO)
                        .build(),
                    problem.toBuilder().filterLayout(FilterLayout.OHWI).build()));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void splits_rows_and_taps(ConvProblem problem) {
    Fixture fixture = new Fixture(problem);
    Nd4jConvolution convolution =
        Nd4jConvolution.builder(problem)
            .algorithm("portable")
            .workspaceBytes(Limits.LEAST_WORKSPACE_BYTES)
            .build();
    fixture.assertRight(
        ConvDirection.FORWARD, convolution.forward(fixture.input, fixture.filter, fixture.bias));
    fixture.assertRight(
        convolution.backward(fixture.input, fixture.filter, fixture.outputGradient));
  }
}
