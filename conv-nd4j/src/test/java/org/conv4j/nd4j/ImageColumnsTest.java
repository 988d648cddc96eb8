package org.conv4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.conv4j.ConvDirection;
import org.conv4j.nd4j.algorithm.Machine;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As where ND4J's library has oneDNN, which takes whole images; here BLAS multiplies. */
@DisplayName("Outputs of few channels, image by image,")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ImageColumnsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n4_c3h20w21_k17r3s3_same",
        "n5_c3h20w21_k17r3s3_nobias",
        "n4_c2h19w23_k9r7s7_sh2sw2_pt3pb3pl3pr3",
        "n4_c2h19w23_k9r3s2_sh3sw4_pt0pb2pl1pr0_nobias",
        "n4_c4h18w17_k5r3s3_dh2dw3_same",
        "n6_c1h5w5_k2r5s5",
        "n4_c5h9w8_k3r1s1"
      })
  void are_those_of_the_reference(String notation) {
    Fixture data = new Fixture(notation);
    Nd4jConvolution convolution =
        Nd4jConvolution.builder(data.problem)
            .machine(new Machine("Cpu", true, false, true))
            .algorithm("im2col")
            .build();
    assertEquals("im2col", convolution.algorithm(ConvDirection.FORWARD));
    data.assertRight(
        ConvDirection.FORWARD, convolution.forward(data.input, data.filter, data.bias));
  }
}
