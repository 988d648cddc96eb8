package org.conv4j.nd4j.algorithm;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.conv4j.ConvProblem;
import org.conv4j.TensorLayout;
import org.conv4j.nd4j.kernel.KernelProvider;
import org.conv4j.nd4j.panel.Correlation;
import org.conv4j.nd4j.panel.PlanarCorrelation;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * For the layer that meets the picture: a few colours on one side, large planes, often a large
 * kernel and a stride. Vectors hold pixels, and all channels of some rows are in the cache at once.
 * Any kernel, stride, dilation, padding and number of channels, as long as that fits; planar
 * layout.
 */
public final class First implements Algorithm {

  /** The algorithm. */
  public First() {}

  @Override
  public String name() {
    return "first";
  }

  @Override
  public Proposal<ForwardPlan> forward(ConvProblem problem, Limits limits) {
    return propose(
        problem,
        limits,
        () -> Correlation.ofOutput(problem),
        plan ->
            (input, filter, bias, output) ->
                plan.execute(
                    FloatMemory.of(input),
                    FloatMemory.of(filter),
                    Blocked.memory(bias),
                    FloatMemory.of(output)));
  }

  @Override
  public Proposal<InputGradientPlan> inputGradient(ConvProblem problem, Limits limits) {
    return propose(
        problem,
        limits,
        () -> Correlation.ofInputGradient(problem),
        plan ->
            (filter, outputGradient, inputGradient) ->
                plan.execute(
                    FloatMemory.of(outputGradient),
                    FloatMemory.of(filter),
                    null,
                    FloatMemory.of(inputGradient)));
  }

  /** Sums over pixels fill vectors with output channels: the plan is that of {@code direct}. */
  @Override
  public Proposal<FilterGradientPlan> filterGradient(ConvProblem problem, Limits limits) {
    return problem.layout() == TensorLayout.NCHW
        ? new Direct().filterGradient(problem, limits)
        : Proposal.refuse(notPlanar(problem));
  }

  private static String notPlanar(ConvProblem problem) {
    return "the layout is " + problem.layout() + ", not planar";
  }

  private static <P> Proposal<P> propose(
      ConvProblem problem,
      Limits limits,
      Supplier<Correlation> view,
      Function<PlanarCorrelation, P> execution) {
    Optional<String> refusal = Blocked.refusal(problem, limits);
    if (refusal.isPresent()) {
      return Proposal.refuse(refusal.get());
    }
    if (problem.layout() != TensorLayout.NCHW) {
      return Proposal.refuse(notPlanar(problem));
    }
    long weights =
        problem.outputChannels()
            * problem.inputChannelsPerGroup()
            * problem.kernel().height()
            * problem.kernel().width();
    if (weights * 2 * Float.BYTES > limits.workspaceBytes()) {
      return Proposal.refuse(
          "%d weights, twice, do not fit %d bytes of workspace"
              .formatted(weights, limits.workspaceBytes()));
    }
    PlanarCorrelation plan =
        new PlanarCorrelation(
            view.get(), KernelProvider.kernels(), Workers.shared(), limits.workspaceBytes());
    return Blocked.tooLarge(plan.taskFloats(), plan.sharedFloats(), limits)
        .<Proposal<P>>map(Proposal::refuse)
        .orElseGet(() -> Proposal.offer(() -> execution.apply(plan)));
  }
}
