package org.conv4j.nd4j.algorithm;

import java.util.Optional;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.panel.Correlation;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.plane.PlaneCorrelation;
import org.conv4j.nd4j.plane.ScatteredColumns;

/**
 * The column matrix, a block at a time that stays in the cache, times the filter: every kernel,
 * stride, dilation, padding, grouping, layout and element type. The columns of the input gradient
 * are those of the output gradient, so that nothing is scattered and added; but see {@link
 * ScatteredColumns} for where that is faster.
 */
public final class Im2col implements Algorithm {

  @Override
  public String name() {
    return "im2col";
  }

  @Override
  public Proposal<ForwardPlan> forward(ConvProblem problem, Limits limits) {
    return Planes.forward(
        problem,
        limits,
        correlation ->
            PlaneCorrelation.columns(
                correlation,
                true,
                problem.elementType(),
                Workers.shared(),
                limits.workspaceBytes()));
  }

  @Override
  public Proposal<InputGradientPlan> inputGradient(ConvProblem problem, Limits limits) {
    Optional<ScatteredColumns> scattered = scattered(problem, limits);
    if (scattered.isPresent()) {
      return Proposal.offer(() -> scattered.get()::execute);
    }
    return Planes.inputGradient(
        problem,
        limits,
        correlation ->
            PlaneCorrelation.columns(
                correlation,
                false,
                problem.elementType(),
                Workers.shared(),
                limits.workspaceBytes()));
  }

  private static Optional<ScatteredColumns> scattered(ConvProblem problem, Limits limits) {
    if (!ScatteredColumns.suits(problem) || Blocked.refusal(problem, limits).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
            new ScatteredColumns(
                Correlation.ofOutput(problem), Workers.shared(), limits.workspaceBytes()))
        .filter(plan -> Blocked.tooLarge(plan.bytes(), limits).isEmpty());
  }

  @Override
  public Proposal<FilterGradientPlan> filterGradient(ConvProblem problem, Limits limits) {
    return Planes.filterGradient(problem, limits);
  }
}
