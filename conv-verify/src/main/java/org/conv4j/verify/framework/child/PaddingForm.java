package org.conv4j.verify.framework.child;

import org.conv4j.ConvProblem;
import org.conv4j.Padding;
import org.conv4j.Sides;

/**
 * A problem's padding in the terms of ND4J and DL4J, which know the rule SAME and one number per
 * axis. Numbers that merely coincide with those of SAME are not taken for the rule.
 */
public sealed interface PaddingForm {

  /** The rule SAME: the odd row or column at the bottom or right. */
  record Same() implements PaddingForm {}

  /**
   * One number per axis.
   *
   * @param vertical rows above and below
   * @param horizontal columns before and after
   */
  record Symmetric(long vertical, long horizontal) implements PaddingForm {}

  /**
   * Neither.
   *
   * @param reason in one sentence
   */
  record Inexpressible(String reason) implements PaddingForm {}

  /** The form of {@code problem}'s padding. */
  static PaddingForm of(ConvProblem problem) {
    if (problem.padding() == Padding.Same.UPPER) {
      return new Same();
    }
    Sides sides = problem.sides();
    if (sides.top() == sides.bottom() && sides.left() == sides.right()) {
      return new Symmetric(sides.top(), sides.left());
    }
    String rule = problem.padding() == Padding.Same.LOWER ? " (SAME_LOWER)" : "";
    return new Inexpressible(
        "padding %d above, %d below, %d before, %d after%s is neither symmetric nor SAME"
            .formatted(sides.top(), sides.bottom(), sides.left(), sides.right(), rule));
  }
}
