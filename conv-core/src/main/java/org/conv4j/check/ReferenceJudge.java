package org.conv4j.check;

import java.util.Objects;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.reference.GradientCheck;
import org.conv4j.reference.MirroredReference;
import org.conv4j.reference.NumericalGradient;

/**
 * Judges the reference, which is what {@link Judge} compares everyone else with. Its results must
 * agree, at float64's precision, with the mirrored form, which shares no index arithmetic with it,
 * and its gradients of integer data must equal finite differences, which know nothing of gradients.
 * Where two disagree, none is believed: MISTRUSTED.
 */
public final class ReferenceJudge {

  /** Multiply-adds that the finite differences of one direction may take. */
  private static final double BUDGET = 5e6;

  private static final int FEWEST = 3;

  private final Judge judge;
  private final Judge strict;
  private final Tier tier;
  private final Convolution<Tensor> mirrored;

  /**
   * A judge of the reference's results.
   *
   * @param judge who judges the others on the same case
   */
  public ReferenceJudge(Judge judge) {
    this(judge, new MirroredReference(judge.problem()));
  }

  /** With another convolution as the mirrored form. */
  ReferenceJudge(Judge judge, Convolution<Tensor> mirrored) {
    this.mirrored = mirrored;
    this.judge = Objects.requireNonNull(judge, "judge");
    this.tier = judge.tier();
    ConvProblem problem = judge.problem().toBuilder().elementType(ElementType.FLOAT64).build();
    this.strict = new Judge(problem, tier, judge.operands());
  }

  /**
   * The verdict on a result of the reference: as of any framework, unless references disagree.
   *
   * @param actual in the problem's layouts; rounded to the element type or not
   */
  public Judgement judge(ConvDirection direction, Tensor actual) {
    Judgement judgement = judge.judge(direction, actual);
    if (!judgement.verdict().right()) {
      return judgement;
    }
    Tensor other = Directions.compute(mirrored, direction, judge.operands());
    Judgement agreement = strict.judge(direction, other, Gauge.DIRECT, judge.expected(direction));
    if (!agreement.verdict().right()) {
      return mistrusted(
          judgement, "direct loops and the mirrored form disagree: " + agreement.reason());
    }
    if (tier == Tier.INTEGER && direction != ConvDirection.FORWARD) {
      GradientCheck differences = differences(direction, actual);
      if (!differences.passed()) {
        return mistrusted(judgement, "finite differences disagree: " + differences);
      }
    }
    return judgement;
  }

  /** Of the mirrored form, so that gradients of the direct loops never vouch for themselves. */
  private GradientCheck differences(ConvDirection direction, Tensor gradient) {
    Operands operands = judge.operands();
    double products = judge.problem().operations(ConvDirection.FORWARD) / 2;
    int affordable = (int) Math.max(FEWEST, Math.min(gradient.size(), BUDGET / products));
    return NumericalGradient.of(
            mirrored,
            operands.input(),
            operands.filter(),
            operands.bias(),
            operands.outputGradient())
        .exactDifference(direction, gradient, affordable);
  }

  private static Judgement mistrusted(Judgement judgement, String reason) {
    return new Judgement(
        Verdict.MISTRUSTED,
        judgement.terms(),
        judgement.ratio(),
        judgement.bound(),
        judgement.index(),
        judgement.expected(),
        judgement.actual(),
        reason);
  }
}
