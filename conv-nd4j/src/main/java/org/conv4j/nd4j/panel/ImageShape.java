package org.conv4j.nd4j.panel;

import org.conv4j.TensorLayout;

/**
 * Shape of a tensor of images, and where in it an element lies.
 *
 * @param images number of images
 * @param channels channels of all groups
 * @param height rows of an image
 * @param width columns of an image
 * @param layout order of the axes
 */
public record ImageShape(int images, int channels, int height, int width, TensorLayout layout) {

  /** Whether each channel of an image lies together. */
  public boolean planar() {
    return layout == TensorLayout.NCHW;
  }

  /** Number of elements. */
  public long floats() {
    return (long) images * channels * height * width;
  }

  /** Index of an element. */
  public long index(int image, int channel, int row, int column) {
    return switch (layout) {
      case NCHW -> (((long) image * channels + channel) * height + row) * width + column;
      case NHWC -> (((long) image * height + row) * width + column) * channels + channel;
    };
  }
}
