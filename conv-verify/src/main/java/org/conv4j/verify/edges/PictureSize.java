package org.conv4j.verify.edges;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Width and height in pixels.
 *
 * @param width at least 3: the filter is 3 x 3
 * @param height at least 3
 */
public record PictureSize(int width, int height) {

  /** The largest number of pixels that is read or made; a guard against headers that lie. */
  static final long MOST_PIXELS = 100_000_000;

  private static final Pattern NOTATION = Pattern.compile("(\\d{1,9})[xX](\\d{1,9})");

  /**
   * Validates.
   *
   * @throws IllegalArgumentException naming the numbers and the rule that failed
   */
  public PictureSize {
    if (width < 3 || height < 3) {
      throw new IllegalArgumentException(
          "a picture of %d x %d pixels is too small: the 3 x 3 filter needs at least 3 x 3"
              .formatted(width, height));
    }
    if ((long) width * height > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "a picture of %d x %d = %d pixels is too large: at most %d are taken"
              .formatted(width, height, (long) width * height, MOST_PIXELS));
    }
  }

  /**
   * The size that {@code text} names.
   *
   * @param text width x height, for instance {@code 350x150}
   * @throws IllegalArgumentException if it is none
   */
  public static PictureSize parse(String text) {
    Matcher matcher = NOTATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no picture size: expected WIDTHxHEIGHT, for instance 350x150");
    }
    return new PictureSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }
}
