package org.conv4j.nd4j.selection;

import java.util.List;
import java.util.function.Supplier;

/**
 * What the selection came to for one direction of a problem.
 *
 * @param <P> the kind of plan
 */
public sealed interface Choice<P> {

  /** The name of the algorithm that was chosen, or that declines. */
  String algorithm();

  /** Why every algorithm that was not chosen was not. */
  List<PassedOver> passedOver();

  /**
   * An algorithm was chosen.
   *
   * @param algorithm its name
   * @param reason why it
   * @param plan the same plan at every call, made at the first
   * @param others asked only when somebody wants to know
   * @param <P> the kind of plan
   */
  record Chosen<P>(
      String algorithm, String reason, Supplier<P> plan, Supplier<List<PassedOver>> others)
      implements Choice<P> {
    @Override
    public List<PassedOver> passedOver() {
      return others.get();
    }
  }

  /**
   * The caller insists on an algorithm that declines.
   *
   * @param algorithm its name
   * @param reason why it declines
   * @param <P> the kind of plan
   */
  record Declined<P>(String algorithm, String reason) implements Choice<P> {
    @Override
    public List<PassedOver> passedOver() {
      return List.of();
    }
  }

  /**
   * An algorithm that was not chosen.
   *
   * @param algorithm its name
   * @param reason why not, in one clause
   */
  record PassedOver(String algorithm, String reason) {}
}
