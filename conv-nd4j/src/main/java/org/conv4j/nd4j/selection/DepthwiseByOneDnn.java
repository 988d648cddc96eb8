package org.conv4j.nd4j.selection;

import java.util.Optional;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.TensorLayout;

/**
 * When ND4J's op, by oneDNN, is worth choosing for depthwise convolutions where {@code depthwise}
 * has no vectors. oneDNN takes their outputs with channels side by side, their gradients in blocks
 * of 16 channels, and first brings everything into that order.
 *
 * <p>Milliseconds, two threads, batch 8 unless it says otherwise, by ND4J's op and by {@code
 * depthwise}. Both gradients, 3x3: 32 @ 112 4.0 and 5.3, 128 @ 56 6.3 and 6.4, 256 @ 28 2.0 and
 * 2.6, 512 @ 14 1.6 and 1.8, 1024 @ 7 1.1 and 2.6; stride 2 512 @ 14 0.75 and 0.91; but 64 @ 112
 * 5.1 and 4.8, 128 @ 56 2.4 and 2.1, 256 @ 28 1.3 and 1.3 (5.8, 3.1 and 2.3 where processors share
 * no cache, and {@code depthwise} the same), 100 @ 14 0.8 and 0.5, 256 @ 28 at batch 1 0.57 and
 * 0.49; 5x5 240 @ 14 6.2 and 2.2, 960 @ 7 9.4 and 7.4. One gradient alone: 512 @ 14 stride 2 0.7
 * and 0.4, 1024 @ 7 1.1 and 1.0, 512 @ 14 1.6 and 1.0.
 *
 * <p>Output, 3x3: 32 @ 112 2.1 and 2.5, at batch 1 0.23 and 0.28, 64 @ 112 stride 2 2.0 and 2.4,
 * 512 @ 14 stride 2 0.33 and 0.40; but 1024 @ 7 0.52 and 0.37, 128 @ 56 stride 2 2.0 and 1.1, 256 @
 * 28 1.8 and 0.8, stride 2 0.89 and 0.63, 512 @ 14 1.6 and 0.5; 5x5 240 @ 14 0.34 and 0.51, 240 @
 * 28 stride 2 1.2 and 1.7, 960 @ 7 0.55 and 0.81. Channels side by side, 256 @ 28: output 0.9 and
 * 5.4, both gradients 5.5 and 14.
 */
final class DepthwiseByOneDnn {

  private static final long LEAST_CHANNELS = 32;

  private static final long LEAST_ELEMENTS = 350_000;

  private static final long SHORT_ROW_IN_STEPS = 7;

  private static final long SHORT_ROW_OF_LARGE_KERNELS = 14;

  private static final long LONG_ROW = 112;

  private DepthwiseByOneDnn() {}

  /** Why not for {@code direction}, of which the op computes both gradients to give one. */
  static Optional<String> objection(ConvProblem problem, ConvDirection direction) {
    if (direction != ConvDirection.FORWARD) {
      return Optional.of("computes both gradients to give one");
    }
    return unsuited(problem)
        .or(
            () ->
                fastOutput(problem)
                    ? Optional.empty()
                    : Optional.of("oneDNN's order of pixels takes longer to make than the output"));
  }

  /** Whether both gradients are better computed by the op. */
  static boolean jointly(ConvProblem problem) {
    return unsuited(problem).isEmpty() && !large(problem.kernel()) && !spread(problem);
  }

  /** Whether {@code depthwise} spreads output gradients, and has no short rows to do it in. */
  private static boolean spread(ConvProblem problem) {
    Extent size = problem.inputSize();
    return problem.layout() == TensorLayout.NCHW
        && problem.kernel().equals(Extent.square(3))
        && problem.stride().equals(Extent.square(2))
        && problem.sides().top() == 1
        && problem.sides().left() == 1
        && size.height() % 2 == 0
        && size.width() % 2 == 0
        && problem.outputSize().width() > SHORT_ROW_IN_STEPS;
  }

  private static Optional<String> unsuited(ConvProblem problem) {
    if (problem.outputChannelsPerGroup() != 1 || !problem.dilation().equals(Extent.square(1))) {
      return Optional.of(
          "ND4J's op does without oneDNN for several filters a channel, and for dilation");
    }
    Extent size = problem.inputSize();
    long elements = problem.batch() * problem.inputChannels() * size.height() * size.width();
    return problem.inputChannels() < LEAST_CHANNELS || elements < LEAST_ELEMENTS
        ? Optional.of("calls of ND4J's op take longer than so few products")
        : Optional.empty();
  }

  private static boolean fastOutput(ConvProblem problem) {
    return problem.layout() == TensorLayout.NHWC
        || problem.inputSize().width() >= LONG_ROW
        || problem.outputSize().width() <= shortRow(problem);
  }

  private static long shortRow(ConvProblem problem) {
    if (large(problem.kernel())) {
      return SHORT_ROW_OF_LARGE_KERNELS;
    }
    return problem.stride().equals(Extent.square(1)) ? 0 : SHORT_ROW_IN_STEPS;
  }

  private static boolean large(Extent kernel) {
    return kernel.height() > 3 || kernel.width() > 3;
  }
}
