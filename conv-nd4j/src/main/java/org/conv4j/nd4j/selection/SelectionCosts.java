package org.conv4j.nd4j.selection;

import java.util.Optional;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Extent;
import org.conv4j.TensorLayout;
import org.conv4j.nd4j.algorithm.Machine;
import org.conv4j.nd4j.plane.ScatteredColumns;

/** When each algorithm is worth choosing; every threshold names the measurement that set it. */
final class SelectionCosts {

  /** Output rows as short as the last layers' of a network for images of 224 x 224. */
  private static final long SHORT_ROW = 7;

  /** Two images of 14 x 14 have fewer. */
  private static final long FEW_PIXELS = 512;

  /** Output rows in whose tiles BLAS has the most work. */
  private static final long LONG_ROW = 28;

  private SelectionCosts() {}

  /**
   * Where {@code direct} has vectors, it is faster on channels that lie side by side, which it need
   * not transpose (256 to 512 @ 14: 447 GFLOP/s against 169 by BLAS), and on the input gradient of
   * a stride that comes from few pixels. Milliseconds of that by {@code direct} and {@code
   * pointwise}, stride 2, batch 8: 256 to 512 @ 56 13.1 and 9.5, 64 to 128 @ 56 1.07 and 0.76, 128
   * to 256 @ 28 0.79 and 0.67; but 1024 to 2048 @ 14 10.9 and 13.2 (at batch 32 39 and 44), 256 to
   * 512 @ 14 0.71 and 0.84; at batch 1 256 to 512 @ 56 1.32 and 1.29, 512 to 1024 @ 28 1.31 and
   * 1.46.
   */
  static Worth pointwise() {
    return withBothGradients(
        (problem, direction, machine, transforms) -> {
          if (!machine.vectorApi() || problem.elementType() != ElementType.FLOAT32) {
            return Optional.empty();
          }
          if (problem.layout() == TensorLayout.NHWC) {
            return Optional.of("slower than direct where channels lie side by side");
          }
          if (direction != ConvDirection.INPUT_GRADIENT
              || problem.stride().equals(Extent.square(1))) {
            return Optional.empty();
          }
          if (Math.min(problem.inputChannelsPerGroup(), problem.outputChannelsPerGroup()) < 16) {
            return Optional.of("not measured in the input gradient of a stride of few channels");
          }
          Extent output = problem.outputSize();
          return output.width() <= SHORT_ROW
                  || problem.batch() * output.height() * output.width() < FEW_PIXELS
              ? Optional.of("slower than direct in the input gradient of a stride from few pixels")
              : Optional.empty();
        });
  }

  /** As {@code worth}, and in vectors both gradients together, wherever that is offered. */
  private static Worth withBothGradients(Worth worth) {
    return new Worth() {
      @Override
      public Optional<String> objection(
          ConvProblem problem, ConvDirection direction, Machine machine, boolean transforms) {
        return worth.objection(problem, direction, machine, transforms);
      }

      @Override
      public boolean jointly(ConvProblem problem, Machine machine) {
        return machine.vectorApi();
      }
    };
  }

  /**
   * Register blocks beat every product of column matrices where vectors are to be had: 90 to 98 %
   * of the GEMM peak of the same run on 3x3 and 7x7 kernels against 30 to 60 %. In plain Java they
   * reach a tenth of that.
   */
  static Worth direct() {
    return (problem, direction, machine, transforms) ->
        machine.vectorApi()
            ? Optional.empty()
            : Optional.of("slow without the Vector API (--add-modules jdk.incubator.vector)");
  }

