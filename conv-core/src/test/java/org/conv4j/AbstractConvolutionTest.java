package org.conv4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.conv4j.reference.DirectReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Every convolution")
class AbstractConvolutionTest {

  /** Input, filter and output of the same size, so that any of them can stand for another. */
  private static final ConvProblem SQUARE = ConvProblem.parse("n3_c3h1w1_k3r1s1");

  private static final ConvProblem WITH_BIAS = ConvProblem.parse("n2_c3h5w4_k6r3s2_g3");
  private static final ConvProblem WITHOUT_BIAS = ConvProblem.parse("n2_c3h5w4_k6r3s2_g3_nobias");

  private static final Convolution<Tensor> BIASED = new DirectReference(WITH_BIAS);
  private static final Convolution<Tensor> UNBIASED = new DirectReference(WITHOUT_BIAS);

  private static Tensor of(Operand operand) {
    return RandomProblems.integers(new Random(operand.ordinal()), operand.shape(WITH_BIAS));
  }

  private static final Tensor X = of(Operand.INPUT);
  private static final Tensor W = of(Operand.FILTER);
  private static final Tensor B = of(Operand.BIAS);
  private static final Tensor DY = of(Operand.OUTPUT_GRADIENT);

  private static ConvGradients<Tensor> gradients(boolean bias) {
    return new ConvGradients<>(
        Tensor.zeros(WITH_BIAS.inputShape()),
        Tensor.zeros(WITH_BIAS.filterShape()),
        bias ? Tensor.zeros(WITH_BIAS.biasShape()) : null);
  }

  private static Arguments refused(Executable call, String message) {
    return Arguments.of(call, message);
  }

  static Stream<Arguments> nulls() {
    Tensor y = Tensor.zeros(WITH_BIAS.outputShape());
    ConvGradients<Tensor> g = gradients(true);
    return Stream.of(
        refused(() -> BIASED.forward(null, W, B), "input is null"),
        refused(() -> BIASED.forward(X, null, B), "filter is null"),
        refused(() -> BIASED.forwardInto(X, W, B, null), "output is null"),
        refused(() -> BIASED.forwardInto(null, W, B, y), "input is null"),
        refused(() -> BIASED.inputGradient(null, DY), "filter is null"),
        refused(() -> BIASED.inputGradient(W, null), "outputGradient is null"),
        refused(() -> BIASED.inputGradientInto(W, DY, null), "inputGradient is null"),
        refused(() -> BIASED.filterGradient(null, DY), "input is null"),
        refused(() -> BIASED.filterGradient(X, null), "outputGradient is null"),
        refused(() -> BIASED.filterGradientInto(X, DY, null), "filterGradient is null"),
        refused(() -> BIASED.biasGradient(null), "outputGradient is null"),
        refused(() -> BIASED.biasGradientInto(DY, null), "biasGradient is null"),
        refused(() -> BIASED.backward(null, W, DY), "input is null"),
        refused(() -> BIASED.backward(X, null, DY), "filter is null"),
        refused(() -> BIASED.backward(X, W, null), "outputGradient is null"),
        refused(
            () -> BIASED.backwardInto(X, W, DY, new ConvGradients<>(null, g.filter(), g.bias())),
            "inputGradient is null"),
        refused(
            () -> BIASED.backwardInto(X, W, DY, new ConvGradients<>(g.input(), null, g.bias())),
            "filterGradient is null"),
        refused(
            () -> BIASED.backwardInto(X, W, DY, new ConvGradients<>(g.input(), g.filter(), null)),
            "biasGradient is null"));
  }

  static Stream<Arguments> biases() {
    return Stream.of(
        refused(() -> BIASED.forward(X, W), "bias is missing: the problem has one: " + WITH_BIAS),
        refused(
            () -> BIASED.forward(X, W, null), "bias is missing: the problem has one: " + WITH_BIAS),
        refused(
            () -> UNBIASED.forward(X, W, B),
            "bias given, but the problem has none: " + WITHOUT_BIAS),
        refused(
            () -> UNBIASED.backwardInto(X, W, DY, gradients(true)),
            "biasGradient given, but the problem has no bias: " + WITHOUT_BIAS));
  }

