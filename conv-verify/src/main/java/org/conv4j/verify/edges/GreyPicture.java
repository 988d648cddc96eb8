package org.conv4j.verify.edges;

import org.conv4j.Tensor;

/**
 * A grey picture.
 *
 * @param width in pixels
 * @param height in pixels
 * @param values brightness, 0 is black and 255 white, row by row from the top
 */
record GreyPicture(int width, int height, float[] values) {

  GreyPicture {
    if (values.length != width * height) {
      throw new IllegalArgumentException(
          width + " x " + height + " pixels need as many values, found " + values.length);
    }
  }

  /** Rows {@code first} to {@code first + count - 1} as one NHWC image of one channel. */
  Tensor rows(int first, int count) {
    double[] rows = new double[count * width];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = values[first * width + i];
    }
    return Tensor.of(rows, 1, count, width, 1);
  }
}
