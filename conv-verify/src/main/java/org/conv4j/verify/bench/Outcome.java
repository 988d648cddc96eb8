package org.conv4j.verify.bench;

import java.util.List;

/** What came of timing one computation of one case by one framework. */
sealed interface Outcome {

  /**
   * It was right, and timed.
   *
   * @param algorithm what computed it, as the framework tells; null where it does not
   * @param millis of each run, in order; one or more
   */
  record Measured(String algorithm, List<Double> millis) implements Outcome {

    /** Copies the list. */
    public Measured {
      millis = List.copyOf(millis);
    }

    /** The middle one. */
    double median() {
      return Statistics.median(millis);
    }

    /** The fastest. */
    double least() {
      return millis.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
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