  static Stream<Arguments> shapes() {
    Tensor wrong = Tensor.zeros(2, 3);
    Tensor transposed = Tensor.zeros(2, 5, 4, 3);
    Tensor y = Tensor.zeros(WITH_BIAS.outputShape());
    String nchw = " (batch, channels, height, width) for " + WITH_BIAS;
    String oihw =
        " (output channels, input channels per group, kernel height, kernel width) for "
            + WITH_BIAS;
    return Stream.of(
        refused(
            () -> BIASED.forward(transposed, W, B),
            "input has shape [2, 5, 4, 3], expected [2, 3, 5, 4]" + nchw),
        refused(
            () -> BIASED.forward(X, wrong, B),
            "filter has shape [2, 3], expected [6, 1, 3, 2]" + oihw),
        refused(
            () -> BIASED.forward(X, W, wrong),
            "bias has shape [2, 3], expected [6] (output channels) for " + WITH_BIAS),
        refused(
            () -> BIASED.forwardInto(X, W, B, wrong),
            "output has shape [2, 3], expected [2, 6, 3, 3]" + nchw),
        refused(
            () -> BIASED.inputGradient(W, X),
            "outputGradient has shape [2, 3, 5, 4], expected [2, 6, 3, 3]" + nchw),
        refused(
            () -> BIASED.inputGradientInto(W, DY, y),
            "inputGradient has shape [2, 6, 3, 3], expected [2, 3, 5, 4]" + nchw),
        refused(
            () -> BIASED.filterGradientInto(X, DY, wrong),
            "filterGradient has shape [2, 3], expected [6, 1, 3, 2]" + oihw),
        refused(
            () -> BIASED.biasGradientInto(DY, wrong),
            "biasGradient has shape [2, 3], expected [6] (output channels) for " + WITH_BIAS),
        refused(
            () -> BIASED.backward(X, W, wrong),
            "outputGradient has shape [2, 3], expected [2, 6, 3, 3]" + nchw));
  }

  static Stream<Arguments> overlaps() {
    Convolution<Tensor> square = new DirectReference(SQUARE);
    Tensor x = Tensor.zeros(3, 3, 1, 1);
    Tensor w = Tensor.zeros(3, 3, 1, 1);
    Tensor b = Tensor.zeros(3);
    Tensor dy = Tensor.zeros(3, 3, 1, 1);
    Tensor other = Tensor.zeros(3, 3, 1, 1);
    Tensor sameMemory = Tensor.of(x.values(), 3, 3, 1, 1);
    String own = ": a result needs memory of its own";
    return Stream.of(
        refused(() -> square.forwardInto(x, w, b, x), "output shares memory with input" + own),
        refused(
            () -> square.forwardInto(x, w, b, sameMemory), "output shares memory with input" + own),
        refused(() -> square.forwardInto(x, w, b, w), "output shares memory with filter" + own),
        refused(
            () -> square.inputGradientInto(w, dy, w),
            "inputGradient shares memory with filter" + own),
        refused(
            () -> square.inputGradientInto(w, dy, dy),
            "inputGradient shares memory with outputGradient" + own),
        refused(
            () -> square.filterGradientInto(x, dy, x),
            "filterGradient shares memory with input" + own),
        refused(
            () -> square.filterGradientInto(x, dy, dy),
            "filterGradient shares memory with outputGradient" + own),
        refused(
            () -> square.backwardInto(x, w, dy, new ConvGradients<>(other, other, b)),
            "inputGradient shares memory with filterGradient" + own),
        refused(
            () -> square.backwardInto(x, w, dy, new ConvGradients<>(x, other, b)),
            "inputGradient shares memory with input" + own),
        refused(
            () -> square.backwardInto(x, w, dy, new ConvGradients<>(other, dy, b)),
            "filterGradient shares memory with outputGradient" + own));
  }

  @Test
  void refusesABiasThatIsAlsoTheOutput() {
    Convolution<Tensor> conv = new DirectReference(ConvProblem.parse("n1_c1h1w1_k3r1s1"));
    double[] memory = new double[3];
    Tensor bias = Tensor.of(memory, 3);
    Tensor output = Tensor.of(memory, 1, 3, 1, 1);
    assertEquals(
        "output shares memory with bias: a result needs memory of its own",
        assertThrows(
                ConvShapeException.class,
                () ->
                    conv.forwardInto(
                        Tensor.zeros(1, 1, 1, 1), Tensor.zeros(3, 1, 1, 1), bias, output))
            .getMessage());
    assertEquals(
        "biasGradient shares memory with outputGradient: a result needs memory of its own",
        assertThrows(ConvShapeException.class, () -> conv.biasGradientInto(output, bias))
            .getMessage());
  }

