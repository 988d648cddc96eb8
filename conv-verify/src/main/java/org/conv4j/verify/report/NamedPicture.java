package org.conv4j.verify.report;

import java.util.Objects;
import org.conv4j.Tensor;

/**
 * A picture for information.
 *
 * @param title short; unique in the report
 * @param caption what to see in it
 * @param grid the numbers
 */
public record NamedPicture(String title, String caption, Grid grid) implements Picture {

  /** The most rows, and the most columns, that a picture keeps. */
  public static final int LARGEST = 128;

  /** Checks that nothing is missing. */
  public NamedPicture {
    Objects.requireNonNull(title, "'title' is missing");
    Objects.requireNonNull(caption, "'caption' is missing");
    Objects.requireNonNull(grid, "'grid' is missing");
  }

  /**
   * A picture of one plane, height x width.
   *
   * @param plane of rank 2
   * @throws IllegalArgumentException if the rank is another, or a side is 0 or above {@link
   *     #LARGEST}
   */
  public static NamedPicture of(String title, String caption, Tensor plane) {
    long[] shape = plane.shape();
    if (shape.length != 2 || plane.size() == 0 || Math.max(shape[0], shape[1]) > LARGEST) {
      throw new IllegalArgumentException(
          "picture '%s' needs 1 to %d rows and columns, found %s".formatted(title, LARGEST, plane));
    }
    return new NamedPicture(
        title, caption, new Grid((int) shape[0], (int) shape[1], plane.values().clone()));
  }

  @Override
  public String key() {
    return "named " + title;
  }
}
