package org.conv4j.nd4j.algorithm;

import java.util.Optional;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.kernel.KernelProvider;
import org.conv4j.nd4j.panel.Correlation;
import org.conv4j.nd4j.panel.DepthwiseFilterGradient;
import org.conv4j.nd4j.panel.DepthwisePlan;
import org.conv4j.nd4j.panel.PlanarDepthwiseBackward;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * One filter for each channel: there is no sum over channels. The lanes of vectors are channels
 * where those lie side by side, and pixels where these do. Any kernel, stride, dilation, padding
 * and layout; as many output as input channels.
 */
public final class Depthwise implements Algorithm {

  @Override
  public String name() {
    return "depthwise";
  }

  @Override
  public Proposal<ForwardPlan> forward(ConvProblem problem, Limits limits) {
    Optional<String> refusal = refusal(problem, limits);
    if (refusal.isPresent()) {
      return Proposal.refuse(refusal.get());
    }
    DepthwisePlan plan = correlation(Correlation.ofOutput(problem), limits);
    return Blocked.tooLarge(plan.taskFloats(), plan.sharedFloats(), limits)
        .<Proposal<ForwardPlan>>map(Proposal::refuse)
        .orElseGet(
            () ->
                Proposal.offer(
                    () ->
                        (input, filter, bias, output) ->
                            plan.execute(
                                FloatMemory.of(input),
                                FloatMemory.of(filter),
                                Blocked.memory(bias),
                                FloatMemory.of(output))));
  }

  @Override
  public Proposal<InputGradientPlan> inputGradient(ConvProblem problem, Limits limits) {
    Optional<String> refusal = refusal(problem, limits);
    if (refusal.isPresent()) {
      return Proposal.refuse(refusal.get());
    }
    DepthwisePlan plan = correlation(Correlation.ofInputGradient(problem), limits);
    return Blocked.tooLarge(plan.taskFloats(), plan.sharedFloats(), limits)
        .<Proposal<InputGradientPlan>>map(Proposal::refuse)
        .orElseGet(
            () ->
                Proposal.offer(
                    () ->
                        (filter, outputGradient, inputGradient) ->
                            plan.execute(
                                FloatMemory.of(outputGradient),
                                FloatMemory.of(filter),
                                null,
                                FloatMemory.of(inputGradient))));
  }

  @Override
  public Proposal<FilterGradientPlan> filterGradient(ConvProblem problem, Limits limits) {
    Optional<String> refusal = refusal(problem, limits);
    if (refusal.isPresent()) {
      return Proposal.refuse(refusal.get());
    }
    DepthwiseFilterGradient plan =
        DepthwiseFilterGradient.of(
            Correlation.ofOutput(problem),
            KernelProvider.kernels(),
            Workers.shared(),
            limits.workspaceBytes());
    return Blocked.tooLarge(plan.taskFloats(), plan.sharedFloats(), limits)
        .<Proposal<FilterGradientPlan>>map(Proposal::refuse)
        .orElseGet(
            () ->
                Proposal.offer(
                    () ->
                        (input, outputGradient, filterGradient) ->
                            plan.execute(
                                FloatMemory.of(input),
                                FloatMemory.of(outputGradient),
                                FloatMemory.of(filterGradient))));
  }

  @Override
  public Proposal<BackwardPlan> backward(ConvProblem problem, Limits limits) {
    Optional<String> refusal = refusal(problem, limits);
    if (refusal.isPresent()) {
      return Proposal.refuse(refusal.get());
    }
    return Blocked.backward(
        PlanarDepthwiseBackward.of(
            problem, KernelProvider.kernels(), Workers.shared(), limits.workspaceBytes()),
        limits,
        "planes do not stay in a cache for both gradients");
  }

  private static Optional<String> refusal(ConvProblem problem, Limits limits) {
    if (problem.inputChannelsPerGroup() != 1 || problem.outputChannelsPerGroup() != 1) {
      return Optional.of(
          "a group has %d input and %d output channels, not 1 and 1"
              .formatted(problem.inputChannelsPerGroup(), problem.outputChannelsPerGroup()));
    }
    return Blocked.refusal(problem, limits);
  }

  private static DepthwisePlan correlation(Correlation correlation, Limits limits) {
    return DepthwisePlan.of(
        correlation, KernelProvider.kernels(), Workers.shared(), limits.workspaceBytes());
  }
}
