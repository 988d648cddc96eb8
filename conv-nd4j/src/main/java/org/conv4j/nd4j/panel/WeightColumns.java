package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * What all tasks of a {@link org.conv4j.nd4j.kernel.ShiftedProduct} share, in one array: what the
 * sums of each destination channel start from, and the weights column by column. For each group and
 * phase, those are source channels and taps by destination channels.
 */
final class WeightColumns {

  private final Correlation correlation;
  private final int[][] taps;
  private final int[] before;

  /**
   * Columns.
   *
   * @param taps of each phase of the destination, in the order in which they are summed
   */
  WeightColumns(Correlation correlation, int[][] taps) {
    this.correlation = correlation;
    this.taps = taps;
    this.before = new int[taps.length + 1];
    for (int phase = 0; phase < taps.length; phase++) {
      before[phase + 1] =
          before[phase] + correlation.sources() * taps[phase].length * correlation.destinations();
    }
  }

  /** Floats that all of it takes, scratch included. */
  long floats() {
    return (long) offset(correlation.groups(), 0) + filterFloats();
  }

  /**
   * Fills the beginning of an array.
   *
   * @param bias what sums start from; null for zeros
   */
  void read(FloatMemory filter, FloatMemory bias, float[] shared) {
    int channels = start(correlation.groups());
    if (bias == null) {
      Arrays.fill(shared, 0, channels, 0);
    } else {
      bias.read(0, shared, 0, channels);
    }
    Correlation.FilterStrides strides = correlation.filter();
    int copy = offset(correlation.groups(), 0);
    filter.read(0, shared, copy, filterFloats());
    int to = offset(0, 0);
    for (int group = 0; group < correlation.groups(); group++) {
      for (int[] tapsOfPhase : taps) {
        for (int s = 0; s < correlation.sources(); s++) {
          long from = copy + group * strides.group() + s * strides.source();
          for (int tap : tapsOfPhase) {
            for (int d = 0; d < correlation.destinations(); d++) {
              shared[to++] = shared[(int) (from + tap * strides.tap() + d * strides.destination())];
            }
          }
        }
      }
    }
  }

  /** Where the starting values of a group begin. */
  int start(int group) {
    return group * correlation.destinations();
  }

  /** Where the weights of a group and phase begin. */
  int offset(int group, int phase) {
    return start(correlation.groups()) + group * before[taps.length] + before[phase];
  }

  private int filterFloats() {
    return correlation.groups()
        * correlation.destinations()
        * correlation.sources()
        * correlation.taps();
  }
}
