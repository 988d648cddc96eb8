package org.conv4j.nd4j.normalization;

/**
 * What a batch is normalised with. Owned by whoever made it, and not changed afterwards.
 *
 * @param mean of each channel
 * @param variance of each channel: the mean of squared deviations
 */
public record ChannelStatistics(double[] mean, double[] variance) {

  /** Room for {@code channels}. */
  static ChannelStatistics of(int channels) {
    return new ChannelStatistics(new double[channels], new double[channels]);
  }
}
