package org.conv4j.nd4j.algorithm;

import org.conv4j.ConvProblem;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.plane.PlaneCorrelation;

/**
 * No column matrix: each tap of the kernel sees a shifted view of the padded input, which is a
 * matrix as it is. As many products are added as the kernel has taps. Every kernel, stride,
 * dilation, padding, grouping, layout and element type.
 *
 * <p>The filter gradient is left to {@link Im2col}: there, what a view holds between two rows would
 * be multiplied by zero and added, and a NaN would reach taps that never met it.
 */
public final class Shifted implements Algorithm {

  @Override
  public String name() {
    return "shifted";
  }

  @Override
  public Proposal<ForwardPlan> forward(ConvProblem problem, Limits limits) {
    return Planes.forward(
        problem,
        limits,
        correlation ->
            PlaneCorrelation.shifted(
                correlation, problem.elementType(), Workers.shared(), limits.workspaceBytes()));
  }

  @Override
  public Proposal<InputGradientPlan> inputGradient(ConvProblem problem, Limits limits) {
    return Planes.inputGradient(
        problem,
        limits,
        correlation ->
            PlaneCorrelation.shifted(
                correlation, problem.elementType(), Workers.shared(), limits.workspaceBytes()));
  }

  @Override
  public Proposal<FilterGradientPlan> filterGradient(ConvProblem problem, Limits limits) {
    return Proposal.refuse(
        "views hold more than the kernel's reach, and zero times NaN is not zero: im2col has it");
  }
}
