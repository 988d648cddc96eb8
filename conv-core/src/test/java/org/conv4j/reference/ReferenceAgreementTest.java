package org.conv4j.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.FilterLayout;
import org.conv4j.RandomProblems;
import org.conv4j.Tensor;
import org.conv4j.TensorLayout;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The references agree")
class ReferenceAgreementTest {

  private static final double UNIT_ROUNDOFF = 0x1p-53;

  /** Every option with every other, on an image whose sizes differ everywhere. */
  static Stream<ConvProblem> grid() {
    List<ConvProblem> problems = new ArrayList<>();
    for (String geometry :
        List.of("", "_sh2sw3", "_dh2dw3", "_sh3sw2_dh2dw1", "_sh4sw4", "_sh1sw5_dh3dw1")) {
      for (String padding :
          List.of("", "_same", "_samelower", "_pt1pb1pl1pr1", "_pt2pb0pl1pr3", "_pt7pb6pl5pr8")) {
        for (String channels : List.of("c3_k4", "c6_k9_g3", "c4_k4_g4", "c2_k6_g2", "c1_k1")) {
          for (String kernel : List.of("r1s1", "r3s2", "r2s4")) {
            for (TensorLayout layout : TensorLayout.values()) {
              for (FilterLayout filterLayout : FilterLayout.values()) {
                String[] c = channels.split("_", 3);
                String groups = c.length > 2 ? "_" + c[2] : "";
                problems.add(
                    ConvProblem.parse(
                            "n2_" + c[0] + "h8w10_" + c[1] + kernel + groups + geometry + padding)
                        .toBuilder()
                        .layout(layout)
                        .filterLayout(filterLayout)
                        .build());
              }
            }
          }
        }
      }
    }
    return problems.stream();
  }

  @Test
  void inEveryBitOnIntegersOverTheGrid() {
    assertEquals(6 * 6 * 5 * 3 * 2 * 3, grid().peek(this::agreesOnIntegers).count());
  }

  @Test
  void inEveryBitOnIntegersOnRandomProblems() {
    List<ConvProblem> problems = RandomProblems.of(11, 3_000).toList();
    problems.forEach(this::agreesOnIntegers);
    assertTrue(problems.stream().filter(p -> p.groups() > 1).count() > 500);
    assertTrue(problems.stream().filter(ConvProblem::depthwise).count() > 100);
    assertTrue(problems.stream().filter(p -> product(p.outputShape()) == 0).count() > 100);
    assertTrue(problems.stream().filter(p -> product(p.inputShape()) == 0).count() > 100);
  }

  @Test
  void withinTheRoundingOfTheirSumsOnReals() {
    RandomProblems.of(12, 1_500).forEach(this::agreesOnReals);
  }

  private void agreesOnIntegers(ConvProblem problem) {
    Results direct = results(new DirectReference(problem), RandomProblems::integers);
    for (Convolution<Tensor> other :
        List.of(new MirroredReference(problem), new CompensatedReference(problem))) {
      Results found = results(other, RandomProblems::integers);
      for (ConvDirection direction : found.directions()) {
        assertArrayEquals(
            direct.of(direction).values(),
            found.of(direction).values(),
            () -> problem + " " + direction + " " + other.getClass().getSimpleName());
      }
    }
  }

  private void agreesOnReals(ConvProblem problem) {
    Results direct = results(new DirectReference(problem), RandomProblems::reals);
    Results mirrored = results(new MirroredReference(problem), RandomProblems::reals);
    Results compensated = results(new CompensatedReference(problem), RandomProblems::reals);
    Fill absolute = (random, shape) -> map(RandomProblems.reals(random, shape), Math::abs);
    Results gauge = results(new DirectReference(problem), absolute);
    for (ConvDirection direction : direct.directions()) {
      double[] exact = compensated.of(direction).values();
      for (int i = 0; i < exact.length; i++) {
        double allowed =
            (problem.terms(direction) + 2) * UNIT_ROUNDOFF * gauge.of(direction).values()[i];
        String where = problem + " " + direction + " element " + i;
        assertEquals(exact[i], direct.of(direction).values()[i], allowed, where);
        assertEquals(exact[i], mirrored.of(direction).values()[i], allowed, where);
      }
    }
  }

