package org.conv4j.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.conv4j.ConvDirection;
import org.conv4j.ConvGradients;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.RandomProblems;
import org.conv4j.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The adjoint identities")
class AdjointIdentitiesTest {

  private final Random random = new Random(9);

  @Test
  void holdExactlyOnIntegers() {
    RandomProblems.of(31, 500)
        .forEach(
            problem -> {
              Tensor b =
                  problem.bias() ? RandomProblems.integers(random, problem.biasShape()) : null;
              AdjointIdentities identities =
                  AdjointIdentities.of(
                      new DirectReference(problem),
                      RandomProblems.integers(random, problem.inputShape()),
                      RandomProblems.integers(random, problem.filterShape()),
                      b,
                      RandomProblems.integers(random, problem.outputShape()));
              assertEquals(problem.bias() ? 3 : 2, identities.identities().size());
              for (AdjointIdentities.Identity identity : identities.identities()) {
                assertEquals(0, identity.bound(), () -> problem + " " + identity);
                assertEquals(
                    identity.expected(), identity.actual(), () -> problem + " " + identity);
              }
              assertTrue(identities.hold());
            });
  }

  @Test
  void holdWithinTheirBoundsOnReals() {
    RandomProblems.of(32, 500)
        .forEach(
            problem -> {
              Tensor b = problem.bias() ? RandomProblems.reals(random, problem.biasShape()) : null;
              AdjointIdentities identities =
                  AdjointIdentities.of(
                      new MirroredReference(problem),
                      RandomProblems.reals(random, problem.inputShape()),
                      RandomProblems.reals(random, problem.filterShape()),
                      b,
                      RandomProblems.reals(random, problem.outputShape()));
              assertTrue(identities.hold(), () -> problem + " " + identities.worst());
            });
  }

  @Test
  void allowFloat32ResultsTheirOwnRounding() {
    ConvProblem problem = ConvProblem.parse("n2_c8h6w6_k5r3s3_same");
    Tensor x = rounded(RandomProblems.reals(random, problem.inputShape()));
    Tensor w = rounded(RandomProblems.reals(random, problem.filterShape()));
    Tensor b = rounded(RandomProblems.reals(random, problem.biasShape()));
    Tensor dy = rounded(RandomProblems.reals(random, problem.outputShape()));
    DirectReference direct = new DirectReference(problem);
    Tensor y = rounded(direct.forward(x, w, b));
    ConvGradients<Tensor> exact = direct.backward(x, w, dy);
    ConvGradients<Tensor> gradients =
        new ConvGradients<>(rounded(exact.input()), rounded(exact.filter()), rounded(exact.bias()));
    assertTrue(
        AdjointIdentities.of(problem, ElementType.FLOAT32, x, w, b, dy, y, gradients).hold());
    assertFalse(
        AdjointIdentities.of(problem, ElementType.FLOAT64, x, w, b, dy, y, gradients).hold());
  }

  @Test
  void exposeAWrongResultOfEachDirection() {
    ConvProblem problem = ConvProblem.parse("n2_c4h5w6_k6r3s2_g2_sh2sw1_same");
    Tensor x = nonZero(problem.inputShape());
    Tensor w = nonZero(problem.filterShape());
    Tensor b = nonZero(problem.biasShape());
    Tensor dy = nonZero(problem.outputShape());
    DirectReference direct = new DirectReference(problem);
    Tensor y = direct.forward(x, w, b);
    ConvGradients<Tensor> g = direct.backward(x, w, dy);
    assertEquals(List.of(), broken(problem, x, w, b, dy, y, g));
    assertEquals(
        List.of(ConvDirection.INPUT_GRADIENT, ConvDirection.FILTER_GRADIENT),
        broken(problem, x, w, b, dy, changed(y), g));
    assertEquals(
        List.of(ConvDirection.INPUT_GRADIENT),
        broken(
            problem,
            x,
            w,
            b,
            dy,
            y,
            new ConvGradients<>(changed(g.input()), g.filter(), g.bias())));
    assertEquals(
        List.of(ConvDirection.FILTER_GRADIENT),
        broken(
            problem,
            x,
            w,
            b,
            dy,
            y,
            new ConvGradients<>(g.input(), changed(g.filter()), g.bias())));
    assertEquals(
        List.of(ConvDirection.BIAS_GRADIENT),
        broken(
            problem,
            x,
            w,
            b,
            dy,
            y,
            new ConvGradients<>(g.input(), g.filter(), changed(g.bias()))));
    assertEquals(
        List.of(ConvDirection.FILTER_GRADIENT),
        broken(problem, x, w, b, dy, y, new ConvGradients<>(null, changed(g.filter()), null)));
  }

  @Test
  void nameTheWorst() {
    ConvProblem problem = ConvProblem.parse("n1_c1h1w1_k1r1s1_nobias");
    Tensor two = Tensor.of(new double[] {2}, 1, 1, 1, 1);
    Tensor four = Tensor.of(new double[] {4}, 1, 1, 1, 1);
    Tensor five = Tensor.of(new double[] {5}, 1, 1, 1, 1);
    AdjointIdentities identities =
        AdjointIdentities.of(
            problem,
            ElementType.FLOAT32,
            two,
            two,
            null,
            two,
            four,
            new ConvGradients<>(four, five, null));
    assertFalse(identities.hold());
    assertEquals(
        "filter-gradient: expected 8.0 by the adjoint identity, found 10.0, error 2.0 > 0.0",
        identities.worst().toString());
  }

  private static List<ConvDirection> broken(
      ConvProblem problem,
      Tensor x,
      Tensor w,
      Tensor b,
      Tensor dy,
      Tensor y,
      ConvGradients<Tensor> gradients) {
    return AdjointIdentities.of(problem, ElementType.FLOAT32, x, w, b, dy, y, gradients)
        .identities()
        .stream()
        .filter(identity -> !identity.holds())
        .map(AdjointIdentities.Identity::direction)
        .toList();
  }

  private Tensor nonZero(long[] shape) {
    Tensor tensor = RandomProblems.integers(random, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.values()[i] = tensor.values()[i] == 0 ? 1 : tensor.values()[i];
    }
    return tensor;
  }

  private static Tensor changed(Tensor tensor) {
    Tensor changed = tensor.copy();
    changed.values()[tensor.size() / 2] += 1;
    return changed;
  }

  private static Tensor rounded(Tensor tensor) {
    return Tensor.of(
        Arrays.stream(tensor.values()).map(ElementType.FLOAT32::round).toArray(), tensor.shape());
  }
}
