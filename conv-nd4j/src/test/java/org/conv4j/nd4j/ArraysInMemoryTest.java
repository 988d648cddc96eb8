package org.conv4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvGradients;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.workspace.DenseArray;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

@DisplayName("arrays, however they lie in memory,")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArraysInMemoryTest {

  private static final List<String> PROBLEMS =
      List.of(
          "n2_c4h6w7_k6r3s2_g2_pt1pb0pl1pr1",
          "n2_c4h6w7_k6r3s3_sh2sw1_same_nhwc_hwio",
          "n3_c5h4w3_k4r1s1",
          "n2_c5h5w6_k4r1s1_sh2sw2_nhwc_ohwi_f64");

  /** Every way for operands, for results, and for both; all pairs would only take longer. */
  static Stream<Arguments> problemsAndOperandsAndResults() {
    return PROBLEMS.stream()
        .flatMap(
            problem ->
                Stream.of(StridedArrays.values())
                    .flatMap(
                        way ->
                            Stream.of(
                                Arguments.of(problem, way, way),
                                Arguments.of(problem, way, StridedArrays.DENSE),
                                Arguments.of(problem, StridedArrays.DENSE, way))));
  }

  @ParameterizedTest
  @MethodSource("problemsAndOperandsAndResults")
  void are_read_and_written_where_they_are(
      String notation, StridedArrays operands, StridedArrays results) {
    Fixture fixture = new Fixture(notation);
    Nd4jConvolution convolution = Nd4jConvolution.of(fixture.problem);
    INDArray input = operands.of(fixture.input);
    INDArray filter = operands.of(fixture.filter);
    INDArray bias = operands.of(fixture.bias);
    INDArray outputGradient = operands.of(fixture.outputGradient);

    INDArray output = results.empty(fixture.outputGradient);
    convolution.forwardInto(input, filter, bias, output);
    fixture.assertRight(ConvDirection.FORWARD, output);

    ConvGradients<INDArray> gradients =
        new ConvGradients<>(
            results.empty(fixture.input),
            results.empty(fixture.filter),
            results.empty(fixture.bias));
    convolution.backwardInto(input, filter, outputGradient, gradients);
    fixture.assertRight(gradients);

    assertEquals(fixture.input, input);
    assertEquals(fixture.filter, filter);
    assertEquals(fixture.bias, bias);
    assertEquals(fixture.outputGradient, outputGradient);
  }

  @ParameterizedTest
  @EnumSource(names = {"INSIDE", "EVERY_SECOND", "OFFSET"})
  void leave_their_surroundings_alone(StridedArrays results) {
    Fixture fixture = new Fixture("n2_c4h6w7_k6r3s2_g2");
    INDArray output = results.empty(fixture.outputGradient);
    Nd4jConvolution.of(fixture.problem)
        .forwardInto(fixture.input, fixture.filter, fixture.bias, output);
    DataBuffer view = output.data();
    DataBuffer all = view.originalDataBuffer() == null ? view : view.originalDataBuffer();
    INDArray buffer = Nd4j.create(all, new long[] {all.length()}, new long[] {1}, 0, 'c');
    long untouched = 0;
    for (long i = 0; i < buffer.length(); i++) {
      if (Double.isNaN(buffer.getDouble(i))) {
        untouched++;
      }
    }
    assertEquals(buffer.length() - output.length(), untouched);
  }

  @Test
  void may_be_broadcast_with_stride_0() {
    ConvProblem problem = ConvProblem.parse("n3_c4h5w6_k2r3s3_same");
    Fixture one = new Fixture(problem.toBuilder().input(1, 4, 5, 6).build());
    INDArray image = one.input;
    INDArray batch =
        Nd4j.create(
            image.data(), problem.inputShape(), new long[] {0, 30, 6, 1}, image.offset(), 'c');
    INDArray output = Nd4jConvolution.of(problem).forward(batch, one.filter, one.bias);
    for (long n = 0; n < 3; n++) {
      one.assertRight(
          ConvDirection.FORWARD,
          output.get(
              NDArrayIndex.interval(n, n + 1),
              NDArrayIndex.all(),
              NDArrayIndex.all(),
              NDArrayIndex.all()));
    }
  }

  @Test
  void may_be_one_number_everywhere() {
    ConvProblem problem = ConvProblem.parse("n1_c2h4w4_k1r3s3_nobias");
    INDArray seven = Nd4j.createFromArray(7f);
    INDArray input =
        Nd4j.create(seven.data(), problem.inputShape(), new long[] {0, 0, 0, 0}, 0, 'c');
    INDArray filter = Nd4j.ones(DataType.FLOAT, problem.filterShape());
    INDArray output = Nd4jConvolution.of(problem).forward(input, filter);
    assertEquals(4 * 7f * 18, output.sumNumber().floatValue());
  }

  @Test
  void are_dense_by_their_strides_not_by_their_declared_order() {
    assertTrue(DenseArray.isDense(Nd4j.create(new long[] {1, 5, 1, 1}, 'f')));
    assertFalse(DenseArray.isDense(Nd4j.create(new long[] {2, 5}, 'f')));
    assertTrue(DenseArray.isDense(Nd4j.create(new long[] {5, 2}, 'f').permute(1, 0)));
    assertFalse(
        DenseArray.isDense(Nd4j.create(4, 6).get(NDArrayIndex.all(), NDArrayIndex.interval(0, 4))));
  }
}
