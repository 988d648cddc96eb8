package org.conv4j.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.function.Function;
import java.util.stream.Stream;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Worked out by hand")
class HandComputedTest {

  static Stream<Arguments> references() {
    return Stream.of(
        Arguments.of("direct", (Function<ConvProblem, ?>) DirectReference::new),
        Arguments.of("mirrored", (Function<ConvProblem, ?>) MirroredReference::new),
        Arguments.of("compensated", (Function<ConvProblem, ?>) CompensatedReference::new));
  }

  private static Tensor tensor(String shape, double... values) {
    return Tensor.of(values, Stream.of(shape.split("x")).mapToLong(Long::parseLong).toArray());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("references")
  void theKernelIsNotFlipped(String name, Function<ConvProblem, Convolution<Tensor>> reference) {
    Convolution<Tensor> conv = reference.apply(ConvProblem.parse("n1_c1h3w3_k1r2s2"));
    Tensor x = tensor("1x1x3x3", 1, 2, 3, 4, 5, 6, 7, 8, 9);
    Tensor w = tensor("1x1x2x2", 1, 10, 100, 1000);
    assertArrayEquals(
        new double[] {5421.5, 6532.5, 8754.5, 9865.5},
        conv.forward(x, w, tensor("1", 0.5)).values());
    Tensor dy = tensor("1x1x2x2", 1, 2, 3, 4);
    assertArrayEquals(
        new double[] {1, 12, 20, 103, 1234, 2040, 300, 3400, 4000},
        conv.inputGradient(w, dy).values());
    assertArrayEquals(
        new double[] {1 + 4 + 12 + 20, 2 + 6 + 15 + 24, 4 + 10 + 21 + 32, 5 + 12 + 24 + 36},
        conv.filterGradient(x, dy).values());
    assertArrayEquals(new double[] {10}, conv.biasGradient(dy).values());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("references")
  void paddingIsTopBottomLeftRight(
      String name, Function<ConvProblem, Convolution<Tensor>> reference) {
    Convolution<Tensor> conv =
        reference.apply(ConvProblem.parse("n1_c1h1w1_k1r1s1_pt1pb0pl0pr2_nobias"));
    Tensor x = tensor("1x1x1x1", 3);
    Tensor w = tensor("1x1x1x1", 2);
    assertArrayEquals(new double[] {0, 0, 0, 6, 0, 0}, conv.forward(x, w).values());
    Tensor dy = tensor("1x1x2x3", 1, 2, 3, 4, 5, 6);
    assertArrayEquals(new double[] {8}, conv.inputGradient(w, dy).values());
    assertArrayEquals(new double[] {12}, conv.filterGradient(x, dy).values());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("references")
  void strideAndDilationAlongTheirOwnAxes(
      String name, Function<ConvProblem, Convolution<Tensor>> reference) {
    // rows 0, 2; columns 0 and 3 of a 1 x 2 kernel dilated by 3: output 2 x 1
    Convolution<Tensor> conv =
        reference.apply(ConvProblem.parse("n1_c1h3w4_k1r1s2_sh2sw1_dh1dw3_nobias"));
    Tensor x = tensor("1x1x3x4", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    Tensor w = tensor("1x1x1x2", 1, 100);
    assertArrayEquals(new double[] {401, 1209}, conv.forward(x, w).values());
    Tensor dy = tensor("1x1x2x1", 1, 2);
    assertArrayEquals(
        new double[] {1, 0, 0, 100, 0, 0, 0, 0, 2, 0, 0, 200}, conv.inputGradient(w, dy).values());
    assertArrayEquals(new double[] {1 + 18, 4 + 24}, conv.filterGradient(x, dy).values());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("references")
  void layoutsOrderTheAxesOfShapes(
      String name, Function<ConvProblem, Convolution<Tensor>> reference) {
    Convolution<Tensor> conv =
        reference.apply(ConvProblem.parse("n1_c2h1w2_k3r1s2_nhwc_hwio_nobias"));
    Tensor x = tensor("1x1x2x2", 1, 2, 3, 4);
    Tensor w = tensor("1x2x2x3", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertArrayEquals(
        new double[] {1 + 8 + 21 + 40, 2 + 10 + 24 + 44, 3 + 12 + 27 + 48},
        conv.forward(x, w).values());
    Tensor dy = tensor("1x1x1x3", 1, 10, 100);
    assertArrayEquals(new double[] {321, 654, 987, 1320}, conv.inputGradient(w, dy).values());
    assertArrayEquals(
        new double[] {1, 10, 100, 2, 20, 200, 3, 30, 300, 4, 40, 400},
        conv.filterGradient(x, dy).values());
    Convolution<Tensor> ohwi = reference.apply(ConvProblem.parse("n1_c2h1w2_k1r1s2_ohwi_nobias"));
    assertArrayEquals(
        new double[] {1 + 3 * 10 + 2 * 100 + 4 * 1000},
        ohwi.forward(tensor("1x2x1x2", 1, 2, 3, 4), tensor("1x1x2x2", 1, 10, 100, 1000)).values());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("references")
  void groupsSeeTheirOwnChannelsOnly(
      String name, Function<ConvProblem, Convolution<Tensor>> reference) {
    Convolution<Tensor> conv = reference.apply(ConvProblem.parse("n1_c4h1w1_k4r1s1_g2"));
    Tensor x = tensor("1x4x1x1", 1, 2, 3, 4);
    Tensor w = tensor("4x2x1x1", 1, 10, 2, 20, 3, 30, 4, 40);
    assertArrayEquals(
        new double[] {21.5, 42.25, 129.125, 172},
        conv.forward(x, w, tensor("4", 0.5, 0.25, 0.125, 0)).values());
    Tensor dy = tensor("1x4x1x1", 1, 2, 3, 4);
    assertArrayEquals(new double[] {5, 50, 25, 250}, conv.inputGradient(w, dy).values());
    assertArrayEquals(
        new double[] {1, 2, 2, 4, 9, 12, 12, 16}, conv.filterGradient(x, dy).values());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("references")
  void gradientsSumOverTheBatch(String name, Function<ConvProblem, Convolution<Tensor>> reference) {
    Convolution<Tensor> conv = reference.apply(ConvProblem.parse("n3_c1h1w1_k1r1s1"));
    Tensor x = tensor("3x1x1x1", 1, 2, 3);
    Tensor dy = tensor("3x1x1x1", 5, 7, 9);
    assertArrayEquals(new double[] {5 + 14 + 27}, conv.filterGradient(x, dy).values());
    assertArrayEquals(new double[] {21}, conv.biasGradient(dy).values());
  }
}
