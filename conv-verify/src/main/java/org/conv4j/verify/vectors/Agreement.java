package org.conv4j.verify.vectors;

/** How near a computed result must come to the published one. NaN agrees with NaN. */
public sealed interface Agreement {

  /** Equal in every element; -0 equals +0. */
  record Exact() implements Agreement {}

  /**
   * Within an absolute tolerance, for sources that print few digits.
   *
   * @param tolerance largest absolute difference; finite, 0 or more
   */
  record Absolute(double tolerance) implements Agreement {}

  /** The PASS rule of the real tier: see {@link org.conv4j.check.ErrorBound}. */
  record Rounding() implements Agreement {}
}
