package org.conv4j.nd4j.algorithm;

import java.util.Optional;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.nd4j.panel.BothGradients;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.FloatMemory;

/** What all algorithms on panels in Java arrays ask of a problem and of the machine. */
final class Blocked {

  private Blocked() {}

  /** Why no such algorithm can compute the problem, if so. */
  static Optional<String> refusal(ConvProblem problem, Limits limits) {
    if (problem.elementType() != ElementType.FLOAT32) {
      return Optional.of("the kernels compute in float32 only");
    }
    return addressing(problem, limits);
  }

  /** Why memory cannot be addressed as such algorithms do it, if so. */
  static Optional<String> addressing(ConvProblem problem, Limits limits) {
    if (!limits.machine().addressable()) {
      return Optional.of("array memory has no addresses on backend " + limits.machine().backend());
    }
    long largest =
        Math.max(
            plane(problem.inputSize().height(), problem.inputSize().width(), problem),
            plane(problem.outputSize().height(), problem.outputSize().width(), problem));
    if (Math.max(largest, problem.batch()) > Integer.MAX_VALUE / 8) {
      return Optional.of("an image of " + largest + " elements does not fit a Java array");
    }
    return Optional.empty();
  }

  /** Elements of an image, the larger channel count and the reach of the kernel counted. */
  private static long plane(long height, long width, ConvProblem problem) {
    double reachHeight = (double) height + problem.kernel().height() * problem.dilation().height();
    double reachWidth = (double) width + problem.kernel().width() * problem.dilation().width();
    double channels = Math.max(problem.inputChannels(), problem.outputChannels());
    return (long) (reachHeight * reachWidth * channels);
  }

  /** The elements of an operand that may be missing: null for null. */
  static FloatMemory memory(DenseArray operand) {
    return operand == null ? null : FloatMemory.of(operand);
  }

  /** Why a plan does not fit the workspace, if so. */
  static Optional<String> tooLarge(long taskFloats, long sharedFloats, Limits limits) {
    return tooLarge((taskFloats + sharedFloats) * Float.BYTES, limits);
  }

  /** Why a plan does not fit the workspace, if so. */
  static Optional<String> tooLarge(long bytes, Limits limits) {
    return bytes <= limits.workspaceBytes()
        ? Optional.empty()
        : Optional.of(
            "its smallest tiles need %d bytes of workspace, %d are allowed"
                .formatted(bytes, limits.workspaceBytes()));
  }

  /**
   * Offers a plan of both gradients, if there is one and it fits the workspace.
   *
   * @param otherwise why not, in one clause
   */
  static Proposal<BackwardPlan> backward(
      Optional<? extends BothGradients> plan, Limits limits, String otherwise) {
    return plan.filter(p -> tooLarge(p.taskFloats(), p.sharedFloats(), limits).isEmpty())
        .<Proposal<BackwardPlan>>map(
            both ->
                Proposal.offer(
                    () ->
                        (input, filter, outputGradient, inputGradient, filterGradient) ->
                            both.execute(
                                FloatMemory.of(input),
                                FloatMemory.of(filter),
                                FloatMemory.of(outputGradient),
                                FloatMemory.of(inputGradient),
                                FloatMemory.of(filterGradient))))
        .orElseGet(() -> Proposal.refuse(otherwise));
  }
}
