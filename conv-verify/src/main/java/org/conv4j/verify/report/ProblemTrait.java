package org.conv4j.verify.report;

import java.util.Arrays;
import java.util.function.Predicate;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
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
  /** The kernel fits the padded image nowhere. */
  NO_OUTPUT_PIXEL(
      "no-output-pixel",
      problem -> problem.outputSize().height() == 0 || problem.outputSize().width() == 0),
  /** There is no output channel. */
  NO_OUTPUT_CHANNEL("no-output-channel", problem -> problem.outputChannels() == 0),
  /** The output has another shape than the input. */
  OUTPUT_UNLIKE_INPUT(
      "output-unlike-input",
      problem -> !Arrays.equals(problem.outputShape(), problem.inputShape())),
  /** As many rows of padding above as below, and as many columns before as after. */
  SYMMETRIC_PADDING(
      "symmetric-padding",
      problem ->
          problem.sides().top() == problem.sides().bottom()
              && problem.sides().left() == problem.sides().right()),
  /** Along an axis where the kernel has more than one element, they lie apart. */
  DILATED(
      "dilated",
      problem ->
          (problem.dilation().height() > 1 && problem.kernel().height() > 1)
              || (problem.dilation().width() > 1 && problem.kernel().width() > 1)),
  /** Elements are float32. */
  FLOAT32("float32", problem -> problem.elementType() == ElementType.FLOAT32),
  /** Elements are float64. */
  FLOAT64("float64", problem -> problem.elementType() == ElementType.FLOAT64),
  /** ND4J's jar with oneDNN has oneDNN compute it. */
  IN_ONEDNN("in-onednn", ProblemTrait::inOneDnn),
  /** ND4J's jar with oneDNN computes it like the plain jar. */
  BESIDE_ONEDNN("beside-onednn", problem -> !inOneDnn(problem)),
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

  /**
   * The rule of ND4J 1.0.0-M2.1: float32, and for its depthwise op a filter whose last axis has
   * length 1. Its formats are [kH, kW, C, M], [M, C, kH, kW] and [M, kH, kW, C].
   */
  private static boolean inOneDnn(ConvProblem problem) {
    if (problem.elementType() != ElementType.FLOAT32) {
      return false;
    }
    long last =
        switch (problem.filterLayout()) {
          case HWIO -> problem.outputChannelsPerGroup();
          case OIHW -> problem.kernel().width();
          case OHWI -> problem.inputChannels();
        };
    return !problem.depthwise() || last == 1;
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
