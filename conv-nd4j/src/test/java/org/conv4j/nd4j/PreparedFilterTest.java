package org.conv4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ConvShapeException;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Tier;
import org.conv4j.nd4j.selection.AlgorithmTable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("a prepared filter")
@Tag("plain")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PreparedFilterTest {

  /** With weights that a workspace has room for, and with more, that groups of panels share. */
  private static final List<String> PROBLEMS =
      List.of(
          "n2_c5h6w7_k6r3s3_same",
          "n2_c5h6w7_k6r3s3_same_nhwc_hwio_nobias",
          "n1_c70h9w8_k67r3s3_same_ohwi",
          "n1_c150h5w5_k140r3s3_same",
          "n2_c100h9w9_k140r3s3_sh2sw2_same",
          "n1_c50h20w18_k200r3s3_same",
          "n2_c6h5w5_k7r1s1",
          "n1_c4h6w6_k4r3s3_g4",
          "n2_c3h6w5_k4r2s3_f64",
          "n0_c3h6w5_k4r2s3");

  static Stream<Arguments> problems_and_algorithms() {
    return PROBLEMS.stream()
        .flatMap(
            problem ->
                AlgorithmTable.standard().names().stream()
                    .filter(name -> accepted(problem, name))
                    .map(name -> Arguments.of(problem, name)));
  }

  private static boolean accepted(String problem, String algorithm) {
    try {
      return of(problem, algorithm).refusal(ConvDirection.FORWARD).isEmpty();
    } catch (AlgorithmDeclinedException declined) {
      return false;
    }
  }

  private static Nd4jConvolution of(String problem, String algorithm) {
    return Nd4jConvolution.builder(ConvProblem.parse(problem))
        .algorithm(algorithm)
        .workspaceBytes(1L << 20)
        .build();
  }

  @ParameterizedTest
  @MethodSource("problems_and_algorithms")
  void gives_the_same_bits_as_the_filter(String problem, String algorithm) {
    Nd4jConvolution convolution = of(problem, algorithm);
    Fixture data = new Fixture(new ConvCase(convolution.problem(), Tier.REAL, 3));
    INDArray expected = convolution.forward(data.input, data.filter, data.bias);
    PreparedFilter prepared = convolution.prepare(data.filter);
    INDArray returned = convolution.forward(data.input, prepared, data.bias);
    assertSameBits(expected, returned);
    if (!expected.isEmpty()) {
      INDArray given = Nd4j.valueArrayOf(expected.shape(), Double.NaN, expected.dataType());
      convolution.forwardInto(data.input, prepared, data.bias, given);
      assertSameBits(expected, given);
    }
  }

  private static void assertSameBits(INDArray expected, INDArray actual) {
    assertArrayEquals(
        Nd4jContract.tensorOf(expected).values(), Nd4jContract.tensorOf(actual).values());
  }

  @ParameterizedTest
  @MethodSource("problems_and_algorithms")
  void does_not_see_what_becomes_of_the_array(String problem, String algorithm) {
    Nd4jConvolution convolution = of(problem, algorithm);
    Fixture data = new Fixture(convolution.problem());
    INDArray expected = convolution.forward(data.input, data.filter, data.bias);
    PreparedFilter prepared = convolution.prepare(data.filter);
    if (!data.filter.isEmpty()) {
      data.filter.assign(Double.NaN);
    }
    assertSameBits(expected, convolution.forward(data.input, prepared, data.bias));
  }

  @Test
  void is_made_of_any_view() {
    Fixture data = new Fixture("n2_c5h6w7_k6r3s3_same");
    Nd4jConvolution convolution = Nd4jConvolution.of(data.problem);
    PreparedFilter prepared = convolution.prepare(StridedArrays.PERMUTED.of(data.filter));
    data.assertRight(ConvDirection.FORWARD, convolution.forward(data.input, prepared, data.bias));
    assertEquals(data.problem, prepared.problem());
  }

  @Test
  void is_refused_by_every_other_convolution() {
    Fixture data = new Fixture("n2_c5h6w7_k6r3s3_same");
    PreparedFilter prepared = Nd4jConvolution.of(data.problem).prepare(data.filter);
    Nd4jConvolution other = Nd4jConvolution.of(data.problem);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> other.forward(data.input, prepared, data.bias))
            .getMessage();
    assertTrue(message.startsWith("the filter was prepared by another convolution"), message);
  }

  @Test
  void does_not_excuse_the_other_operands() {
    Fixture data = new Fixture("n2_c5h6w7_k6r3s3_same");
    Nd4jConvolution convolution = Nd4jConvolution.of(data.problem);
    PreparedFilter prepared = convolution.prepare(data.filter);
    for (var call :
        List.<Runnable>of(
            () -> convolution.prepare(data.input),
            () -> convolution.forward(data.filter, prepared, data.bias),
            () -> convolution.forward(null, prepared, data.bias),
            () -> convolution.forward(data.input, prepared, null),
            () -> convolution.forwardInto(data.input, prepared, data.bias, data.input),
            () -> convolution.forwardInto(data.input, prepared, data.bias, data.filter))) {
      String message = assertThrows(ConvShapeException.class, call::run).getMessage();
      assertNotEquals(null, message);
    }
  }
}
