package org.conv4j.verify.framework.nd4j;

import java.util.Arrays;
import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.FilterLayout;
import org.conv4j.Tensor;
import org.conv4j.verify.framework.child.Axes;

/**
 * {@code depthwise_conv2d}: its filter has separate axes for the input channel c (C of them) and
 * the multiplier m (M of them), where ours has the output channel {@code c * M + m}. Weight
 * formats: 0 is [kH, kW, C, M], 1 is [M, C, kH, kW], 2 is [M, kH, kW, C].
 */
record DepthwiseOp() implements ConvOp {

  @Override
  public String name() {
    return "depthwise_conv2d";
  }

  @Override
  public Tensor toOp(Tensor filter, ConvProblem problem) {
    Tensor split = Tensor.of(filter.values(), split(problem));
    return switch (problem.filterLayout()) {
      case HWIO -> split;
      case OIHW -> Axes.permute(split, 1, 0, 2, 3);
      case OHWI -> Axes.permute(split, 1, 2, 3, 0);
    };
  }

  @Override
  public Tensor fromOp(Tensor gradient, ConvProblem problem) {
    Tensor split =
        gradient.rank() != 4
            ? gradient
            : switch (problem.filterLayout()) {
              case HWIO -> gradient;
              case OIHW -> Axes.permute(gradient, 1, 0, 2, 3);
              case OHWI -> Axes.permute(gradient, 3, 0, 1, 2);
            };
    return Arrays.equals(split.shape(), split(problem))
        ? Tensor.of(split.values(), problem.filterShape())
        : gradient;
  }

  /** The only one that the op takes to oneDNN: it looks for a multiplier of 1 in the last axis. */
  @Override
  public FilterLayout fastest(FilterLayout layout) {
    return FilterLayout.HWIO;
  }

  /** Our filter's shape with the output channel split, the axis of length 1 left out. */
  private static long[] split(ConvProblem problem) {
    long channels = problem.inputChannels();
    long multiplier = problem.outputChannelsPerGroup();
    Extent kernel = problem.kernel();
    return switch (problem.filterLayout()) {
      case HWIO -> new long[] {kernel.height(), kernel.width(), channels, multiplier};
      case OIHW, OHWI -> new long[] {channels, multiplier, kernel.height(), kernel.width()};
    };
  }
}
