package org.conv4j.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.conv4j.ConvDirection;
import org.conv4j.ConvGradients;
import org.conv4j.ConvProblem;
import org.conv4j.ConvShapeException;
import org.conv4j.Convolution;
import org.conv4j.RandomProblems;
import org.conv4j.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The numerical gradient")
class NumericalGradientTest {

  private static final ConvProblem PROBLEM =
      ConvProblem.parse("n2_c4h5w6_k6r3s2_g2_sh2sw1_pt1pb0pl0pr2_dh1dw2_f64");

  private final Random random = new Random(7);

  @Test
  void acceptsAllGradientsOfRandomProblemsExactlyOnIntegers() {
    RandomProblems.of(21, 300)
        .forEach(
            problem -> {
              Convolution<Tensor> conv = new DirectReference(problem);
              Tensor x = RandomProblems.integers(random, problem.inputShape());
              Tensor w = RandomProblems.integers(random, problem.filterShape());
              Tensor b =
                  problem.bias() ? RandomProblems.integers(random, problem.biasShape()) : null;
              Tensor dy = RandomProblems.integers(random, problem.outputShape());
              ConvGradients<Tensor> gradients = new MirroredReference(problem).backward(x, w, dy);
              List<GradientCheck> checks =
                  NumericalGradient.of(conv, x, w, b, dy).exactDifferences(gradients);
              assertEquals(problem.bias() ? 3 : 2, checks.size());
              for (GradientCheck check : checks) {
                assertTrue(check.passed(), () -> problem + " " + check);
                assertEquals(0, check.error());
              }
            });
  }

  @Test
  void acceptsAllGradientsOfRandomProblemsWithinItsToleranceOnReals() {
    RandomProblems.of(22, 150)
        .forEach(
            problem -> {
              Convolution<Tensor> conv = new DirectReference(problem);
              Tensor x = RandomProblems.reals(random, problem.inputShape());
              Tensor w = RandomProblems.reals(random, problem.filterShape());
              Tensor b = problem.bias() ? RandomProblems.reals(random, problem.biasShape()) : null;
              Tensor dy = RandomProblems.reals(random, problem.outputShape());
              for (GradientCheck check :
                  NumericalGradient.of(conv, x, w, b, dy)
                      .forwardDifferences(new MirroredReference(problem).backward(x, w, dy))) {
                assertTrue(check.passed(), () -> problem + " " + check);
              }
            });
  }

  @Test
  void namesTheWrongElementOfEveryDirection() {
    Convolution<Tensor> conv = new DirectReference(PROBLEM);
    Tensor x = RandomProblems.integers(random, PROBLEM.inputShape());
    Tensor w = RandomProblems.integers(random, PROBLEM.filterShape());
    Tensor b = RandomProblems.integers(random, PROBLEM.biasShape());
    Tensor dy = RandomProblems.integers(random, PROBLEM.outputShape());
    NumericalGradient numerical = NumericalGradient.of(conv, x, w, b, dy);
    ConvGradients<Tensor> right = conv.backward(x, w, dy);
    assertWrong(numerical, ConvDirection.INPUT_GRADIENT, right.input(), 1, 3, 2, 4);
    assertWrong(numerical, ConvDirection.FILTER_GRADIENT, right.filter(), 5, 1, 0, 1);
    assertWrong(numerical, ConvDirection.BIAS_GRADIENT, right.bias(), 4);
  }

  private static void assertWrong(
      NumericalGradient numerical, ConvDirection direction, Tensor right, long... index) {
    Tensor wrong = right.copy();
    double expected = right.get(index);
    wrong.set(expected + 1, index);
    GradientCheck exact = numerical.exactDifference(direction, wrong);
    assertFalse(exact.passed());
    assertEquals(direction, exact.direction());
    assertArrayEquals(index, exact.index());
    assertEquals(expected, exact.expected());
    assertEquals(expected + 1, exact.actual());
    assertEquals(1, exact.error());
    assertEquals(right.size(), exact.checked());

    wrong.set(expected + 3e-8, index);
    GradientCheck difference = numerical.forwardDifference(direction, wrong);
    assertFalse(difference.passed(), difference.toString());
    assertArrayEquals(index, difference.index());

    wrong.set(Double.NaN, index);
    GradientCheck notANumber = numerical.forwardDifference(direction, wrong);
    assertFalse(notANumber.passed());
    assertArrayEquals(index, notANumber.index());
    assertEquals(Double.POSITIVE_INFINITY, notANumber.error());
  }

  @Test
  void saysWhatIsWrongInOneSentence() {
    NumericalGradient numerical = tiny();
    assertEquals(
        "input-gradient: worst of 2 elements is [0, 0, 0, 1]: expected 15.0 by differences,"
            + " found 14.0, error 1.0 > 0.0",
        numerical
            .exactDifference(
                ConvDirection.INPUT_GRADIENT, Tensor.of(new double[] {9, 14}, 1, 1, 1, 2))
            .toString());
  }

