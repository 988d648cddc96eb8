package org.conv4j.verify.report;

import org.conv4j.check.Verdict;

/** The twelve verdicts in the four groups that a first look needs. */
enum Outcome {
  /** Compared and right. */
  RIGHT("right"),
  /** Wrong, listed as known. */
  KNOWN("known differences"),
  /** Declined by the framework, or left out by the run. */
  NOT_COVERED("not covered"),
  /** Somebody should look. */
  ATTENTION("need attention");

  private final String words;

  Outcome(String words) {
    this.words = words;
  }

  /** As a sentence continues after a number. */
  String words() {
    return words;
  }

  static Outcome of(Verdict verdict) {
    return switch (verdict) {
      case EXACT, PASS -> RIGHT;
      case KNOWN -> KNOWN;
      case UNSUPPORTED, SKIPPED -> NOT_COVERED;
      case SUSPECT, FAIL, XPASS, ERROR, CRASH, HANG, MISTRUSTED -> ATTENTION;
    };
  }
}
