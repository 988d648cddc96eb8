package org.conv4j.verify.report;

import java.util.function.Predicate;
import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.Padding;

/** Properties of a problem that its notation shows only to those who calculate. */
public enum ProblemTrait {
  /**
   * SAME padding where, along an axis, the stride jumps so far that the total padding of the
   * formula is -2 or less before it is clamped at 0.
   */
  SAME_TOTAL_BELOW_MINUS_ONE("same-total-below-minus-one", problem -> sameTotal(problem) < -1),
  /** The output has no element: an empty batch, no output channel, or no place for the kernel. */
  EMPTY_OUTPUT("empty-output", ProblemTrait::emptyOutput),
  /** The output has an element. */
  SOME_OUTPUT("some-output", problem -> !emptyOutput(problem)),
  /** The image has no pixel; padding may still give it an output. */
  EMPTY_IMAGE(
      "empty-image",
      problem -> problem.inputSize().height() == 0 || problem.inputSize().width() == 0),
  /** A bias is added. */
  BIAS("bias", ConvProblem::bias),
  /** One group: every output channel sees every input channel. */
  ONE_GROUP("one-group", problem -> problem.groups() == 1),
  /** Each group has exactly one input channel, and there are several. */
  DEPTHWISE("depthwise", ConvProblem::depthwise);

  private final String id;
  private final Predicate<ConvProblem> holds;

  ProblemTrait(String id, Predicate<ConvProblem> holds) {
    this.id = id;
    this.holds = holds;
  }

  /** The name in the known-differences file. */
  public String id() {
    return id;
  }

  /** Whether {@code problem} has it. */
  public boolean of(ConvProblem problem) {
    return holds.test(problem);
  }

  /**
   * The trait of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static ProblemTrait ofId(String id) {
    StringBuilder names = new StringBuilder();
    for (ProblemTrait trait : values()) {
      if (trait.id.equals(id)) {
        return trait;
      }
      names.append(names.isEmpty() ? "" : ", ").append(trait.id);
    }
    throw new IllegalArgumentException("unknown trait '" + id + "': expected one of " + names);
  }

  private static boolean emptyOutput(ConvProblem problem) {
    return problem.batch() == 0
        || problem.outputChannels() == 0
        || problem.outputSize().height() == 0
        || problem.outputSize().width() == 0;
  }

  /** The smaller of the totals along height and width; 0 where the padding is given in numbers. */
  private static long sameTotal(ConvProblem problem) {
    if (!(problem.padding() instanceof Padding.Same)) {
      return 0;
    }
    Extent size = problem.inputSize();
    Extent kernel = problem.kernel();
    Extent stride = problem.stride();
    Extent dilation = problem.dilation();
    return Math.min(
        sameTotal(size.height(), kernel.height(), stride.height(), dilation.height()),
        sameTotal(size.width(), kernel.width(), stride.width(), dilation.width()));
  }

  private static long sameTotal(long size, long kernel, long stride, long dilation) {
    long output = (size + stride - 1) / stride;
    return output == 0 ? 0 : (output - 1) * stride + (kernel - 1) * dilation + 1 - size;
  }
}