  /** output = 3 * input + 1, weights 3 and 5. */
  private static NumericalGradient tiny() {
    return NumericalGradient.of(
        new DirectReference(ConvProblem.parse("n1_c1h1w2_k1r1s1")),
        Tensor.of(new double[] {2, 4}, 1, 1, 1, 2),
        Tensor.of(new double[] {3}, 1, 1, 1, 1),
        Tensor.of(new double[] {1}, 1),
        Tensor.of(new double[] {3, 5}, 1, 1, 1, 2));
  }

  @Test
  void probesWithTheWeightedSumOfTheOutput() {
    assertEquals(3 * 7 + 5 * 13, tiny().probe());
  }

  @Test
  void checksSoManyElementsEvenlySpread() {
    Tensor x = Tensor.zeros(1, 1, 1, 10);
    Tensor w = Tensor.of(new double[] {1}, 1, 1, 1, 1);
    NumericalGradient numerical =
        NumericalGradient.of(
            new DirectReference(ConvProblem.parse("n1_c1h1w10_k1r1s1_nobias")),
            x,
            w,
            null,
            Tensor.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 1, 1, 1, 10));
    Tensor wrongAtOddPlaces = Tensor.of(new double[] {1, 0, 3, 0, 5, 0, 7, 0, 9, 0}, 1, 1, 1, 10);
    GradientCheck some =
        numerical.exactDifference(ConvDirection.INPUT_GRADIENT, wrongAtOddPlaces, 5);
    assertEquals(5, some.checked());
    assertTrue(some.passed());
    assertFalse(numerical.exactDifference(ConvDirection.INPUT_GRADIENT, wrongAtOddPlaces).passed());
    assertThrows(
        IllegalArgumentException.class,
        () -> numerical.exactDifference(ConvDirection.INPUT_GRADIENT, wrongAtOddPlaces, 0));
  }

  @Test
  void hasNothingToCompareInAnEmptyGradient() {
    ConvProblem problem = ConvProblem.parse("n0_c1h3w3_k1r2s2_nobias");
    Tensor empty = Tensor.zeros(problem.inputShape());
    GradientCheck check =
        NumericalGradient.of(
                new DirectReference(problem),
                empty,
                Tensor.zeros(problem.filterShape()),
                null,
                Tensor.zeros(problem.outputShape()))
            .exactDifference(ConvDirection.INPUT_GRADIENT, empty);
    assertTrue(check.passed());
    assertEquals(0, check.checked());
    assertNull(check.index());
    assertEquals("input-gradient: empty, nothing to compare", check.toString());
  }

  @Test
  void leavesTheCallersOperandsAlone() {
    Tensor x = RandomProblems.integers(random, PROBLEM.inputShape());
    Tensor w = RandomProblems.integers(random, PROBLEM.filterShape());
    Tensor b = RandomProblems.integers(random, PROBLEM.biasShape());
    Tensor dy = RandomProblems.integers(random, PROBLEM.outputShape());
    Convolution<Tensor> conv = new DirectReference(PROBLEM);
    double[] before = x.values().clone();
    NumericalGradient.of((new DirectReference(PROBLEM)), x, w, b, dy)
        .exactDifferences(conv.backward(x, w, dy));
    assertArrayEquals(before, x.values());
  }

  @Test
  void refusesWhatItCannotDifferentiate() {
    NumericalGradient numerical = tiny();
    Tensor gradient = Tensor.zeros(1, 1, 1, 2);
    assertEquals(
        "forward is no gradient: nothing to differentiate",
        assertThrows(
                IllegalArgumentException.class,
                () -> numerical.forwardDifference(ConvDirection.FORWARD, gradient))
            .getMessage());
    assertEquals(
        "inputGradient has shape [2, 1], expected [1, 1, 1, 2]",
        assertThrows(
                ConvShapeException.class,
                () -> numerical.forwardDifference(ConvDirection.INPUT_GRADIENT, Tensor.zeros(2, 1)))
            .getMessage());
    Tensor real = Tensor.of(new double[] {0.5}, 1, 1, 1, 1);
    Tensor one = Tensor.of(new double[] {1}, 1, 1, 1, 1);
    NumericalGradient noIntegers =
        NumericalGradient.of(
            new DirectReference(ConvProblem.parse("n1_c1h1w1_k1r1s1_nobias")),
            one,
            real,
            null,
            one);
    assertEquals(
        "filter holds 0.5: an exact difference needs integers",
        assertThrows(
                IllegalArgumentException.class,
                () -> noIntegers.exactDifference(ConvDirection.INPUT_GRADIENT, one))
            .getMessage());
    assertThrows(
        IllegalStateException.class,
        () -> noIntegers.forwardDifference(ConvDirection.BIAS_GRADIENT, one));
    NumericalGradient wrongWeights =
        new NumericalGradient((x, w, b) -> x, one, one, null, Tensor.zeros(2));
    assertEquals(
        "weights have shape [2], expected that of the output: [1, 1, 1, 1]",
        assertThrows(ConvShapeException.class, wrongWeights::probe).getMessage());
  }
}