  /**
   * Few channels leave the lanes of {@code direct} empty: the input gradient of 3 channels took it
   * 90 ms of processor time (64 @ 112, 7x7, stride 2, batch 8) and {@code first} 18, of 1 channel
   * (LeNet, batch 64) 6.3 and 1.4; the output of 3 channels 9.2 and 8.4 (32 @ 112, 3x3, stride 2).
   *
   * <p>Somewhat more on both sides of large images, as well: output of 16 to 16 @ 56, 3x3, 0.70 ms
   * against 1.08 by {@code winograd2} and 1.30 by {@code direct}, 24 to 24 @ 56 1.67 against 1.96
   * and 1.97, 16 to 16 @ 28, 5x5, 0.50 against 0.82; but 32 to 32 @ 56 2.88 against 2.13, 16 to
   * 64 @ 56 2.70 against 2.39, 16 to 16 @ 14 0.080 against 0.071.
   */
  static Worth first() {
    return (problem, direction, machine, transforms) -> {
      if (!machine.vectorApi()) {
        return Optional.of("slow without the Vector API (--add-modules jdk.incubator.vector)");
      }
      long channels = Math.min(problem.inputChannels(), problem.outputChannels());
      boolean fewOnBothSides =
          Math.max(problem.inputChannels(), problem.outputChannels()) <= 24
              && problem.outputSize().width() >= 28
              && direction != ConvDirection.FILTER_GRADIENT;
      return channels > 8 && !fewOnBothSides
          ? Optional.of(channels + " channels fill vectors by themselves")
          : Optional.empty();
    };
  }

  /**
   * Transforms cost as much for one channel as for many: from 16 channels on either side they are
   * paid for, 120 to 200 % of the GEMM peak at 64 to 512 channels. Milliseconds of the input
   * gradient against {@code direct}: 8 to 8 @ 56 0.85 and 0.71, 12 to 12 0.95 and 0.98, 16 to 16
   * 1.12 and 1.27, 16 to 64 3.9 and 5.2, 24 to 24 @ 28 0.45 and 0.52.
   */
  static Worth winograd() {
    return (problem, direction, machine, transforms) -> {
      if (!machine.vectorApi()) {
        return Optional.of("slow without the Vector API (--add-modules jdk.incubator.vector)");
      }
      long channels = Math.min(problem.inputChannels(), problem.outputChannels());
      return channels < 16
          ? Optional.of(channels + " channels are too few to pay for transforms")
          : Optional.empty();
    };
  }

  /**
   * As {@link #winograd}, and of a stride of 2 from 64 channels on one side and 128 on the other,
   * where few tiles stick out: there are 25 products where {@code direct} has 36, but a transformed
   * pixel serves fewer outputs. Milliseconds of output, input and filter gradient, batch 8, two
   * threads, least of a run, against {@code direct}: 128 to 128 @ 56 8.3, 8.4, 8.2 and 9.7, 10.3,
   * 11.5; 256 to 256 @ 28 7.8, 7.7, 7.9 and 9.1, 10.3, 11.2; 64 to 128 @ 56 4.3, 4.3, 4.2 and 4.9,
   * 5.2, 5.1; 128 to 128 @ 30, whose outputs fill 225 of 256, 2.6, 2.6, 2.7 and 2.8, 3.0, 3.0. But
   * 64 to 64 @ 56 2.6, 2.6, 2.8 and 2.5, 2.8, 2.7; 256 to 512 @ 14, whose outputs fill 49 of 64,
   * 5.2, 6.1, 5.9 and 5.2, 5.7, 5.9.
   */
  static Worth winograd2() {
    Worth withVectors = winograd();
    Worth withoutVectors = winograd2WithoutVectors();
    return (problem, direction, machine, transforms) ->
        machine.vectorApi()
            ? withVectors
                .objection(problem, direction, machine, transforms)
                .or(() -> stridedWinograd(problem))
            : withoutVectors.objection(problem, direction, machine, transforms);
  }

  private static Optional<String> stridedWinograd(ConvProblem problem) {
    if (problem.stride().equals(Extent.square(1))) {
      return Optional.empty();
    }
    long fewer = Math.min(problem.inputChannels(), problem.outputChannels());
    long more = Math.max(problem.inputChannels(), problem.outputChannels());
    if (fewer < 64 || more < 128) {
      return Optional.of(
          "%d and %d channels are too few to pay for transforms of a stride"
              .formatted(problem.inputChannels(), problem.outputChannels()));
    }
    Extent outputs = problem.outputSize();
    long filled = (outputs.height() + 1) / 2 * 2 * ((outputs.width() + 1) / 2 * 2);
    return filled > 1.15 * outputs.height() * outputs.width()
        ? Optional.of("outputs of " + outputs + " leave much of its tiles empty")
        : Optional.empty();
  }

