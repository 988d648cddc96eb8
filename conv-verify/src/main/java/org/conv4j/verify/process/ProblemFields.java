package org.conv4j.verify.process;

import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.Padding;
import org.conv4j.Sides;

/**
 * A problem as a child sees it: its notation, and the same in explicit fields for children that do
 * not parse notation.
 *
 * @param notation the one-line notation
 * @param batch images
 * @param inputChannels channels of an input image
 * @param inputHeight rows of an input image
 * @param inputWidth columns of an input image
 * @param outputChannels channels of an output image
 * @param outputHeight rows of an output image
 * @param outputWidth columns of an output image
 * @param kernelHeight rows of the kernel
 * @param kernelWidth columns of the kernel
 * @param strideHeight along the vertical axis
 * @param strideWidth along the horizontal axis
 * @param padding {@code explicit}, {@code same} or {@code same-lower}: how the four numbers came to
 *     be
 * @param padTop rows of zeros above
 * @param padBottom rows of zeros below
 * @param padLeft columns of zeros before
 * @param padRight columns of zeros after
 * @param dilationHeight along the vertical axis; 1 is dense
 * @param dilationWidth along the horizontal axis; 1 is dense
 * @param groups number of groups
 * @param layout {@code NCHW} or {@code NHWC}: axes of input, output and their gradients
 * @param filterLayout {@code OIHW}, {@code HWIO} or {@code OHWI}: axes of filter and its gradient
 * @param bias whether there is one
 * @param elementType {@code float32} or {@code float64}
 */
public record ProblemFields(
    String notation,
    long batch,
    long inputChannels,
    long inputHeight,
    long inputWidth,
    long outputChannels,
    long outputHeight,
    long outputWidth,
    long kernelHeight,
    long kernelWidth,
    long strideHeight,
    long strideWidth,
    String padding,
    long padTop,
    long padBottom,
    long padLeft,
    long padRight,
    long dilationHeight,
    long dilationWidth,
    long groups,
    String layout,
    String filterLayout,
    boolean bias,
    String elementType) {

  /** The fields of {@code problem}. */
  public static ProblemFields of(ConvProblem problem) {
    Sides sides = problem.sides();
    Extent output = problem.outputSize();
    return new ProblemFields(
        problem.toString(),
        problem.batch(),
        problem.inputChannels(),
        problem.inputSize().height(),
        problem.inputSize().width(),
        problem.outputChannels(),
        output.height(),
        output.width(),
        problem.kernel().height(),
        problem.kernel().width(),
        problem.stride().height(),
        problem.stride().width(),
        rule(problem.padding()),
        sides.top(),
        sides.bottom(),
        sides.left(),
        sides.right(),
        problem.dilation().height(),
        problem.dilation().width(),
        problem.groups(),
        problem.layout().name(),
        problem.filterLayout().name(),
        problem.bias(),
        ArrayData.nameOf(problem.elementType()));
  }

  /** The problem, from its notation. */
  public ConvProblem problem() {
    return ConvProblem.parse(notation);
  }

  private static String rule(Padding padding) {
    if (padding == Padding.Same.UPPER) {
      return "same";
    }
    return padding == Padding.Same.LOWER ? "same-lower" : "explicit";
  }
}
