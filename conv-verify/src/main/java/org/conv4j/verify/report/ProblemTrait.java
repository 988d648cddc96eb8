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
   * The rule SAME, not SAME_LOWER, where along an axis the stride jumps so far that the total
   * padding of the formula is -2 or less before it is clamped at 0.
   */
  SAME_TOTAL_BELOW_MINUS_ONE(
      "same-total-below-minus-one",
      problem ->
          problem.padding() == Padding.Same.UPPER
              && (vertical(problem).sameTotal() < -1 || horizontal(problem).sameTotal() < -1)),
  /** The output has no element: an empty batch, no output channel, or no place for the kernel. */
  EMPTY_OUTPUT("empty-output", ProblemTrait::emptyOutput),
  /** The output has an element. */
  SOME_OUTPUT("some-output", problem -> !emptyOutput(problem)),
  /** The output has an element, and some place of the kernel meets the image. */
  SOME_PRODUCT(
      "some-product",
      problem ->
          !emptyOutput(problem)
              && problem.inputChannels() > 0
              && vertical(problem).someProduct()
              && horizontal(problem).someProduct()),
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
  /**
   * Along an axis, the dilated kernel exceeds the padded image by less than the stride: an output
   * size of 0 that is 1 if the quotient is rounded towards zero instead of down.
   */
  OUTPUT_SIZE_ROUNDED_UP(
      "output-size-rounded-up",
      problem -> vertical(problem).sizeIsRoundedUp() || horizontal(problem).sizeIsRoundedUp()),
  /**
   * A dilation that oneDNN refuses when the padding at the end of an axis is calculated as if there
   * were none: along an axis where the kernel has more than one element, unless there is one place
   * for it and the mistake is lost in the stride; or unless the padding is causal, and the mistake
   * is undone by another, half of SAME's padding for what lies before the series.
   */
  DILATION_LEFT_OUT(
      "dilation-left-out",
      problem ->
          vertical(problem).dilationLeftOutShows() || horizontal(problem).dilationLeftOutShows()),
  /** One image, one pixel of output and one element of the kernel: a result is one product. */
  ONE_PRODUCT(
      "one-product",
      problem ->
          problem.batch() == 1
              && problem.outputChannelsPerGroup() == 1
              && problem.kernel().equals(Extent.square(1))
              && problem.outputSize().equals(Extent.square(1))),
  /** There is one output channel. */
  ONE_OUTPUT_CHANNEL("one-output-channel", problem -> problem.outputChannels() == 1),
  /**
   * Several images of one channel, and of each one column of output and several rows, with a stride
   * along the width only.
   */
  ONE_COLUMN(
      "one-column",
      problem ->
          problem.batch() > 1
              && problem.inputChannels() == 1
              && problem.outputSize().width() == 1
              && problem.outputSize().height() > 1
              && problem.stride().width() > 1
              && problem.stride().height() == 1),
  /** A place of the kernel lies wholly in the padding. */
  WINDOW_IN_PADDING(
      "window-in-padding",
      problem -> vertical(problem).windowInPadding() || horizontal(problem).windowInPadding()),
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

  private static Axis vertical(ConvProblem problem) {
    return new Axis(
        problem.inputSize().height(),
        problem.kernel().height(),
        problem.stride().height(),
        problem.dilation().height(),
        problem.outputSize().height(),
        problem.sides().top(),
        problem.sides().bottom());
  }

  private static Axis horizontal(ConvProblem problem) {
    return new Axis(
        problem.inputSize().width(),
        problem.kernel().width(),
        problem.stride().width(),
        problem.dilation().width(),
        problem.outputSize().width(),
        problem.sides().left(),
        problem.sides().right());
  }

  /** The numbers of a problem along one axis. */
  private record Axis(
      long size, long kernel, long stride, long dilation, long output, long before, long after) {

    /** The total padding of the rule SAME, before it is clamped at 0. */
    long sameTotal() {
      return output == 0 ? 0 : (output - 1) * stride + (kernel - 1) * dilation + 1 - size;
    }

    boolean windowInPadding() {
      long last = (output - 1) * stride - before;
      return output > 0 && ((kernel - 1) * dilation < before || last >= size);
    }

    boolean someProduct() {
      for (long place = 0; place < output; place++) {
        for (long element = 0; element < kernel; element++) {
          long at = place * stride + element * dilation - before;
          if (at >= 0 && at < size) {
            return true;
          }
        }
      }
      return false;
    }

    boolean sizeIsRoundedUp() {
      long room = size + before + after - (kernel - 1) * dilation - 1;
      return room < 0 && room > -stride;
    }

    boolean dilationLeftOutShows() {
      if (kernel == 1 || dilation == 1) {
        return false;
      }
      long assumedBefore = causal() ? sameTotal() / 2 : before;
      long calculatedAfter = (output - 1) * stride - size + kernel - assumedBefore;
      long room = size + before + calculatedAfter - (kernel - 1) * dilation - 1;
      boolean accepted = room / stride + 1 == output && calculatedAfter + stride > 0;
      return output == 0 || !accepted;
    }

    /** ND4J has no other padding with more before than after. */
    boolean causal() {
      return before > after;
    }
  }
}
