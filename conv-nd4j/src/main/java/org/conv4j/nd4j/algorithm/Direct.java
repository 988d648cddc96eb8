package org.conv4j.nd4j.algorithm;

import java.util.Optional;
import java.util.function.Supplier;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.kernel.KernelProvider;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.panel.ChannelSums;
import org.conv4j.nd4j.panel.Correlation;
import org.conv4j.nd4j.panel.DirectCorrelation;
import org.conv4j.nd4j.panel.DirectFilterGradient;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * The sum over taps, register block by register block, through tables of offsets: every kernel
 * size, stride, dilation, padding, grouping and layout. No column matrix; the workspace holds one
 * panel of input rows, a block of results and packed weights.
 */
public final class Direct implements Algorithm {

  private final Supplier<Kernels> kernels;
  private final Workers workers;

  /** With the kernels and the threads of this process. */
  public Direct() {
    this(KernelProvider::kernels, Workers.shared());
  }

  Direct(Supplier<Kernels> kernels, Workers workers) {
    this.kernels = kernels;
    this.workers = workers;
  }

  @Override
  public String name() {
    return "direct";
  }

  @Override
  public Proposal<ForwardPlan> forward(ConvProblem problem, Limits limits) {
    Optional<String> refusal = Blocked.refusal(problem, limits);
    if (refusal.isPresent()) {
      return Proposal.refuse(refusal.get());
    }
    DirectCorrelation plan = correlation(Correlation.ofOutput(problem), limits);
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
    Optional<String> refusal = Blocked.refusal(problem, limits);
    if (refusal.isPresent()) {
      return Proposal.refuse(refusal.get());
    }
    DirectCorrelation plan = correlation(Correlation.ofInputGradient(problem), limits);
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
    Optional<String> refusal = Blocked.refusal(problem, limits);
    if (refusal.isPresent()) {
      return Proposal.refuse(refusal.get());
    }
    DirectFilterGradient plan =
        new DirectFilterGradient(problem, kernels.get(), workers, limits.workspaceBytes());
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
  public Proposal<BiasGradientPlan> biasGradient(ConvProblem problem, Limits limits) {
    Optional<String> refusal = Blocked.refusal(problem, limits);
    if (refusal.isPresent()) {
      return Proposal.refuse(refusal.get());
    }
    ChannelSums plan =
        new ChannelSums(
            Correlation.ofOutput(problem).destination(), workers, limits.workspaceBytes());
    return plan.bytes() > limits.workspaceBytes()
        ? Proposal.refuse(
            "%d channels need %d bytes of workspace, %d are allowed"
                .formatted(problem.outputChannels(), plan.bytes(), limits.workspaceBytes()))
        : Proposal.offer(
            () ->
                (outputGradient, biasGradient) ->
                    plan.execute(FloatMemory.of(outputGradient), FloatMemory.of(biasGradient)));
  }

  private DirectCorrelation correlation(Correlation correlation, Limits limits) {
    return new DirectCorrelation(correlation, kernels.get(), workers, limits.workspaceBytes());
  }
}
