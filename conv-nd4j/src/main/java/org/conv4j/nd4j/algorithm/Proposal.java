package org.conv4j.nd4j.algorithm;

import java.util.function.Supplier;

/**
 * An algorithm's answer to a problem: it offers a plan, or refuses with a reason.
 *
 * @param <P> the kind of plan
 */
public sealed interface Proposal<P> {

  /**
   * The algorithm can compute it.
   *
   * @param plan makes the plan; called only if the algorithm is chosen
   * @param <P> the kind of plan
   */
  record Offer<P>(Supplier<P> plan) implements Proposal<P> {}

  /**
   * The algorithm cannot compute it.
   *
   * @param reason one clause with the numbers, without a full stop
   * @param <P> the kind of plan
   */
  record Refusal<P>(String reason) implements Proposal<P> {}

  /** An offer. */
  static <P> Proposal<P> offer(Supplier<P> plan) {
    return new Offer<>(plan);
  }

  /** A refusal. */
  static <P> Proposal<P> refuse(String reason) {
    return new Refusal<>(reason);
  }
}
