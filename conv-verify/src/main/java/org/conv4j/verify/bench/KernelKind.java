package org.conv4j.verify.bench;

import org.conv4j.ConvProblem;

/** Kinds of layers that are fast or slow for different reasons. */
enum KernelKind {
  /** Each channel alone. */
  DEPTHWISE("depthwise"),
  /** Pixels do not meet. */
  POINTWISE("1x1"),
  /** What transforms are made for. */
  THREE_DENSE("3x3, stride 1"),
  /** Three by three, strided. */
  THREE_STRIDED("3x3, stride 2"),
  /** Few channels, large kernel. */
  FIRST("7x7, stride 2"),
  /** Anything else. */
  OTHER("other");

  private final String label;

  KernelKind(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  static KernelKind of(ConvProblem problem) {
    long height = problem.kernel().height();
    boolean square = height == problem.kernel().width();
    long stride = Math.max(problem.stride().height(), problem.stride().width());
    if (problem.groups() > 1) {
      return problem.depthwise() ? DEPTHWISE : OTHER;
    }
    if (square && height == 1) {
      return POINTWISE;
    }
    if (square && height == 3 && stride <= 2) {
      return stride == 1 ? THREE_DENSE : THREE_STRIDED;
    }
    return square && height == 7 && stride == 2 ? FIRST : OTHER;
  }
}
