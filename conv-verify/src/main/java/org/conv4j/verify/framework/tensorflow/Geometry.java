package org.conv4j.verify.framework.tensorflow;

import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.Padding;
import org.conv4j.Sides;

/**
 * A problem's geometry as attributes of TensorFlow's ops: four numbers for the axes N, H, W, C, and
 * eight for explicit paddings.
 *
 * @param strides 1 for N and C
 * @param padding {@code SAME}, {@code VALID} or {@code EXPLICIT}
 * @param paddings before and after for each axis; empty unless explicit
 * @param dilations 1 for N and C
 */
record Geometry(List<Long> strides, String padding, List<Long> paddings, List<Long> dilations) {

  /** The geometry of {@code problem}. The rule SAME is passed on as the rule, not as numbers. */
  static Geometry of(ConvProblem problem) {
    Sides sides = problem.sides();
    String padding = "EXPLICIT";
    if (problem.padding() == Padding.Same.UPPER) {
      padding = "SAME";
    } else if (sides.equals(Sides.NONE)) {
      padding = "VALID";
    }
    return new Geometry(
        List.of(1L, problem.stride().height(), problem.stride().width(), 1L),
        padding,
        padding.equals("EXPLICIT")
            ? List.of(0L, 0L, sides.top(), sides.bottom(), sides.left(), sides.right(), 0L, 0L)
            : List.of(),
        List.of(1L, problem.dilation().height(), problem.dilation().width(), 1L));
  }

  /** Whether padding is numbers, not a rule. */
  boolean isExplicit() {
    return padding.equals("EXPLICIT");
  }

  /** The same for an image that has its padding already. */
  Geometry unpadded() {
    return new Geometry(strides, "VALID", List.of(), dilations);
  }
}
