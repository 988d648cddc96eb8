package org.conv4j.nd4j.algorithm;

import java.util.Optional;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.FilterLayout;
import org.conv4j.TensorLayout;
import org.conv4j.nd4j.panel.Correlation;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.plane.ImageColumns;
import org.conv4j.nd4j.plane.PlaneCorrelation;
import org.conv4j.nd4j.plane.ScatteredColumns;

/**
 * The column matrix, a block at a time that stays in the cache, times the filter: every kernel,
 * stride, dilation, padding, grouping, layout and element type. The columns of the input gradient
 * are those of the output gradient, so that nothing is scattered and added; but see {@link
 * ScatteredColumns} for where that is faster.
 */
public final class Im2col implements Algorithm {

  /** Images from which on one is a task. */
  private static final long LEAST_IMAGES = 4;

  @Override
  public String name() {
    return "im2col";
  }

  @Override
  public Proposal<ForwardPlan> forward(ConvProblem problem, Limits limits) {
    Optional<ImageColumns> whole = wholeImages(problem, limits);
    if (whole.isPresent()) {
      return Proposal.offer(() -> whole.get()::execute);
    }
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

  private static Optional<ImageColumns> wholeImages(ConvProblem problem, Limits limits) {
    boolean suits =
        limits.machine().oneDnn()
            && problem.elementType() == ElementType.FLOAT32
            && problem.layout() == TensorLayout.NCHW
            && problem.filterLayout() == FilterLayout.OIHW
            && problem.groups() == 1
            && problem.batch() >= LEAST_IMAGES
            && Blocked.addressing(problem, limits).isEmpty();
    return suits
        ? Optional.of(
                new ImageColumns(
                    Correlation.ofOutput(problem), Workers.shared(), limits.workspaceBytes()))
            .filter(plan -> Blocked.tooLarge(plan.bytes(), limits).isEmpty())
        : Optional.empty();
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
