package org.conv4j.verify.bench;

import java.util.List;

/** What came of timing one computation of one case by one framework. */
sealed interface Outcome {

  /**
   * It was right, and timed.
   *
   * @param algorithm what computed it, as the framework tells; null where it does not
   * @param runs how many; one or more
   * @param median milliseconds
   * @param least milliseconds
   */
  record Measured(String algorithm, int runs, double median, double least) implements Outcome {

    /** What {@code millis} of one or more runs say. */
    static Measured of(String algorithm, List<Double> millis) {
      return new Measured(
          algorithm,
          millis.size(),
          Statistics.median(millis),
          millis.stream().mapToDouble(Double::doubleValue).min().orElseThrow());
    }
  }

  /**
   * It was not timed.
   *
   * @param kind of reason
   * @param reason in one sentence
   */
  record Untimed(Kind kind, String reason) implements Outcome {}

  /** Why something was not timed. */
  enum Kind {
    /** The framework has no such thing. */
    UNSUPPORTED,
    /** What it computed is wrong. */
    WRONG,
    /** It raised an error, or answered nonsense. */
    FAILED,
    /** Its process died, or was killed because it did not answer. */
    CRASHED
  }
}