  /**
   * Lines of tiles, which only planar images of stride 1 have, pay from 16 channels on, too.
   * Milliseconds at batch 8, two threads, output / input gradient / filter gradient, against the
   * best of {@code shifted} and {@code im2col}: 64 @ 56 9.5 / 9.7 / 9.5 and 14.8 / 14.7 / 16.1,
   * 128 @ 28 7.4 / 7.4 / 7.5 and 12.2 / 12.2 / 12.4, 256 @ 14 6.8 / 7.8 / 8.1 and 14.8 / 17.4 /
   * 11.9, 16 @ 14 0.14 / 0.15 / 0.19 and 0.20 / 0.21 / 0.18, 512 @ 7 (128 tiles) 10.5 / 11.8 / 11.4
   * and 14.0 / 33 / 11.5. With fewer tiles the weights take longer than they save, but for the
   * input gradient, whose weights {@code im2col} transposes: 256 @ 14 at batch 1 (49 tiles) 2.4 /
   * 2.4 / 1.56 and 1.53 / 2.9 / 1.58, 512 @ 7 (16 tiles) 3.7 / 4.7 / 3.4 and 3.5 / 8.6 / 1.7.
   */
  private static Worth winograd2WithoutVectors() {
    return (problem, direction, machine, transforms) -> {
      if (!problem.stride().equals(Extent.square(1))) {
        return Optional.of(
            "slow without the Vector API in steps of "
                + problem.stride()
                + " (--add-modules jdk.incubator.vector)");
      }
      if (problem.layout() != TensorLayout.NCHW) {
        return Optional.of(
            "slow without the Vector API where channels lie side by side"
                + " (--add-modules jdk.incubator.vector)");
      }
      long channels = Math.min(problem.inputChannels(), problem.outputChannels());
      if (channels < 16) {
        return Optional.of(channels + " channels are too few to pay for transforms");
      }
      long tiles = tiles(problem);
      return tiles < 128 && direction != ConvDirection.INPUT_GRADIENT
          ? Optional.of(tiles + " tiles are too few to pay for transformed weights")
          : Optional.empty();
    };
  }

  /** Tiles of 2 x 2 outputs in all images. */
  private static long tiles(ConvProblem problem) {
    Extent output = problem.outputSize();
    return problem.batch() * ((output.height() + 1) / 2) * ((output.width() + 1) / 2);
  }

  /**
   * A depthwise layer costs little more than reading and writing it, 0.2 to 0.7 ns a pixel; every
   * other algorithm here computes group after group, at a hundredth of the speed.
   */
  static Worth depthwise() {
    return withBothGradients(Worth.always());
  }

  /**
   * oneDNN needs no Vector API to use vectors. Milliseconds at batch 8, two threads, by ND4J's op
   * and by the best of the others, whose products go to oneDNN as well: output 3x3 64 @ 56 11.2 and
   * 8.7, 128 @ 28 9.0 and 6.8, 256 @ 14 8.7 and 6.8, 256 to 512 @ 28 68 and 65, but 512 @ 28 133
   * and 147, 512 @ 14 35.5 and 37.4, 512 @ 7 8.3 and 9.2, 3x3 stride 2 512 @ 14 9.5 and 15.4; 7x7
   * stride 2 from 3 channels 19.3 and 13.7; 1x1 256 to 64 @ 56 12.2 and 3.9, 2048 to 512 @ 7 6.1
   * and 4.3, NHWC stride 2 1024 to 2048 @ 14 11.2 and 13.0. One gradient alone takes as long as
   * both.
   *
   * <p>Both gradients: 3x3 64 @ 56 20.5 and 19.4, 128 @ 28 17.8 and 14.5, 128 @ 112 236 and 224,
   * but 64 to 128 @ 112 121 and 132, 128 to 256 @ 56 108 and 121, 256 @ 14 15.7 and 15.8, 512 @ 28
   * 192 and 250, 3x3 stride 2 512 @ 14 24 and 34; 7x7 stride 2 63 and 32, 3x3 from 3 channels 105
   * and 48.
   */
  static Worth nativeOp() {
    return new Worth() {
      @Override
      public Optional<String> objection(
          ConvProblem problem, ConvDirection direction, Machine machine, boolean transforms) {
        Optional<String> objection = fewVectors(problem, machine);
        if (objection.isPresent()) {
          return objection;
        }
        if (problem.groups() > 1) {
          return DepthwiseByOneDnn.objection(problem, direction);
        }
        if (direction != ConvDirection.FORWARD) {
          return Optional.of("computes both gradients to give one");
        }
        return aProduct(problem)
            .or(() -> fasterByTiles(problem, SHORT_ROW + 1, 256))
            .or(() -> fewChannels(problem));
      }

      @Override
      public boolean jointly(ConvProblem problem, Machine machine) {
        if (fewVectors(problem, machine).isPresent()) {
          return false;
        }
        return problem.groups() > 1
            ? DepthwiseByOneDnn.jointly(problem)
            : aProduct(problem)
                .or(() -> fasterByTilesTogether(problem))
                .or(() -> fewChannels(problem))
                .isEmpty();
      }
    };
  }