  @Test
  void whereStrideDilationAndPaddingExceed32Bits() {
    Tensor three = Tensor.of(new double[] {3}, 1, 1, 1, 1);
    Tensor five = Tensor.of(new double[] {5}, 1, 1, 1, 1);
    // Output (1, 1) alone sees the pixel: position 1 * 2^33 - 2^33 = 0.
    ConvProblem strided =
        ConvProblem.parse(
            "n1_c1h1w1_k1r1s1_sh8589934592sw8589934592" + "_pt8589934592pb0pl8589934592pr0_nobias");
    DirectReference direct = new DirectReference(strided);
    assertArrayEquals(new double[] {0, 0, 0, 15}, direct.forward(three, five).values());
    Tensor gradient = Tensor.of(new double[] {1, 2, 4, 8}, 1, 1, 2, 2);
    assertArrayEquals(new double[] {40}, direct.inputGradient(five, gradient).values());
    assertArrayEquals(new double[] {24}, direct.filterGradient(three, gradient).values());
    // Only the second of two taps 2^33 apart meets the pixel.
    DirectReference dilated =
        new DirectReference(
            ConvProblem.parse("n1_c1h1w1_k1r2s1_dh8589934592dw1_pt8589934592pb0pl0pr0_nobias"));
    Tensor taps = Tensor.of(new double[] {5, 7}, 1, 1, 2, 1);
    assertArrayEquals(new double[] {21}, dilated.forward(three, taps).values());
  }

  @Test
  void onEmptyTensorsWhateverTheOtherSizes() {
    for (String notation :
        List.of(
            "n0_c2h5000000w7_k3r3s3",
            "n1_c1h2w2_k0r1000000000s1_pt1000000000pb0pl0pr0",
            "n1_c1h0w3_k2r1s1_sh2sw1")) {
      ConvProblem problem = ConvProblem.parse(notation);
      Results direct = results(new DirectReference(problem), RandomProblems::integers);
      assertEquals(0, direct.of(ConvDirection.FORWARD).size(), notation);
      for (double value : direct.of(ConvDirection.INPUT_GRADIENT).values()) {
        assertEquals(0, value);
      }
    }
  }

  private interface Fill {
    Tensor fill(Random random, long... shape);
  }

  private record Results(Tensor output, Tensor input, Tensor filter, Tensor bias) {
    Tensor of(ConvDirection direction) {
      return switch (direction) {
        case FORWARD -> output;
        case INPUT_GRADIENT -> input;
        case FILTER_GRADIENT -> filter;
        case BIAS_GRADIENT -> bias;
      };
    }

    List<ConvDirection> directions() {
      return Arrays.stream(ConvDirection.values()).filter(d -> of(d) != null).toList();
    }
  }

  private static Results results(Convolution<Tensor> convolution, Fill fill) {
    ConvProblem problem = convolution.problem();
    Random random = new Random(problem.hashCode() * 31L);
    Tensor x = fill.fill(random, problem.inputShape());
    Tensor w = fill.fill(random, problem.filterShape());
    Tensor b = problem.bias() ? fill.fill(random, problem.biasShape()) : null;
    Tensor dy = fill.fill(random, problem.outputShape());
    double[][] before = {x.values().clone(), w.values().clone(), dy.values().clone()};
    Results results =
        new Results(
            convolution.forward(x, w, b),
            convolution.inputGradient(w, dy),
            convolution.filterGradient(x, dy),
            problem.bias() ? convolution.biasGradient(dy) : null);
    assertArrayEquals(before[0], x.values(), "input modified");
    assertArrayEquals(before[1], w.values(), "filter modified");
    assertArrayEquals(before[2], dy.values(), "output gradient modified");
    return results;
  }

  private static Tensor map(Tensor tensor, UnaryOperator<Double> function) {
    return Tensor.of(Arrays.stream(tensor.values()).map(function::apply).toArray(), tensor.shape());
  }

  private static long product(long[] shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }
}
