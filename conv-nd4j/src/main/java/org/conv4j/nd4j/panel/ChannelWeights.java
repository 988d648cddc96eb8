package org.conv4j.nd4j.panel;

import org.conv4j.nd4j.workspace.FloatMemory;

/** The filter of a depthwise convolution as rows of channels, one row for each tap. */
final class ChannelWeights {

  private final Correlation.FilterStrides strides;
  private final int channels;
  private final int taps;
  private final int paddedChannels;

  ChannelWeights(Correlation correlation, int paddedChannels) {
    this.strides = correlation.filter();
    this.channels = correlation.groups();
    this.taps = correlation.taps();
    this.paddedChannels = paddedChannels;
  }

  /** Floats of all rows. */
  int floats() {
    return taps * paddedChannels;
  }

  /** Floats of scratch that {@link #read} and {@link #write} need. */
  int scratch() {
    return taps * channels;
  }

  /** Reads the weights; row i belongs to tap {@code order[i]}. */
  void read(FloatMemory filter, int[] order, float[] scratch, int scratchAt, float[] to, int at) {
    filter.read(0, scratch, scratchAt, taps * channels);
    for (int row = 0; row < order.length; row++) {
      for (int c = 0; c < channels; c++) {
        to[at + row * paddedChannels + c] = scratch[scratchAt + index(c, order[row])];
      }
    }
  }

  /** Writes weights from rows in the order of the taps. */
  void write(float[] from, int at, float[] scratch, int scratchAt, FloatMemory filter) {
    for (int tap = 0; tap < taps; tap++) {
      for (int c = 0; c < channels; c++) {
        scratch[scratchAt + index(c, tap)] = from[at + tap * paddedChannels + c];
      }
    }
    filter.write(scratch, scratchAt, taps * channels, 0);
  }

  private int index(int channel, int tap) {
    return (int) (channel * strides.group() + tap * strides.tap());
  }
}
