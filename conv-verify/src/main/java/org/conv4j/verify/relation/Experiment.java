package org.conv4j.verify.relation;

import java.util.Arrays;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.ConvCase;
import org.conv4j.check.OperandGenerator;
import org.conv4j.check.Operands;
import org.conv4j.check.Tier;
import org.conv4j.check.Verdict;

/**
 * One problem with its data, an engine to put it and its relatives to, and what was found. Operands
 * that a direction does not read are zero.
 */
final class Experiment {

  final ConvProblem problem;
  final Volume x;
  final Volume w;
  final Volume dy;
  private final long seed;
  private final Tensor bias;
  private final Engine engine;
  private Relation.Finding finding = new Relation.Finding(Verdict.EXACT, null);

  private Experiment(ConvCase convCase, Engine engine) {
    this.problem = convCase.problem();
    this.seed = convCase.seed();
    this.engine = engine;
    Operands operands = OperandGenerator.generate(convCase);
    x = Volume.images(problem.layout(), operands.input());
    w = Volume.filter(problem.filterLayout(), operands.filter());
    dy = Volume.images(problem.layout(), operands.outputGradient());
    bias = operands.bias();
  }

  /** In integers so small that all sums, also of doubled operands, are exact. */
  static Experiment integers(ConvProblem problem, long seed, Engine engine) {
    return new Experiment(new ConvCase(problem, Tier.INTEGER, seed), engine);
  }

  /** The same problem with other integers. */
  Experiment another() {
    return integers(problem, seed + 1, engine);
  }

  /** The same problem with real numbers. */
  Experiment reals() {
    return new Experiment(new ConvCase(problem, Tier.REAL, seed), engine);
  }

  /** The same problem and data, put to {@code other}. */
  Experiment by(Engine other) {
    return integers(problem, seed, other);
  }

  Tensor bias() {
    return bias;
  }

  /** The output, without its bias. */
  Volume linear(ConvProblem asked, Volume input, Volume filter) {
    Volume y = forward(asked, input, filter);
    return bias == null
        ? y
        : y.mapped((n, k, row, column) -> y.at(n, k, row, column) - bias.values()[k]);
  }

  Volume forward(ConvProblem asked, Volume input, Volume filter) {
    return Volume.images(
        asked.layout(),
        compute(
            asked,
            ConvDirection.FORWARD,
            input.images(asked.layout()),
            filter.filter(asked.filterLayout()),
            Tensor.zeros(asked.outputShape())));
  }

  Volume inputGradient(ConvProblem asked, Volume filter, Volume outputGradient) {
    return Volume.images(
        asked.layout(),
        compute(
            asked,
            ConvDirection.INPUT_GRADIENT,
            Tensor.zeros(asked.inputShape()),
            filter.filter(asked.filterLayout()),
            outputGradient.images(asked.layout())));
  }

  Volume filterGradient(ConvProblem asked, Volume input, Volume outputGradient) {
    return Volume.filter(
        asked.filterLayout(),
        compute(
            asked,
            ConvDirection.FILTER_GRADIENT,
            input.images(asked.layout()),
            Tensor.zeros(asked.filterShape()),
            outputGradient.images(asked.layout())));
  }

  Volume biasGradient(ConvProblem asked, Volume outputGradient) {
    return Volume.channels(
        compute(
            asked,
            ConvDirection.BIAS_GRADIENT,
            Tensor.zeros(asked.inputShape()),
            Tensor.zeros(asked.filterShape()),
            outputGradient.images(asked.layout())));
  }

  private Tensor compute(
      ConvProblem asked,
      ConvDirection direction,
      Tensor input,
      Tensor filter,
      Tensor outputGradient) {
    Tensor result =
        engine.compute(
            asked, new Operands(input, filter, biasOf(asked), outputGradient), direction);
    long[] shape = direction.result().shape(asked);
    if (!Arrays.equals(shape, result.shape())) {
      throw new NoResultException(
          asked,
          direction,
          Verdict.FAIL,
          "%s has shape %s, expected %s"
              .formatted(
                  direction.result().label(),
                  Arrays.toString(result.shape()),
                  Arrays.toString(shape)));
    }
    return result;
  }

  private Tensor biasOf(ConvProblem asked) {
    return asked.bias() ? bias : null;
  }

  /** Two results that must be equal. */
  void equal(String what, Volume expected, Volume actual) {
    String difference = actual.differenceFrom(expected);
    if (difference != null && finding.verdict() != Verdict.FAIL) {
      finding = new Relation.Finding(Verdict.FAIL, what + ": " + difference);
    }
  }

  /** Two results that may differ by their rounding errors; that they do is worth a word. */
  void alike(String what, Volume expected, Volume actual) {
    String difference = actual.differenceFrom(expected);
    if (difference != null && finding.verdict() == Verdict.EXACT) {
      finding = new Relation.Finding(Verdict.PASS, "not bit for bit: " + what + " " + difference);
    }
  }

  /** Something that must hold. */
  void holds(boolean truth, String otherwise) {
    if (!truth && finding.verdict() != Verdict.FAIL) {
      finding = new Relation.Finding(Verdict.FAIL, otherwise);
    }
  }

  Relation.Finding finding() {
    return finding;
  }
}
