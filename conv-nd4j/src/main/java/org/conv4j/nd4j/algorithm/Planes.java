package org.conv4j.nd4j.algorithm;

import java.util.Optional;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.panel.Correlation;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.plane.PlaneCorrelation;
import org.conv4j.nd4j.plane.PlaneFilterGradient;

/** What the algorithms on padded planes and BLAS share: of either element type. */
final class Planes {

  private Planes() {}

  /** An offer of {@code plan}, if problem and workspace allow it. */
  static Proposal<ForwardPlan> forward(ConvProblem problem, Limits limits, Maker maker) {
    Optional<String> refusal = Blocked.addressing(problem, limits);
    if (refusal.isPresent()) {
      return Proposal.refuse(refusal.get());
    }
    PlaneCorrelation plan = maker.make(Correlation.ofOutput(problem));
    return Blocked.tooLarge(plan.bytes(), limits)
        .<Proposal<ForwardPlan>>map(Proposal::refuse)
        .orElseGet(() -> Proposal.offer(() -> plan::execute));
  }

  /** The same for the input gradient. */
  static Proposal<InputGradientPlan> inputGradient(
      ConvProblem problem, Limits limits, Maker maker) {
    Optional<String> refusal = Blocked.addressing(problem, limits);
    if (refusal.isPresent()) {
      return Proposal.refuse(refusal.get());
    }
    PlaneCorrelation plan = maker.make(Correlation.ofInputGradient(problem));
    return Blocked.tooLarge(plan.bytes(), limits)
        .<Proposal<InputGradientPlan>>map(Proposal::refuse)
        .orElseGet(
            () ->
                Proposal.offer(
                    () ->
                        (filter, outputGradient, inputGradient) ->
                            plan.execute(outputGradient, filter, null, inputGradient)));
  }

  /** The filter gradient, which is a product with columns in any case. */
  static Proposal<FilterGradientPlan> filterGradient(ConvProblem problem, Limits limits) {
    Optional<String> refusal = Blocked.addressing(problem, limits);
    if (refusal.isPresent()) {
      return Proposal.refuse(refusal.get());
    }
    PlaneFilterGradient plan =
        new PlaneFilterGradient(
            Correlation.ofOutput(problem),
            problem.elementType(),
            Workers.shared(),
            limits.workspaceBytes());
    return Blocked.tooLarge(plan.bytes(), limits)
        .<Proposal<FilterGradientPlan>>map(Proposal::refuse)
        .orElseGet(() -> Proposal.offer(() -> plan::execute));
  }

  /** Makes the plan of a correlation. */
  interface Maker {
    PlaneCorrelation make(Correlation correlation);
  }
}
