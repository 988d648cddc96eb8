package org.conv4j.verify.framework.liar;

import org.conv4j.ConvProblem;

/** When a liar lies; otherwise it tells the truth. */
@FunctionalInterface
interface Occasion {

  /** Whether it lies about {@code problem}. */
  boolean includes(ConvProblem problem);

  /**
   * The occasion that a liar's arguments name.
   *
   * @param arguments first the lie; then, if the liar is to be choosy, the only batch for which it
   *     lies
   */
  static Occasion of(String... arguments) {
    if (arguments.length < 2) {
      return problem -> true;
    }
    long batch = Long.parseLong(arguments[1]);
    return problem -> problem.batch() == batch;
  }
}
