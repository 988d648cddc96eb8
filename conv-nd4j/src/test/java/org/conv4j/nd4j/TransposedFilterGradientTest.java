package org.conv4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.conv4j.ConvDirection;
import org.conv4j.nd4j.algorithm.Limits;
import org.conv4j.nd4j.algorithm.Machine;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As where ND4J's library has oneDNN, for which an operand is transposed; here BLAS multiplies. */
@DisplayName("Filter gradients of 1x1 kernels by a transposed operand")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TransposedFilterGradientTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n4_c16h12w11_k40r1s1",
        "n5_c43h13w12_k17r1s1",
        "n3_c19h12w11_k37r1s1_hwio",
        "n2_c37h12w11_k19r1s1_hwio",
        "n9_c16h23w24_k16r1s1",
        "n2_c17h25w24_k33r1s1_sh2sw2",
        "n2_c17h25w48_k33r1s1_sh2sw4_hwio",
        "n2_c33h25w48_k17r1s1_sh2sw4",
        "n2_c100h48w50_k130r1s1",
        "n3_c1100h12w12_k70r1s1",
        "n2_c16h1w700_k18r1s1",
        "n2_c16h700w1_k18r1s1"
      })
  void are_those_of_the_reference(String notation) {
    assertRight(notation, Limits.DEFAULT_WORKSPACE_BYTES);
  }

  @ParameterizedTest
  @ValueSource(longs = {64 << 10, 256 << 10, 1 << 20, 32 << 20})
  void are_the_same_whatever_the_workspace(long bytes) {
    assertRight("n8_c72h24w24_k64r1s1", bytes);
    assertRight("n8_c64h24w24_k200r1s1", bytes);
  }

  private static void assertRight(String notation, long workspaceBytes) {
    Fixture data = new Fixture(notation);
    Nd4jConvolution convolution =
        Nd4jConvolution.builder(data.problem)
            .machine(new Machine("Cpu", true, false, true))
            .workspaceBytes(workspaceBytes)
            .algorithm("pointwise")
            .build();
    assertEquals("pointwise", convolution.algorithm(ConvDirection.FILTER_GRADIENT));
    data.assertRight(
        ConvDirection.FILTER_GRADIENT, convolution.filterGradient(data.input, data.outputGradient));
  }
}
