package org.conv4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.conv4j.ConvDirection;
import org.conv4j.ConvGradients;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.ConvCase;
import org.conv4j.check.OperandGenerator;
import org.conv4j.check.Operands;
import org.conv4j.check.Tier;
import org.conv4j.reference.DirectReference;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Depthwise planes next to each other in one array: rows shorter and longer than a vector, several
 * planes at a time and several blocks of one, each way of computing them, and neighbours that must
 * not be met, of which a NaN tells.
 */
@Tag("plain")
@Tag("narrow")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DepthwisePlanesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        // The window in steps of one: rows as short as can be, or just beside a vector's length.
        "n3_c5h7w7_k5r3s3_g5_same",
        "n2_c3h14w14_k3r3s3_g3_same",
        "n2_c3h5w16_k3r3s3_g3_same",
        "n1_c9h4w17_k9r3s3_g9_same",
        "n1_c9h3w31_k9r3s3_g9_same",
        "n2_c3h1w6_k3r3s3_g3_same",
        "n2_c3h6w1_k3r3s3_g3_same",
        "n2_c3h6w2_k3r3s3_g3_same",
        "n2_c5h6w8_k5r3s3_g5",
        "n2_c5h6w8_k5r3s3_g5_pt1pb0pl0pr1",
        "n2_c5h6w20_k5r3s3_g5_pt0pb1pl2pr2",
        "n1_c2h70w90_k2r3s3_g2_same",
        "n3_c2h56w57_k2r3s3_g2_same",
        "n3_c2h64w50_k2r5s5_g2_same",
        "n2_c2h64w51_k2r3s3_g2_same",
        // The window in steps of two, and back.
        "n3_c5h14w14_k5r3s3_g5_sh2sw2_pt1pb1pl1pr1",
        "n3_c5h14w14_k5r3s3_g5_sh2sw2_same",
        "n2_c3h6w32_k3r3s3_g3_sh2sw2_pt1pb1pl1pr1",
        "n2_c3h6w48_k3r3s3_g3_sh2sw2_pt1pb1pl1pr1",
        "n2_c3h6w58_k3r3s3_g3_sh2sw2_pt1pb0pl1pr0",
        "n2_c3h6w34_k3r3s3_g3_sh2sw2_pt1pb0pl1pr0",
        "n2_c3h7w10_k3r3s3_g3_sh2sw2_pt1pb1pl1pr1",
        "n2_c3h2w2_k3r3s3_g3_sh2sw2_pt1pb0pl1pr0",
        "n2_c3h8w8_k3r3s3_g3_sh2sw2",
        "n1_c2h90w70_k2r3s3_g2_sh2sw2_pt1pb1pl1pr1",
        // Views of planes.
        "n3_c5h7w7_k5r5s5_g5_same",
        "n2_c3h9w18_k3r2s4_g3_same",
        "n2_c3h9w9_k3r3s3_g3_dh2dw2_same",
        "n2_c3h9w11_k3r3s3_g3_sh2sw2_same",
        "n2_c3h9w11_k3r5s5_g3_sh2sw2_same",
        "n2_c3h9w12_k3r3s3_g3_sh1sw2_same",
        "n2_c3h9w12_k3r4s3_g3_sh3sw3_same",
        "n2_c3h4w4_k3r3s3_g3_pt4pb4pl4pr4",
        "n1_c2h70w90_k2r5s5_g2_sh2sw2_same",
        // Lines of several images, taps in runs and apart.
        "n17_c3h7w7_k3r3s3_g3_same",
        "n9_c2h14w13_k2r4s3_g2_sh2sw1_same",
        "n3_c2h12w12_k2r7s3_g2_same",
        "n3_c2h12w12_k2r3s2_g2_dh3dw2_same",
        "n3_c2h12w13_k2r3s4_g2_sh4sw2_pt0pb3pl1pr5",
        // Sums of rows: several images, as large as can be, kernels of few and many columns.
        "n25_c2h7w7_k2r3s3_g2_same",
        "n2_c2h32w64_k2r3s3_g2_same",
        "n1_c2h33w64_k2r3s3_g2_same",
        "n3_c3h9w10_k3r7s7_g3_same",
        "n3_c2h9w9_k2r9s9_g2_same",
        "n3_c3h9w9_k3r1s3_g3_same",
        "n3_c3h9w8_k3r4s1_g3_same",
        "n3_c2h9w8_k2r2s3_g2_pt2pb1pl1pr1_dh3dw1",
        "n3_c2h2w9_k2r3s3_g2_pt3pb3pl1pr1_dh3dw1"
      })
  void meet_what_the_reference_meets_and_nothing_else(String notation) {
    ConvProblem problem = ConvProblem.parse(notation);
    Operands operands = OperandGenerator.generate(new ConvCase(problem, Tier.INTEGER, 1));
    compare(problem, operands, ConvDirection.FORWARD);
    compare(problem, operands, ConvDirection.INPUT_GRADIENT);
    compare(problem, operands, ConvDirection.FILTER_GRADIENT);
    compareTogether(problem, OperandGenerator.generate(new ConvCase(problem, Tier.REAL, 1)));
    int[] positions = {0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144};
    for (int position : positions) {
      poison(
          operands.input(),
          position,
          () -> {
            compare(problem, operands, ConvDirection.FORWARD);
            compare(problem, operands, ConvDirection.FILTER_GRADIENT);
            compareTogether(problem, operands);
          });
      poison(
          operands.outputGradient(),
          position,
          () -> compare(problem, operands, ConvDirection.INPUT_GRADIENT));
    }
  }

  @Test
  void of_which_a_task_computes_several_blocks_end_with_zeros() {
    ConvProblem problem = ConvProblem.parse("n1_c64h2100w6_k64r3s3_g64_same");
    Operands operands = OperandGenerator.generate(new ConvCase(problem, Tier.INTEGER, 1));
    compare(problem, operands, ConvDirection.FORWARD);
  }

  /** Runs {@code check} with a NaN that many elements from the beginning, then from the end. */
  private static void poison(Tensor tensor, int position, Runnable check) {
    double[] values = tensor.values();
    if (position < values.length) {
      for (int at : new int[] {position, values.length - 1 - position}) {
        double before = values[at];
        values[at] = Double.NaN;
        check.run();
        values[at] = before;
      }
    }
  }

  /** Gradients that are computed together are those that are computed one by one, bit by bit. */
  private static void compareTogether(ConvProblem problem, Operands operands) {
    Nd4jConvolution convolution = Nd4jConvolution.builder(problem).algorithm("depthwise").build();
    INDArray input = Nd4jContract.arrayOf(operands.input(), problem.elementType());
    INDArray filter = Nd4jContract.arrayOf(operands.filter(), problem.elementType());
    INDArray gradient = Nd4jContract.arrayOf(operands.outputGradient(), problem.elementType());
    ConvGradients<INDArray> together = convolution.backward(input, filter, gradient);
    assertArrayEquals(
        valuesOf(convolution.inputGradient(filter, gradient)),
        valuesOf(together.input()),
        () -> problem + " input gradient, together with the filter's");
    assertArrayEquals(
        valuesOf(convolution.filterGradient(input, gradient)),
        valuesOf(together.filter()),
        () -> problem + " filter gradient, together with the input's");
  }

  private static double[] valuesOf(INDArray array) {
    return Nd4jContract.tensorOf(array).values();
  }

  private static void compare(ConvProblem problem, Operands operands, ConvDirection direction) {
    Nd4jConvolution convolution = Nd4jConvolution.builder(problem).algorithm("depthwise").build();
    DirectReference reference = new DirectReference(problem);
    INDArray input = Nd4jContract.arrayOf(operands.input(), problem.elementType());
    INDArray filter = Nd4jContract.arrayOf(operands.filter(), problem.elementType());
    INDArray bias = Nd4jContract.arrayOf(operands.bias(), problem.elementType());
    INDArray gradient = Nd4jContract.arrayOf(operands.outputGradient(), problem.elementType());
    Tensor expected =
        switch (direction) {
          case FORWARD -> reference.forward(operands.input(), operands.filter(), operands.bias());
          case INPUT_GRADIENT ->
              reference.inputGradient(operands.filter(), operands.outputGradient());
          default -> reference.filterGradient(operands.input(), operands.outputGradient());
        };
    INDArray actual =
        switch (direction) {
          case FORWARD -> convolution.forward(input, filter, bias);
          case INPUT_GRADIENT -> convolution.inputGradient(filter, gradient);
          default -> convolution.filterGradient(input, gradient);
        };
    assertArrayEquals(expected.values(), valuesOf(actual), () -> problem + " " + direction.id());
  }
}
