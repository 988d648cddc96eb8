package org.conv4j.nd4j;

import org.conv4j.ConvDirection;
import org.conv4j.nd4j.algorithm.Machine;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * 1x1 layers whose planes are too small for a product of each: of several images, of all of them,
 * of as many as divide the batch, and of some that do not, with a step between pixels, in blocks of
 * destinations.
 */
@DisplayName("1x1 layers of small planes without vectors")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SmallPlanesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n8_c40h7w7_k33r1s1",
        "n8_c40h7w7_k33r1s1_nobias",
        "n6_c17h5w9_k530r1s1",
        "n6_c530h5w9_k17r1s1_hwio",
        "n7_c20h4w4_k30r1s1_ohwi",
        "n11_c20h7w7_k30r1s1",
        "n7_c20h7w7_k600r1s1_nobias",
        "n2_c300h1w1_k270r1s1",
        "n12_c31h14w13_k18r1s1_sh2sw2",
        "n4_c20h9w30_k28r1s1_sh3sw2_nobias",
        "n1_c40h7w7_k33r1s1",
        "n3_c40h20w20_k33r1s1",
        "n2_c20h25w24_k18r1s1_sh2sw2"
      })
  void have_the_results_of_the_reference(String notation) {
    Fixture data = new Fixture(notation);
    Nd4jConvolution convolution =
        Nd4jConvolution.builder(data.problem)
            .machine(new Machine("Cpu", true, false, false))
            .algorithm("pointwise")
            .build();
    INDArray output = data.outputGradient.like().assign(Double.NaN);
    convolution.forwardInto(data.input, data.filter, data.bias, output);
    data.assertRight(ConvDirection.FORWARD, output);
    INDArray gradient = data.input.like().assign(Double.NaN);
    convolution.inputGradientInto(data.filter, data.outputGradient, gradient);
    data.assertRight(ConvDirection.INPUT_GRADIENT, gradient);
  }
}
