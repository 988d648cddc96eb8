package org.conv4j.nd4j.algorithm;

import java.util.Optional;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * ND4J's own op, for classes of problems in which a {@linkplain NativeCheck check} proved it exact.
 * Its temporary memory is its own: the workspace does not bound it. So are its threads, and {@code
 * conv4j.threads} does not bound them, but for depthwise convolutions, which our threads share.
 *
 * <p>The op gives both gradients or none. Whoever asks for one gets it by throwing the other away.
 */
public final class Native implements Algorithm {

  @Override
  public String name() {
    return "native";
  }

  @Override
  public Proposal<ForwardPlan> forward(ConvProblem problem, Limits limits) {
    return refusal(problem, ConvDirection.FORWARD, limits)
        .<Proposal<ForwardPlan>>map(Proposal::refuse)
        .orElseGet(() -> Proposal.offer(() -> plan(problem, limits)::forward));
  }

  @Override
  public Proposal<InputGradientPlan> inputGradient(ConvProblem problem, Limits limits) {
    return refusal(problem, ConvDirection.INPUT_GRADIENT, limits)
        .or(() -> tooLarge(plan(problem, limits).inputGradientBytes(), limits))
        .<Proposal<InputGradientPlan>>map(Proposal::refuse)
        .orElseGet(() -> Proposal.offer(() -> inputGradient(plan(problem, limits), limits)));
  }

  @Override
  public Proposal<FilterGradientPlan> filterGradient(ConvProblem problem, Limits limits) {
    return refusal(problem, ConvDirection.FILTER_GRADIENT, limits)
        .or(() -> tooLarge(plan(problem, limits).filterGradientBytes(), limits))
        .<Proposal<FilterGradientPlan>>map(Proposal::refuse)
        .orElseGet(() -> Proposal.offer(() -> filterGradient(plan(problem, limits), limits)));
  }

  @Override
  public Proposal<BackwardPlan> backward(ConvProblem problem, Limits limits) {
    return refusal(problem, ConvDirection.INPUT_GRADIENT, limits)
        .or(() -> refusal(problem, ConvDirection.FILTER_GRADIENT, limits))
        .<Proposal<BackwardPlan>>map(Proposal::refuse)
        .orElseGet(() -> Proposal.offer(() -> backward(plan(problem, limits), limits)));
  }

  private static NativePlan plan(ConvProblem problem, Limits limits) {
    return problem.groups() == 1 ? new NativeWhole(problem) : new NativeDepthwise(problem, limits);
  }

  private static InputGradientPlan inputGradient(NativePlan plan, Limits limits) {
    return (filter, outputGradient, inputGradient) -> {
      try (Workspace.Frame frame = Workspace.ofThread().open(limits.workspaceBytes())) {
        plan.inputGradient(filter, outputGradient, inputGradient, frame);
      }
    };
  }

  private static FilterGradientPlan filterGradient(NativePlan plan, Limits limits) {
    return (input, outputGradient, filterGradient) -> {
      try (Workspace.Frame frame = Workspace.ofThread().open(limits.workspaceBytes())) {
        plan.filterGradient(input, outputGradient, filterGradient, frame);
      }
    };
  }

  private static BackwardPlan backward(NativePlan plan, Limits limits) {
    return (input, filter, outputGradient, inputGradient, filterGradient) -> {
      try (Workspace.Frame frame = Workspace.ofThread().open(limits.workspaceBytes())) {
        plan.backward(input, filter, outputGradient, inputGradient, filterGradient, frame);
      }
    };
  }

  private static Optional<String> refusal(
      ConvProblem problem, ConvDirection direction, Limits limits) {
    if (!limits.machine().addressable()) {
      return Optional.of(
          "ND4J's op is called on its CPU backend only, not on " + limits.machine().backend());
    }
    if (problem.groups() != 1 && problem.groups() != problem.inputChannels()) {
      return Optional.of(
          "ND4J's ops know 1 group or one for each of %d input channels, not %d"
              .formatted(problem.inputChannels(), problem.groups()));
    }
    if (!NativeOp.expressiblePadding(problem)) {
      return Optional.of(
          "ND4J's op has one padding for both sides of an axis, or SAME, not " + problem.sides());
    }
    return NativeCheck.objection(problem, direction, limits);
  }

  private static Optional<String> tooLarge(long bytes, Limits limits) {
    return bytes <= limits.workspaceBytes()
        ? Optional.empty()
        : Optional.of(
            "what it computes besides takes %d bytes of workspace, %d are allowed"
                .formatted(bytes, limits.workspaceBytes()));
  }
}
