package org.conv4j.nd4j.panel;

/**
 * Results of some channels for the same pixels, a row of pixels for each channel.
 *
 * @param memory where they lie
 * @param at where the first row begins
 * @param stride from one row to the next
 * @param channels number of rows
 * @param blanks what pixels of a channel are that meet nothing
 * @param blanksAt where those of the first channel are
 */
record PixelRows(float[] memory, int at, int stride, int channels, float[] blanks, int blanksAt) {

  /** Where the pixels of a channel begin. */
  int row(int channel) {
    return at + channel * stride;
  }

  /** What pixels of a channel are that meet nothing. */
  float blank(int channel) {
    return blanks[blanksAt + channel];
  }

  /** Whether those of a channel are not those of the one before, or there is none before. */
  boolean changesBlank(int channel) {
    return channel == 0
        || Float.floatToRawIntBits(blank(channel)) != Float.floatToRawIntBits(blank(channel - 1));
  }
}
