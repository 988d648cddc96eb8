package org.conv4j.nd4j;

import org.conv4j.ConvProblem;
import org.conv4j.nd4j.algorithm.PreparedForwardPlan;

/**
 * The filter of one {@link Nd4jConvolution} as it was when {@link Nd4jConvolution#prepare} was
 * called: a snapshot, of which algorithms keep what they would otherwise make anew in every call,
 * such as transformed weights. Later changes of the array have no effect on it: whoever trains
 * prepares again.
 *
 * <p>Immutable; may be used by many threads at once. Its memory, up to 1.8 times (F(2x2,3x3)) or 4
 * times (F(4x4,3x3)) the filter's own, is freed as garbage.
 */
public final class PreparedFilter {

  private final Nd4jConvolution owner;
  private final PreparedForwardPlan plan;

  PreparedFilter(Nd4jConvolution owner, PreparedForwardPlan plan) {
    this.owner = owner;
    this.plan = plan;
  }

  /** The problem that it was prepared for. */
  public ConvProblem problem() {
    return owner.problem();
  }

  /**
   * What computes with it.
   *
   * @throws IllegalArgumentException if {@code user} is not the convolution that prepared it
   */
  PreparedForwardPlan planFor(Nd4jConvolution user) {
    if (user != owner) {
      throw new IllegalArgumentException(
          "the filter was prepared by another convolution (of %s, this one is of %s)"
              .formatted(owner.problem(), user.problem()));
    }
    return plan;
  }
}
