package org.conv4j.nd4j.algorithm;

import java.util.Optional;
import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.nd4j.kernel.KernelProvider;
import org.conv4j.nd4j.panel.WinogradCorrelation;
import org.conv4j.nd4j.panel.WinogradFilterGradient;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * Winograd's minimal filtering with square tiles of a given size: what its two algorithms share.
 */
abstract class Winograd implements Algorithm {

  private final int outputs;
  private final boolean strided;

  /**
   * F(m x m, 3 x 3).
   *
   * @param outputs m
   * @param strided whether there is a form for a stride of 2 x 2, too
   */
  Winograd(int outputs, boolean strided) {
    this.outputs = outputs;
    this.strided = strided;
  }

  @Override
  public final String name() {
    return "winograd" + outputs;
  }

  @Override
  public final Proposal<ForwardPlan> forward(ConvProblem problem, Limits limits) {
    Optional<String> refusal = refusal(problem, limits);
    if (refusal.isPresent()) {
      return Proposal.refuse(refusal.get());
    }
    if (Tiles.suit(problem, outputs, limits)) {
      return Tiles.forward(problem, limits);
    }
    WinogradCorrelation plan =
        WinogradCorrelation.ofOutput(
            problem, outputs, KernelProvider.kernels(), Workers.shared(), limits.workspaceBytes());
    return Blocked.tooLarge(plan.taskFloats(), plan.sharedFloats(), limits)
        .<Proposal<ForwardPlan>>map(Proposal::refuse)
        .orElseGet(() -> Proposal.offer(() -> new Forward(plan)));
  }

  @Override
  public final Proposal<InputGradientPlan> inputGradient(ConvProblem problem, Limits limits) {
    Optional<String> refusal = refusal(problem, limits);
    if (refusal.isPresent()) {
      return Proposal.refuse(refusal.get());
    }
    if (Tiles.suit(problem, outputs, limits)) {
      return Tiles.inputGradient(problem, limits);
    }
    WinogradCorrelation plan =
        WinogradCorrelation.ofInputGradient(
            problem, outputs, KernelProvider.kernels(), Workers.shared(), limits.workspaceBytes());
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
  public final Proposal<FilterGradientPlan> filterGradient(ConvProblem problem, Limits limits) {
    Optional<String> refusal = refusal(problem, limits);
    if (refusal.isPresent()) {
      return Proposal.refuse(refusal.get());
    }
    if (Tiles.suit(problem, outputs, limits)) {
      return Tiles.filterGradient(problem, limits);
    }
    WinogradFilterGradient plan =
        new WinogradFilterGradient(
            problem, outputs, KernelProvider.kernels(), Workers.shared(), limits.workspaceBytes());
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

  private Optional<String> refusal(ConvProblem problem, Limits limits) {
    if (!problem.kernel().equals(Extent.square(3))) {
      return Optional.of("the kernel is " + problem.kernel() + ", not 3 x 3");
    }
    if (!problem.stride().equals(Extent.square(1))
        && !(strided && problem.stride().equals(Extent.square(2)))) {
      String others = strided ? ", neither 1 x 1 nor 2 x 2" : ", not 1 x 1";
      return Optional.of("the stride is " + problem.stride() + others);
    }
    if (!problem.dilation().equals(Extent.square(1))) {
      return Optional.of("the dilation is " + problem.dilation() + ", not 1 x 1");
    }
    if (problem.groups() != 1) {
      return Optional.of("there are " + problem.groups() + " groups, not 1");
    }
    return Blocked.refusal(problem, limits);
  }

  /** The output, with weights transformed in each call, or once. */
  private record Forward(WinogradCorrelation correlation) implements ForwardPlan {

    @Override
    public void execute(DenseArray input, DenseArray filter, DenseArray bias, DenseArray output) {
      correlation.execute(
          FloatMemory.of(input),
          FloatMemory.of(filter),
          Blocked.memory(bias),
          FloatMemory.of(output));
    }

    @Override
    public PreparedForwardPlan prepare(DenseArray filter) {
      float[] weights = correlation.transform(FloatMemory.of(filter));
      return (input, bias, output) ->
          correlation.execute(
              FloatMemory.of(input), weights, Blocked.memory(bias), FloatMemory.of(output));
    }
  }
}
