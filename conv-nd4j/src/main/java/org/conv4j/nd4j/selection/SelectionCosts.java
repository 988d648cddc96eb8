package org.conv4j.nd4j.selection;

import java.util.Optional;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Extent;
import org.conv4j.TensorLayout;
import org.conv4j.nd4j.algorithm.Machine;

/** When each algorithm is worth choosing; every threshold names the measurement that set it. */
final class SelectionCosts {

  private SelectionCosts() {}

  /**
   * Where {@code direct} has vectors, it is faster on channels that lie side by side, which it need
   * not transpose (256 to 512 @ 14: 447 GFLOP/s against 169 by BLAS), and on the input gradient of
   * a stride, which it spreads on the way out (512 to 1024 @ 28: 321 against 253).
   */
  static Worth pointwise() {
    return (problem, direction, machine, transforms) -> {
      if (!machine.vectorApi() || problem.elementType() != ElementType.FLOAT32) {
        return Optional.empty();
      }
      if (problem.layout() == TensorLayout.NHWC) {
        return Optional.of("slower than direct where channels lie side by side");
      }
      return direction == ConvDirection.INPUT_GRADIENT && !problem.stride().equals(Extent.square(1))
          ? Optional.of("slower than direct in the input gradient of a stride")
          : Optional.empty();
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
   */
  static Worth first() {
    return (problem, direction, machine, transforms) -> {
      if (!machine.vectorApi()) {
        return Optional.of("slow without the Vector API (--add-modules jdk.incubator.vector)");
      }
      long channels = Math.min(problem.inputChannels(), problem.outputChannels());
      return channels > 8
          ? Optional.of(channels + " channels fill vectors by themselves")
          : Optional.empty();
    };
  }

  /**
   * Transforms cost as much for one channel as for many: from 16 channels on either side they are
   * paid for, 120 to 200 % of the GEMM peak at 64 to 512 channels.
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
   * With channels in the lanes a depthwise layer costs little more than reading and writing it;
   * every other algorithm here computes group after group, at a hundredth of the speed.
   */
  static Worth depthwise() {
    return Worth.always();
  }

  /**
   * oneDNN needs no Vector API to use vectors: 62 to 207 GFLOP/s on two threads whose GEMM peak is
   * 205, where the other algorithms without one reach 50 to 120. ND4J's library without it: 10 to
   * 65. One gradient alone costs as much as both.
   */
  static Worth nativeOp() {
    return new Worth() {
      @Override
      public Optional<String> objection(
          ConvProblem problem, ConvDirection direction, Machine machine, boolean transforms) {
        if (!machine.oneDnn() || problem.elementType() != ElementType.FLOAT32) {
          return Optional.of("slow where ND4J's library has no oneDNN for the type");
        }
        if (machine.vectorApi()) {
          return Optional.of("slower than the kernels in the Vector API");
        }
        return direction == ConvDirection.FORWARD
            ? Optional.empty()
            : Optional.of("computes both gradients to give one");
      }

      @Override
      public boolean jointly(ConvProblem problem, Machine machine) {
        return objection(problem, ConvDirection.FORWARD, machine, false).isEmpty()
            && !problem.kernel().equals(Extent.square(1));
      }
    };
  }

  /**
   * A product for each tap needs channels to sum over and results that are many: at 64 to 256
   * channels it saves the copying of {@code im2col}. Where images are small, what lies between
   * their rows is much of the work: at 7 x 7 it takes twice as long.
   */
  static Worth shifted() {
    return (problem, direction, machine, transforms) -> {
      long channels = Math.min(problem.inputChannels(), problem.outputChannels());
      if (channels / problem.groups() < 32) {
        return Optional.of(channels + " channels are too few for a product of each tap");
      }
      return problem.outputSize().width() < 14
          ? Optional.of("rows of %d are too short".formatted(problem.outputSize().width()))
          : Optional.empty();
    };
  }

  /**
   * Products with fewer than 16 result rows waste most of BLAS's blocks: the input gradient of a
   * first layer takes twice as long as by {@code portable}, which multiplies the other way round.
   */
  static Worth im2col() {
    return (problem, direction, machine, transforms) ->
        direction == ConvDirection.INPUT_GRADIENT && problem.inputChannelsPerGroup() < 16
            ? Optional.of(
                problem.inputChannelsPerGroup() + " input channels make products of few rows")
            : Optional.empty();
  }
}
