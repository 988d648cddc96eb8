package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * What each plane of a depthwise correlation starts from, and behind it the weights of each
 * channel, tap by tap in the order in which they are needed.
 */
final class PlaneWeights {

  private final Correlation correlation;
  private final int[] taps;

  PlaneWeights(Correlation correlation, int[] taps) {
    this.correlation = correlation;
    this.taps = taps;
  }

  /** Floats that they take, with some to spare behind. */
  long floats() {
    return (long) correlation.groups() * (1 + 2 * correlation.taps());
  }

  /** Where the weights of a channel begin. */
  int offset(int group) {
    return correlation.groups() + group * taps.length;
  }

  /**
   * Reads them to the beginning of {@code shared}.
   *
   * @param bias null for none
   */
  void read(FloatMemory filter, FloatMemory bias, float[] shared) {
    int groups = correlation.groups();
    if (bias == null) {
      Arrays.fill(shared, 0, groups, 0);
    } else {
      bias.read(0, shared, 0, groups);
    }
    Correlation.FilterStrides strides = correlation.filter();
    int count = groups * correlation.taps();
    int to = groups;
    int copy = to + count;
    filter.read(0, shared, copy, count);
    for (int group = 0; group < groups; group++) {
      for (int tap : taps) {
        shared[to++] = shared[(int) (copy + group * strides.group() + tap * strides.tap())];
      }
    }
  }
}
