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
  /** SAME padding whose total, before it is clamped at 0, is negative along an axis. */
  SAME_TOTAL_NEGATIVE("same-total-negative", problem -> sameTotal(problem) < 0),
  /** More than one kernel tap, and distance between them. */
  DILATED(
      "dilated",
      problem ->
          problem.dilation().height() > 1 && problem.kernel().height() > 1
              || problem.dilation().width() > 1 && problem.kernel().width() > 1),
  /** The result of some direction has no element. */
  EMPTY(
      "empty",
      problem ->
          problem.batch() == 0
              || problem.outputChannels() == 0
              || problem.outputSize().height() == 0
              || problem.outputSize().width() == 0);

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
