package org.conv4j.nd4j;

import org.conv4j.ConvProblem;
import org.conv4j.check.ConvCase;
import org.conv4j.check.OperandGenerator;
import org.conv4j.check.Operands;
import org.conv4j.check.Tier;
import org.conv4j.reference.DirectReference;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Results that go from registers to the array of the caller: lines shorter and longer than a vector
 * or than a multiple of one, every remainder of channels, groups, several blocks of an image, and
 * what lies before and behind the result, which must stay as it is.
 */
@Tag("plain")
@Tag("narrow")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StreamedResultsTest {

  @ParameterizedTest
  @CsvSource({
    // Large results of 1 x 1 kernels.
    "pointwise, n2_c3h130w131_k64r1s1",
    "pointwise, n1_c1h1w2100000_k1r1s1",
    "pointwise, n3_c7h103w101_k73r1s1_nobias",
    "pointwise, n2_c6h130w131_k66r1s1_g2",
    "pointwise, n2_c2h259w260_k65r1s1_sh2sw2",
    "pointwise, n4_c64h90w92_k64r1s1_nobias",
    "pointwise, n64_c4h8w8_k520r1s1",
    // Few channels and large kernels.
    "first, n2_c3h9w16_k5r3s3_same",
    "first, n2_c3h9w17_k4r3s3_same",
    "first, n2_c3h9w31_k9r3s3_same",
    "first, n2_c3h9w33_k12r3s3_same",
    "first, n1_c2h7w47_k1r5s3_same",
    "first, n1_c2h7w64_k2r3s5_same",
    "first, n1_c4h30w130_k6r7s7_sh2sw2_pt3pb3pl3pr3",
    "first, n2_c3h40w224_k32r3s3_sh2sw2_pt1pb1pl1pr1_nobias",
    "first, n2_c6h20w40_k14r3s3_g2_same",
    "first, n1_c3h20w80_k7r3s3_dh2dw2"
  })
  void are_those_of_the_reference_and_touch_nothing_else(String algorithm, String notation) {
    ConvProblem problem = ConvProblem.parse(notation);
    Operands operands = OperandGenerator.generate(new ConvCase(problem, Tier.INTEGER, 1));
    Nd4jConvolution convolution = Nd4jConvolution.builder(problem).algorithm(algorithm).build();
    DirectReference reference = new DirectReference(problem);
    INDArray input = Nd4jContract.arrayOf(operands.input(), problem.elementType());
    INDArray filter = Nd4jContract.arrayOf(operands.filter(), problem.elementType());
    INDArray bias =
        problem.bias() ? Nd4jContract.arrayOf(operands.bias(), problem.elementType()) : null;
    INDArray gradient = Nd4jContract.arrayOf(operands.outputGradient(), problem.elementType());

    try (Framed output = new Framed(problem.outputShape())) {
      convolution.forwardInto(input, filter, bias, output.array);
      output.expect(
          reference.forward(
              operands.input(), operands.filter(), problem.bias() ? operands.bias() : null));
    }
    try (Framed inputGradient = new Framed(problem.inputShape())) {
      convolution.inputGradientInto(filter, gradient, inputGradient.array);
      inputGradient.expect(reference.inputGradient(operands.filter(), operands.outputGradient()));
    }
  }
}
