package org.conv4j.nd4j.panel;

import org.conv4j.ConvProblem;
import org.conv4j.Sides;
import org.conv4j.TensorLayout;

/**
 * A convolution seen as a sum over taps from a source tensor to a destination tensor: the output
 * from the input, or the input gradient from the output gradient. Channel counts are those of one
 * group.
 *
 * @param images batch size
 * @param groups number of groups
 * @param sources source channels of a group
 * @param destinations destination channels of a group
 * @param sourceHeight height of a source image
 * @param sourceWidth width of a source image
 * @param rows the vertical axis
 * @param columns the horizontal axis
 * @param kernelHeight height of the kernel
 * @param kernelWidth width of the kernel
 * @param layout of both tensors
 * @param filter where the weights are
 */
public record Correlation(
    int images,
    int groups,
    int sources,
    int destinations,
    int sourceHeight,
    int sourceWidth,
    AxisTaps rows,
    AxisTaps columns,
    int kernelHeight,
    int kernelWidth,
    TensorLayout layout,
    FilterStrides filter) {

  /** The output from the input. */
  public static Correlation ofOutput(ConvProblem problem) {
    Sides sides = problem.sides();
    return new Correlation(
        (int) problem.batch(),
        (int) problem.groups(),
        (int) problem.inputChannelsPerGroup(),
        (int) problem.outputChannelsPerGroup(),
        (int) problem.inputSize().height(),
        (int) problem.inputSize().width(),
        AxisTaps.ofOutput(
            (int) problem.outputSize().height(),
            (int) problem.kernel().height(),
            (int) problem.stride().height(),
            (int) problem.dilation().height(),
            (int) sides.top()),
        AxisTaps.ofOutput(
            (int) problem.outputSize().width(),
            (int) problem.kernel().width(),
            (int) problem.stride().width(),
            (int) problem.dilation().width(),
            (int) sides.left()),
        (int) problem.kernel().height(),
        (int) problem.kernel().width(),
        problem.layout(),
        FilterStrides.towardsOutput(problem));
  }

  /** The input gradient from the output gradient. */
  public static Correlation ofInputGradient(ConvProblem problem) {
    Sides sides = problem.sides();
    return new Correlation(
        (int) problem.batch(),
        (int) problem.groups(),
        (int) problem.outputChannelsPerGroup(),
        (int) problem.inputChannelsPerGroup(),
        (int) problem.outputSize().height(),
        (int) problem.outputSize().width(),
        AxisTaps.ofInput(
            (int) problem.inputSize().height(),
            (int) problem.kernel().height(),
            (int) problem.stride().height(),
            (int) problem.dilation().height(),
            (int) sides.top()),
        AxisTaps.ofInput(
            (int) problem.inputSize().width(),
            (int) problem.kernel().width(),
            (int) problem.stride().width(),
            (int) problem.dilation().width(),
            (int) sides.left()),
        (int) problem.kernel().height(),
        (int) problem.kernel().width(),
        problem.layout(),
        FilterStrides.towardsInput(problem));
  }

  /** Number of kernel taps. */
  public int taps() {
    return kernelHeight * kernelWidth;
  }

  /**
   * The taps of an undilated kernel in the order of the source positions that they meet: the
   * kernel's own order, or the reverse. Of stride 1 only.
   */
  public int[] tapsByShift() {
    int[] order = new int[taps()];
    int[] rowShifts = rows.shifts(0);
    int[] columnShifts = columns.shifts(0);
    int firstRow = rows.reach(0, 1).first() - rows.base(0);
    int firstColumn = columns.reach(0, 1).first() - columns.base(0);
    for (int i = 0; i < kernelHeight; i++) {
      for (int j = 0; j < kernelWidth; j++) {
        order[(rowShifts[i] - firstRow) * kernelWidth + columnShifts[j] - firstColumn] =
            i * kernelWidth + j;
      }
    }
    return order;
  }

  /** Height of a destination image. */
  public int height() {
    return rows.size();
  }

  /** Width of a destination image. */
  public int width() {
    return columns.size();
  }

  /** Number of phases along both axes together. */
  public int phases() {
    return rows.phases() * columns.phases();
  }

  /** The source tensor. */
  public ImageShape source() {
    return new ImageShape(images, groups * sources, sourceHeight, sourceWidth, layout);
  }

  /** The destination tensor. */
  public ImageShape destination() {
    return new ImageShape(images, groups * destinations, height(), width(), layout);
  }

  /**
   * Distances, in elements, between weights.
   *
   * @param destination from one destination channel of a group to the next
   * @param source from one source channel to the next
   * @param tap from one tap to the next, in row-major order of the kernel
   * @param group from one group to the next
   */
  public record FilterStrides(long destination, long source, long tap, long group) {

    static FilterStrides towardsOutput(ConvProblem problem) {
      long taps = problem.kernel().height() * problem.kernel().width();
      long inputs = problem.inputChannelsPerGroup();
      long outputs = problem.outputChannels();
      long perGroup = problem.outputChannelsPerGroup();
      return switch (problem.filterLayout()) {
        case OIHW -> new FilterStrides(inputs * taps, taps, 1, perGroup * inputs * taps);
        case OHWI -> new FilterStrides(inputs * taps, 1, inputs, perGroup * inputs * taps);
        case HWIO -> new FilterStrides(1, outputs, inputs * outputs, perGroup);
      };
    }

    static FilterStrides towardsInput(ConvProblem problem) {
      FilterStrides forward = towardsOutput(problem);
      return new FilterStrides(forward.source, forward.destination, forward.tap, forward.group);
    }
  }
}
