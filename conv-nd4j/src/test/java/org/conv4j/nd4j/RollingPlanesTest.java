package org.conv4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Depthwise planes that are copied a few rows at a time: rows of every length around that of a
 * vector, padding on any side, rows that bands divide with and without a remainder, neighbours that
 * must not be met, of which a NaN tells, and what lies before and behind the result.
 */
@Tag("plain")
@Tag("narrow")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RollingPlanesTest {

  static Stream<String> rows_of_one_to_forty_pixels() {
    return IntStream.rangeClosed(1, 40)
        .boxed()
        .flatMap(
            width -> {
              int height = 2100 / width + 3;
              String planes = "n1_c8h%dw%d_k8r3s3_g8".formatted(height, width);
              String pairs = "n3_c3h%dw%d_k3r3s3_g3_sh2sw2".formatted(height, 2 * width);
              return Stream.of(
                  planes + "_pt1pb1pl1pr1",
                  pairs + "_pt1pb1pl1pr1",
                  pairs + "_pt0pb1pl0pr1_nobias");
            });
  }

  @ParameterizedTest
  @MethodSource("rows_of_one_to_forty_pixels")
  void of_any_width_are_those_of_the_reference(String notation) {
    ConvProblem problem = ConvProblem.parse(notation);
    Comparison comparison = new Comparison(problem);
    comparison.outputAndFilterGradient();
    comparison.inputGradient();
  }

  @ParameterizedTest
  @CsvSource({
    "n1_c8h50w50_k8r3s3_g8",
    "n3_c3h50w50_k3r3s3_g3_pt1pb0pl0pr1",
    "n3_c3h51w50_k3r3s3_g3_pt0pb1pl1pr0_nobias",
    "n1_c9h49w50_k9r3s3_g9_pt1pb1pl2pr2",
    "n1_c9h49w50_k9r3s3_g9_pt1pb1pl0pr0",
    "n1_c8h3w900_k8r3s3_g8_pt1pb1pl1pr1",
    "n1_c8h1w2500_k8r3s3_g8_pt1pb1pl1pr1",
    "n1_c8h2w1200_k8r3s3_g8_sh2sw2_pt1pb1pl1pr1",
    "n1_c8h61w60_k8r3s3_g8_sh2sw2",
    "n3_c3h61w60_k3r3s3_g3_sh2sw2_pt1pb1pl1pr1",
    "n3_c3h60w61_k3r3s3_g3_sh2sw2_pt1pb1pl1pr1_nobias",
    "n3_c3h60w60_k3r3s3_g3_sh2sw2_pt1pb0pl1pr0",
    "n3_c3h60w60_k3r3s3_g3_sh2sw2_pt0pb1pl0pr1",
    "n3_c3h61w64_k3r3s3_g3_sh2sw2_pt1pb1pl0pr1",
    "n5_c2h112w112_k2r3s3_g2_pt1pb1pl1pr1",
    "n5_c2h112w112_k2r3s3_g2_sh2sw2_pt1pb1pl1pr1"
  })
  void meet_what_the_reference_meets_and_nothing_else(String notation) {
    ConvProblem problem = ConvProblem.parse(notation);
    Comparison comparison = new Comparison(problem);
    comparison.outputAndFilterGradient();
    comparison.inputGradient();
    int width = (int) problem.inputShape()[3];
    int plane = (int) problem.inputShape()[2] * width;
    for (int at :
        List.of(0, width - 1, width, plane - width, plane - 1, plane, plane + width, 2 * plane)) {
      comparison.withNaN(comparison.operands.input(), at, comparison::outputAndFilterGradient);
    }
    Tensor gradient = comparison.operands.outputGradient();
    int outputWidth = (int) problem.outputShape()[3];
    int outputs = (int) problem.outputShape()[2] * outputWidth;
    for (int at : List.of(0, outputWidth, outputs - 1, outputs, 2 * outputs)) {
      comparison.withNaN(gradient, at, comparison::inputGradient);
      comparison.withNaN(gradient, gradient.size() - 1 - at, comparison::inputGradient);
    }
  }

  @ParameterizedTest
  @EnumSource(StridedArrays.class)
  void may_be_views(StridedArrays layout) {
    for (String notation :
        List.of("n2_c4h49w50_k4r3s3_g4_same", "n2_c4h60w64_k4r3s3_g4_sh2sw2_pt1pb1pl1pr1")) {
      ConvProblem problem = ConvProblem.parse(notation);
      Comparison comparison = new Comparison(problem);
      Operands operands = comparison.operands;
      INDArray input = layout.of(Nd4jContract.arrayOf(operands.input(), problem.elementType()));
      INDArray output = layout.empty(Nd4j.create(DataType.FLOAT, problem.outputShape()));
      comparison.convolution.forwardInto(input, comparison.filter, comparison.bias, output);
      assertArrayEquals(
          comparison
              .reference
              .forward(operands.input(), operands.filter(), operands.bias())
              .values(),
          Nd4jContract.tensorOf(output).values(),
          notation);
    }
  }

  /** A problem, all of whose results must be those of the reference. */
  private static final class Comparison {
    final Operands operands;
    final DirectReference reference;
    final Nd4jConvolution convolution;
    final INDArray filter;
    final INDArray bias;
    private final ConvProblem problem;

    Comparison(ConvProblem problem) {
      this.problem = problem;
      this.operands = OperandGenerator.generate(new ConvCase(problem, Tier.INTEGER, 1));
      this.reference = new DirectReference(problem);
      this.convolution = Nd4jConvolution.builder(problem).algorithm("depthwise").build();
      this.filter = Nd4jContract.arrayOf(operands.filter(), problem.elementType());
      this.bias =
          problem.bias() ? Nd4jContract.arrayOf(operands.bias(), problem.elementType()) : null;
    }

    void withNaN(Tensor tensor, int at, Runnable check) {
      if (at >= 0 && at < tensor.size()) {
        double before = tensor.values()[at];
        tensor.values()[at] = Double.NaN;
        check.run();
        tensor.values()[at] = before;
      }
    }

    void outputAndFilterGradient() {
      INDArray input = Nd4jContract.arrayOf(operands.input(), problem.elementType());
      INDArray gradient = Nd4jContract.arrayOf(operands.outputGradient(), problem.elementType());
      try (Framed output = new Framed(problem.outputShape())) {
        convolution.forwardInto(input, filter, bias, output.array);
        output.expect(
            reference.forward(
                operands.input(), operands.filter(), problem.bias() ? operands.bias() : null));
      }
      try (Framed filterGradient = new Framed(problem.filterShape())) {
        convolution.filterGradientInto(input, gradient, filterGradient.array);
        filterGradient.expect(
            reference.filterGradient(operands.input(), operands.outputGradient()));
      }
    }

    void inputGradient() {
      INDArray gradient = Nd4jContract.arrayOf(operands.outputGradient(), problem.elementType());
      try (Framed inputGradient = new Framed(problem.inputShape())) {
        convolution.inputGradientInto(filter, gradient, inputGradient.array);
        inputGradient.expect(reference.inputGradient(operands.filter(), operands.outputGradient()));
      }
    }
  }
}