  static Stream<Arguments> backwardOverlaps() {
    List<Operand> operands = List.of(Operand.INPUT, Operand.FILTER, Operand.OUTPUT_GRADIENT);
    List<Operand> results =
        List.of(Operand.INPUT_GRADIENT, Operand.FILTER_GRADIENT, Operand.BIAS_GRADIENT);
    return results.stream()
        .flatMap(
            result ->
                Stream.concat(operands.stream(), results.stream().filter(r -> r != result))
                    .map(other -> Arguments.of(result, other)));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("backwardOverlaps")
  void refusesGradientsThatShareMemoryWithAnythingElse(Operand result, Operand other) {
    ConvProblem single = ConvProblem.parse("n1_c1h1w1_k1r1s1");
    Map<Operand, double[]> memory = new EnumMap<>(Operand.class);
    for (Operand operand : Operand.values()) {
      memory.put(operand, new double[1]);
    }
    memory.put(result, memory.get(other));
    Function<Operand, Tensor> array =
        operand -> Tensor.of(memory.get(operand), operand.shape(single));
    ConvGradients<Tensor> gradients =
        new ConvGradients<>(
            array.apply(Operand.INPUT_GRADIENT),
            array.apply(Operand.FILTER_GRADIENT),
            array.apply(Operand.BIAS_GRADIENT));
    String message =
        assertThrows(
                ConvShapeException.class,
                () ->
                    new DirectReference(single)
                        .backwardInto(
                            array.apply(Operand.INPUT),
                            array.apply(Operand.FILTER),
                            array.apply(Operand.OUTPUT_GRADIENT),
                            gradients))
            .getMessage();
    String sentence = "%s shares memory with %s: a result needs memory of its own";
    Set<String> eitherWay =
        Set.of(
            sentence.formatted(result.label(), other.label()),
            sentence.formatted(other.label(), result.label()));
    assertTrue(eitherWay.contains(message), message);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource({"nulls", "biases", "shapes", "overlaps"})
  void refusesArraysThatDoNotFitItsProblem(Executable call, String message) {
    assertEquals(message, assertThrows(ConvShapeException.class, call).getMessage());
  }

  @Test
  void hasNoBiasGradientWithoutABias() {
    String message = "no bias gradient: the problem has no bias: " + WITHOUT_BIAS;
    assertEquals(
        message,
        assertThrows(IllegalStateException.class, () -> UNBIASED.biasGradient(DY)).getMessage());
    assertEquals(
        message,
        assertThrows(IllegalStateException.class, () -> UNBIASED.biasGradientInto(DY, B))
            .getMessage());
    assertNull(UNBIASED.backward(X, W, DY).bias());
  }

  @Test
  void needsAProblemAndGradientsToWriteTo() {
    assertThrows(NullPointerException.class, () -> new DirectReference(null));
    assertThrows(NullPointerException.class, () -> BIASED.backwardInto(X, W, DY, null));
  }

  @Test
  void overwritesWhateverAResultHeld() {
    Tensor y = nans(Operand.OUTPUT);
    BIASED.forwardInto(X, W, B, y);
    assertArrayEquals(BIASED.forward(X, W, B).values(), y.values());
    Tensor dx = nans(Operand.INPUT_GRADIENT);
    BIASED.inputGradientInto(W, DY, dx);
    assertArrayEquals(BIASED.inputGradient(W, DY).values(), dx.values());
    Tensor dw = nans(Operand.FILTER_GRADIENT);
    BIASED.filterGradientInto(X, DY, dw);
    assertArrayEquals(BIASED.filterGradient(X, DY).values(), dw.values());
    Tensor db = nans(Operand.BIAS_GRADIENT);
    BIASED.biasGradientInto(DY, db);
    assertArrayEquals(BIASED.biasGradient(DY).values(), db.values());
  }

  @Test
  void computesAllGradientsInOneCall() {
    ConvGradients<Tensor> together = BIASED.backward(X, W, DY);
    assertArrayEquals(BIASED.inputGradient(W, DY).values(), together.input().values());
    assertArrayEquals(BIASED.filterGradient(X, DY).values(), together.filter().values());
    assertArrayEquals(BIASED.biasGradient(DY).values(), together.bias().values());
    ConvGradients<Tensor> given =
        new ConvGradients<>(
            nans(Operand.INPUT_GRADIENT),
            nans(Operand.FILTER_GRADIENT),
            nans(Operand.BIAS_GRADIENT));
    BIASED.backwardInto(X, W, DY, given);
    assertArrayEquals(together.input().values(), given.input().values());
    assertArrayEquals(together.filter().values(), given.filter().values());
    assertArrayEquals(together.bias().values(), given.bias().values());
  }

  private static Tensor nans(Operand operand) {
    Tensor tensor = Tensor.zeros(operand.shape(WITH_BIAS));
    Arrays.fill(tensor.values(), Double.NaN);
    return tensor;
  }
}
