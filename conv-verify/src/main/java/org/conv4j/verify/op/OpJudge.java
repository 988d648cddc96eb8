package org.conv4j.verify.op;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.conv4j.Tensor;
import org.conv4j.check.Gauge;
import org.conv4j.check.Judgement;
import org.conv4j.check.SumJudge;

/**
 * Says of the results of an op whether they are right. Expected results and gauges are computed
 * when first asked for, and kept.
 */
public final class OpJudge {

  private final WholeOp op;
  private final Map<OpResult, Tensor> expected = new HashMap<>();
  private final Map<Measured, Tensor> gauges = new HashMap<>();

  private record Measured(OpResult result, List<Gauge> kinds) {}

  /** A judge of {@code op}. */
  public OpJudge(WholeOp op) {
    this.op = op;
  }

  /** What was computed. */
  public WholeOp op() {
    return op;
  }

  /**
   * The verdict on a result.
   *
   * @param returned by the op
   * @param kinds what the algorithm of each of the result's steps adds up
   */
  public Judgement judge(OpResult result, Tensor returned, List<Gauge> kinds) {
    long[] shape = op.shape(result.place());
    if (!Arrays.equals(shape, returned.shape())) {
      return SumJudge.otherShape(result.terms(), shape, returned.shape());
    }
    Tensor right =
        expected.computeIfAbsent(result, wanted -> op.in(new Arithmetic.Reference(), wanted));
    Tensor gauge =
        gauges.computeIfAbsent(
            new Measured(result, kinds),
            wanted -> op.in(new Arithmetic.Gauges(byStep(result, kinds)), result));
    return new SumJudge(op.form().elementType(), result.terms(), right, gauge)
        .judge(op.judged(result, returned));
  }

  private static Arithmetic.Kinds byStep(OpResult result, List<Gauge> kinds) {
    return (problem, direction) -> {
      for (int i = 0; i < kinds.size(); i++) {
        OpResult.Step step = result.steps().get(i);
        if (step.direction() == direction && step.problem().equals(problem)) {
          return kinds.get(i);
        }
      }
      return Gauge.DIRECT;
    };
  }
}
