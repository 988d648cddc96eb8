package org.conv4j.nd4j.normalization;

/**
 * A batch whose channels are normalised, each over all pixels of all images.
 *
 * @param images how many
 * @param channels of each image
 * @param pixels of each channel of an image
 * @param order where the elements of a channel lie
 */
public record BatchShape(long images, int channels, long pixels, Order order) {

  /** How a batch lies in memory. */
  public enum Order {
    /** The pixels of a channel side by side: NCHW. */
    PLANAR,
    /** The channels of a pixel side by side: NHWC, or a matrix with a row for each example. */
    INTERLEAVED
  }

  /** The order of a batch with one pixel an image does not matter: its rows are read at once. */
  public BatchShape {
    if (pixels == 1) {
      order = Order.INTERLEAVED;
    }
  }

  /** Elements of each channel. */
  public long elementsPerChannel() {
    return images * pixels;
  }

  /** Elements of the batch. */
  public long elements() {
    return elementsPerChannel() * channels;
  }
}
