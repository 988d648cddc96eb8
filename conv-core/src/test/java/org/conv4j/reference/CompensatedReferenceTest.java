package org.conv4j.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.Random;
import org.conv4j.ConvProblem;
import org.conv4j.ConvShapeException;
import org.conv4j.RandomProblems;
import org.conv4j.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The compensated reference")
class CompensatedReferenceTest {

  private static final double E = 0x1p-30;

  /** Terms that a plain sum loses: the exact sum of products of a and b is -2^-60. */
  private static final double[] A = {0x1p40, 1 + E, -1, -0x1p40};

  private static final double[] B = {1, 1 - E, 1, 1};

  private static final double SUM = -E * E;

  @Test
  void keepsWhatAPlainSumLosesInEveryDirection() {
    ConvProblem many = ConvProblem.parse("n1_c4h1w1_k1r1s1_nobias");
    Tensor x = Tensor.of(A, 1, 4, 1, 1);
    Tensor w = Tensor.of(B, 1, 4, 1, 1);
    assertEquals(SUM, new CompensatedReference(many).forward(x, w).get(0, 0, 0, 0));
    assertNotEquals(SUM, new DirectReference(many).forward(x, w).get(0, 0, 0, 0));

    ConvProblem toMany = ConvProblem.parse("n1_c1h1w1_k4r1s1_nobias");
    Tensor w4 = Tensor.of(A, 4, 1, 1, 1);
    Tensor dy4 = Tensor.of(B, 1, 4, 1, 1);
    assertEquals(SUM, new CompensatedReference(toMany).inputGradient(w4, dy4).get(0, 0, 0, 0));
    assertNotEquals(SUM, new DirectReference(toMany).inputGradient(w4, dy4).get(0, 0, 0, 0));

    ConvProblem batch = ConvProblem.parse("n4_c1h1w1_k1r1s1");
    Tensor xs = Tensor.of(A, 4, 1, 1, 1);
    Tensor dys = Tensor.of(B, 4, 1, 1, 1);
    assertEquals(SUM, new CompensatedReference(batch).filterGradient(xs, dys).get(0, 0, 0, 0));
    assertNotEquals(SUM, new DirectReference(batch).filterGradient(xs, dys).get(0, 0, 0, 0));

    Tensor sums = Tensor.of(new double[] {1e16, 1, E, -1e16}, 4, 1, 1, 1);
    assertEquals(1 + E, new CompensatedReference(batch).biasGradient(sums).get(0));
    assertNotEquals(1 + E, new DirectReference(batch).biasGradient(sums).get(0));
  }

  @Test
  void addsTheBiasWithinTheSameSum() {
    ConvProblem problem = ConvProblem.parse("n1_c2h1w1_k1r1s1");
    Tensor x = Tensor.of(new double[] {1, 1}, 1, 2, 1, 1);
    Tensor w = Tensor.of(new double[] {3, 1e16}, 1, 2, 1, 1);
    Tensor bias = Tensor.of(new double[] {-1e16}, 1);
    assertEquals(3, new CompensatedReference(problem).forward(x, w, bias).get(0, 0, 0, 0));
    assertNotEquals(3, new DirectReference(problem).forward(x, w, bias).get(0, 0, 0, 0));
  }

  @Test
  void roundsTheExactSumOnce() {
    Random random = new Random(5);
    int channels = 300;
    ConvProblem problem = ConvProblem.parse("n1_c300h1w1_k1r1s1_nobias");
    for (int trial = 0; trial < 200; trial++) {
      Tensor x = RandomProblems.reals(random, 1, channels, 1, 1);
      Tensor w = RandomProblems.reals(random, 1, channels, 1, 1);
      BigDecimal exact = BigDecimal.ZERO;
      for (int c = 0; c < channels; c++) {
        exact = exact.add(new BigDecimal(x.values()[c]).multiply(new BigDecimal(w.values()[c])));
      }
      assertEquals(
          exact.doubleValue(), new CompensatedReference(problem).forward(x, w).get(0, 0, 0, 0));
    }
  }

  @Test
  void isInfiniteOrNotANumberWhereThePlainSumIs() {
    ConvProblem problem = ConvProblem.parse("n1_c2h1w4_k1r1s1_nobias");
    double inf = Double.POSITIVE_INFINITY;
    double max = Double.MAX_VALUE;
    Tensor x = Tensor.of(new double[] {inf, inf, Double.NaN, max, 1, -inf, 1, max}, 1, 2, 1, 4);
    Tensor w = Tensor.of(new double[] {1, 1}, 1, 2, 1, 1);
    double[] expected = {inf, Double.NaN, Double.NaN, inf};
    assertArrayEquals(expected, new CompensatedReference(problem).forward(x, w).values());
    assertArrayEquals(expected, new DirectReference(problem).forward(x, w).values());
  }

  @Test
  void refusesMoreSumsThanAnArrayHolds() {
    assertEquals(
        "1073741820 elements are too many for compensated sums: at most 1073741819 fit an array",
        assertThrows(ConvShapeException.class, () -> new CompensatedSums(1_073_741_820))
            .getMessage());
  }
}
