package org.conv4j.nd4j.algorithm;

import java.util.function.Function;
import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.TensorLayout;
import org.conv4j.nd4j.panel.Correlation;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.tile.TileCorrelation;
import org.conv4j.nd4j.tile.TileFilterGradient;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.FloatMemory;

/** {@code winograd2} where there is no Vector API: plain Java and BLAS. */
final class Tiles {

  private Tiles() {}

  /**
   * Whether this is the way to compute the problem: tiles of 2 x 2 outputs of planar images, in
   * steps of one, without vectors. Larger tiles round, and a product of BLAS rounds otherwise for
   * an image alone than for a batch.
   */
  static boolean suit(ConvProblem problem, int outputs, Limits limits) {
    return outputs == 2
        && !limits.machine().vectorApi()
        && problem.layout() == TensorLayout.NCHW
        && problem.stride().equals(Extent.square(1));
  }

  static Proposal<ForwardPlan> forward(ConvProblem problem, Limits limits) {
    return offer(Correlation.ofOutput(problem), limits, Forward::new);
  }

  static Proposal<InputGradientPlan> inputGradient(ConvProblem problem, Limits limits) {
    return offer(
        Correlation.ofInputGradient(problem),
        limits,
        plan ->
            (filter, outputGradient, inputGradient) ->
                plan.execute(
                    FloatMemory.of(outputGradient),
                    FloatMemory.of(filter),
                    null,
                    FloatMemory.of(inputGradient)));
  }

  static Proposal<FilterGradientPlan> filterGradient(ConvProblem problem, Limits limits) {
    TileFilterGradient plan =
        new TileFilterGradient(
            Correlation.ofOutput(problem), Workers.shared(), limits.workspaceBytes());
    return Blocked.tooLarge(plan.bytes(), limits)
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

  private static <P> Proposal<P> offer(
      Correlation correlation, Limits limits, Function<TileCorrelation, P> execution) {
    TileCorrelation plan =
        new TileCorrelation(correlation, Workers.shared(), limits.workspaceBytes());
    return Blocked.tooLarge(plan.bytes(), limits)
        .<Proposal<P>>map(Proposal::refuse)
        .orElseGet(() -> Proposal.offer(() -> execution.apply(plan)));
  }

  /** The output, with weights transformed in each call, or once. */
  private record Forward(TileCorrelation plan) implements ForwardPlan {

    @Override
    public void execute(DenseArray input, DenseArray filter, DenseArray bias, DenseArray output) {
      plan.execute(
          FloatMemory.of(input),
          FloatMemory.of(filter),
          Blocked.memory(bias),
          FloatMemory.of(output));
    }

    @Override
    public PreparedForwardPlan prepare(DenseArray filter) {
      DenseArray weights = plan.transform(FloatMemory.of(filter));
      return (input, bias, output) ->
          plan.execute(
              FloatMemory.of(input), weights, Blocked.memory(bias), FloatMemory.of(output));
    }
  }
}
