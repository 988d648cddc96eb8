package org.conv4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** 1 x 1 layers so large that whole images of them are read at once. */
@Tag("plain")
@Tag("narrow")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WholeImagesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n8_c33h65w63_k40r1s1",
        "n16_c130h23w23_k60r1s1_nobias",
        "n8_c700h14w14_k30r1s1",
        "n10_c40h56w56_k30r1s1_g2",
        "n8_c20h57w56_k170r1s1_nobias",
        "n9_c300h20w20_k270r1s1_hwio",
        "n8_c20h90w91_k30r1s1_sh2sw2",
        "n8_c70h56w56_k90r1s1_sh2sw3_nobias",
        "n8_c60h56w55_k200r1s1_sh2sw2_nobias",
        "n8_c70h28w28_k700r1s1_sh2sw2",
        "n8_c50h40w41_k50r1s1_pt2pb1pl0pr3",
        "n3_c40h31w30_k30r1s1_nhwc",
        "n1_c30h41w41_k40r1s1_f64"
      })
  void give_the_results_of_the_reference(String notation) {
    ConvProblem problem = ConvProblem.parse(notation);
    Operands operands = OperandGenerator.generate(new ConvCase(problem, Tier.INTEGER, 1));
    Nd4jConvolution convolution = Nd4jConvolution.builder(problem).algorithm("pointwise").build();
    DirectReference reference = new DirectReference(problem);
    INDArray input = Nd4jContract.arrayOf(operands.input(), problem.elementType());
    INDArray filter = Nd4jContract.arrayOf(operands.filter(), problem.elementType());
    INDArray bias =
        problem.bias() ? Nd4jContract.arrayOf(operands.bias(), problem.elementType()) : null;
    INDArray gradient = Nd4jContract.arrayOf(operands.outputGradient(), problem.elementType());

    expect(
        reference.forward(
            operands.input(), operands.filter(), problem.bias() ? operands.bias() : null),
        convolution.forward(input, filter, bias));
    expect(
        reference.inputGradient(operands.filter(), operands.outputGradient()),
        convolution.inputGradient(filter, gradient));
    expect(
        reference.filterGradient(operands.input(), operands.outputGradient()),
        convolution.filterGradient(input, gradient));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n8_c33h65w63_k40r1s1",
        "n8_c64h56w56_k48r1s1_nobias",
        "n16_c60h23w23_k130r1s1_nobias",
        "n8_c40h57w56_k60r1s1_hwio",
        "n8_c20h57w56_k45r1s1_nobias",
        "n10_c40h56w57_k50r1s1_g2"
      })
  void give_both_gradients_together_bit_by_bit(String notation) {
    ConvProblem problem = ConvProblem.parse(notation);
    Operands operands = OperandGenerator.generate(new ConvCase(problem, Tier.REAL, 1));
    Nd4jConvolution convolution = Nd4jConvolution.builder(problem).algorithm("pointwise").build();
    INDArray input = Nd4jContract.arrayOf(operands.input(), problem.elementType());
    INDArray filter = Nd4jContract.arrayOf(operands.filter(), problem.elementType());
    INDArray gradient = Nd4jContract.arrayOf(operands.outputGradient(), problem.elementType());
    try (Framed inputGradient = new Framed(problem.inputShape());
        Framed filterGradient = new Framed(problem.filterShape())) {
      convolution.backwardInto(
          input,
          filter,
          gradient,
          new ConvGradients<>(
              inputGradient.array,
              filterGradient.array,
              problem.bias() ? Nd4j.create(problem.biasShape()) : null));
      inputGradient.expect(Nd4jContract.tensorOf(convolution.inputGradient(filter, gradient)));
      filterGradient.expect(Nd4jContract.tensorOf(convolution.filterGradient(input, gradient)));
    }
  }

  private static void expect(Tensor expected, INDArray actual) {
    assertArrayEquals(expected.values(), Nd4jContract.tensorOf(actual).values());
  }
}
