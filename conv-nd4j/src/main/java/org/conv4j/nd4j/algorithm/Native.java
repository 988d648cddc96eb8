package org.conv4j.nd4j.algorithm;

import java.util.Optional;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Operand;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * ND4J's own op, for classes of problems in which a {@linkplain NativeCheck check} proved it exact.
 * Its threads and its temporary memory are ND4J's own: neither {@code conv4j.threads} nor the
 * workspace bounds them.
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
        .orElseGet(() -> Proposal.offer(() -> new NativeOp(problem)::forward));
  }

  @Override
  public Proposal<InputGradientPlan> inputGradient(ConvProblem problem, Limits limits) {
    return refusal(problem, ConvDirection.INPUT_GRADIENT, limits)
        .or(() -> tooLarge(problem, Operand.FILTER_GRADIENT, limits))
        .<Proposal<InputGradientPlan>>map(Proposal::refuse)
        .orElseGet(() -> Proposal.offer(() -> inputGradient(new NativeOp(problem), limits)));
  }

  @Override
  public Proposal<FilterGradientPlan> filterGradient(ConvProblem problem, Limits limits) {
    return refusal(problem, ConvDirection.FILTER_GRADIENT, limits)
        .or(() -> tooLarge(problem, Operand.INPUT_GRADIENT, limits))
        .<Proposal<FilterGradientPlan>>map(Proposal::refuse)
        .orElseGet(() -> Proposal.offer(() -> filterGradient(new NativeOp(problem), limits)));
  }

  @Override
  public Proposal<BackwardPlan> backward(ConvProblem problem, Limits limits) {
    return refusal(problem, ConvDirection.INPUT_GRADIENT, limits)
        .or(() -> refusal(problem, ConvDirection.FILTER_GRADIENT, limits))
        .<Proposal<BackwardPlan>>map(Proposal::refuse)
        .orElseGet(() -> Proposal.offer(() -> new NativeOp(problem)::backward));
  }

  /** The op reads of the input its shape alone when it computes the input's gradient. */
  private static InputGradientPlan inputGradient(NativeOp op, Limits limits) {
    return (filter, outputGradient, inputGradient) -> {
      try (Workspace.Frame frame = Workspace.ofThread().open(limits.workspaceBytes())) {
        DenseArray unwanted = frame.elements(filter.elementType(), filter.length());
        op.backward(inputGradient, filter, outputGradient, inputGradient, unwanted);
      }
    };
  }

  /** As it reads of the filter its shape alone when it computes the filter's gradient. */
  private static FilterGradientPlan filterGradient(NativeOp op, Limits limits) {
    return (input, outputGradient, filterGradient) -> {
      try (Workspace.Frame frame = Workspace.ofThread().open(limits.workspaceBytes())) {
        DenseArray unwanted = frame.elements(input.elementType(), input.length());
        op.backward(input, filterGradient, outputGradient, unwanted, filterGradient);
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
    if (!NativeOp.expressibleFilter(problem)) {
      return Optional.of(
          "ND4J's op has another order of weights than %s with %d output channels a group"
              .formatted(problem.filterLayout(), problem.outputChannelsPerGroup()));
    }
    if (!NativeOp.expressiblePadding(problem)) {
      return Optional.of(
          "ND4J's op has one padding for both sides of an axis, or SAME, not " + problem.sides());
    }
    return NativeCheck.objection(problem, direction);
  }

  private static Optional<String> tooLarge(ConvProblem problem, Operand unwanted, Limits limits) {
    long elements = 1;
    for (long size : unwanted.shape(problem)) {
      elements *= size;
    }
    long bytes = elements * problem.elementType().bytes();
    return bytes <= limits.workspaceBytes()
        ? Optional.empty()
        : Optional.of(
            "the %s, which it computes as well, takes %d bytes of workspace, %d are allowed"
                .formatted(unwanted.label(), bytes, limits.workspaceBytes()));
  }
}