  /** Why ND4J's op is slow, or everything else fast. */
  private static Optional<String> fewVectors(ConvProblem problem, Machine machine) {
    if (!machine.oneDnn() || problem.elementType() != ElementType.FLOAT32) {
      return Optional.of("slow where ND4J's library has no oneDNN for the type");
    }
    return machine.vectorApi()
        ? Optional.of("slower than the kernels in the Vector API")
        : Optional.empty();
  }

  private static Optional<String> fewChannels(ConvProblem problem) {
    return problem.inputChannels() < 16
        ? Optional.of(problem.inputChannels() + " channels are too few for oneDNN")
        : Optional.empty();
  }

  private static Optional<String> aProduct(ConvProblem problem) {
    return problem.kernel().equals(Extent.square(1))
            && (problem.layout() == TensorLayout.NCHW || problem.outputSize().width() > SHORT_ROW)
        ? Optional.of("a 1x1 kernel is one matrix product as it is")
        : Optional.empty();
  }

  private static Optional<String> fasterByTilesTogether(ConvProblem problem) {
    return problem.inputChannels() == problem.outputChannels()
        ? fasterByTiles(problem, LONG_ROW, 128)
        : Optional.empty();
  }

  private static Optional<String> fasterByTiles(
      ConvProblem problem, long leastWidth, long mostChannels) {
    long channels = Math.min(problem.inputChannels(), problem.outputChannels());
    return problem.kernel().equals(Extent.square(3))
            && problem.stride().equals(Extent.square(1))
            && problem.dilation().equals(Extent.square(1))
            && problem.groups() == 1
            && problem.layout() == TensorLayout.NCHW
            && channels >= 64
            && channels <= mostChannels
            && problem.outputSize().width() >= leastWidth
            && tiles(problem) >= 128
        ? Optional.of("slower than winograd2 by plain Java and BLAS")
        : Optional.empty();
  }

  /**
   * Milliseconds of processor time of {@code shifted} and {@code im2col} at batch 8, 3x3: 19.9 and
   * 21.1 at 128 @ 28, 1.8 and 2.0 at 32 @ 28, but 22.0 and 19.8 at 256 @ 14, 30 and 21 at 512 @ 7,
   * where what lies between rows is much of the work, and 6.6 and 5.9 from 3 channels. Input
   * gradients of 3 channels: 29 and 39 (3x3 @ 112), 147 and 201 (7x7 stride 2). Where {@code
   * im2col} scatters columns, two threads: 92 and 19 (3x3 @ 224), 125 and 16 (7x7 stride 2); of 128
   * channels with a stride, 17 and 15 (128 @ 56).
   */
  static Worth shifted() {
    return (problem, direction, machine, transforms) -> {
      if (direction == ConvDirection.INPUT_GRADIENT) {
        if (ScatteredColumns.suits(problem)) {
          return Optional.of("scattered columns are faster in the gradient of such an input");
        }
        if (problem.groups() == 1 && problem.inputChannels() < 16) {
          return Optional.empty();
        }
      }
      long channels = Math.min(problem.inputChannels(), problem.outputChannels());
      if (channels / problem.groups() < 16) {
        return Optional.of(
            channels / problem.groups() + " channels are too few for a product of each tap");
      }
      return problem.outputSize().width() < 28
          ? Optional.of("rows of %d are too short".formatted(problem.outputSize().width()))
          : Optional.empty();
    };
  }
}
