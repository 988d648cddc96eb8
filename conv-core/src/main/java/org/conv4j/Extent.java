package org.conv4j;

/**
 * A pair of numbers along the two spatial axes: an image size, a kernel size, a stride or a
 * dilation, in elements.
 *
 * @param height along the vertical axis
 * @param width along the horizontal axis
 */
public record Extent(long height, long width) {

  /** The same number along both axes. */
  public static Extent square(long size) {
    return new Extent(size, size);
  }

  /** {@code height x width}, as error messages show it. */
  @Override
  public String toString() {
    return height + " x " + width;
  }
}
