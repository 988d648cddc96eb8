package org.conv4j.nd4j.selection;

import java.util.Optional;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.algorithm.Machine;

/**
 * Whether an algorithm that can compute something should be chosen for it, when nobody forces it:
 * what is known of its speed and its accuracy.
 */
@FunctionalInterface
public interface Worth {

  /**
   * Why not to choose it, in one clause with the numbers; empty if it should be chosen.
   *
   * @param machine what would run it
   * @param transforms whether the caller admits algorithms less accurate than a direct sum
   */
  Optional<String> objection(
      ConvProblem problem, ConvDirection direction, Machine machine, boolean transforms);

  /**
   * Whether both gradients together should be left to it wherever it offers that, when both are
   * asked for.
   */
  default boolean jointly(ConvProblem problem, Machine machine) {
    return false;
  }

  /** No objection, ever. */
  static Worth always() {
    return (problem, direction, machine, transforms) -> Optional.empty();
  }

  /**
   * Whether it may be chosen at all, however fast it is.
   *
   * @param transforms whether the caller admits algorithms less accurate than a direct sum
   */
  default boolean admits(boolean transforms) {
    return true;
  }

  /** {@code then}, but only for callers that admit algorithms less accurate than a direct sum. */
  static Worth ifTransformsAllowed(Worth then) {
    return new Worth() {
      @Override
      public boolean admits(boolean transforms) {
        return transforms;
      }

      @Override
      public Optional<String> objection(
          ConvProblem problem, ConvDirection direction, Machine machine, boolean transforms) {
        return admits(transforms)
            ? then.objection(problem, direction, machine, true)
            : Optional.of(
                "less accurate than a direct sum, and transforms are not allowed"
                    + " (transforms(true) or -Dconv4j.transforms=allow)");
      }
    };
  }
}
