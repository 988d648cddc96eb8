package org.conv4j;

/**
 * Rows and columns of zeros around an image, in elements; never negative once a {@link ConvProblem}
 * holds them.
 *
 * @param top rows above
 * @param bottom rows below
 * @param left columns before
 * @param right columns after
 */
public record Sides(long top, long bottom, long left, long right) {

  /** No zeros on any side. */
  public static final Sides NONE = new Sides(0, 0, 0, 0);
}
