package org.conv4j.nd4j.selection;

import java.util.Optional;

/** When each algorithm is worth choosing; every threshold names the measurement that set it. */
final class SelectionCosts {

  private SelectionCosts() {}

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
}
