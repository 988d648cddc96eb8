package org.conv4j.check;

/** What may be said of one result: one case, one framework, one direction. */
public enum Verdict {
  /** Integer data: equal to the reference in every element. */
  EXACT,
  /** Real data: every element within the pass bound. */
  PASS,
  /** Real data: some element above the pass bound, none above the hard bound. */
  SUSPECT,
  /** Some element wrong, wrong shape, a NaN missing or extra, or an operand that was changed. */
  FAIL,
  /** A failure listed in the known differences. */
  KNOWN,
  /** Listed in the known differences, but right. */
  XPASS,
  /** The framework declines the problem, with its reason. */
  UNSUPPORTED,
  /** The run left it out, with the reason. */
  SKIPPED,
  /** The framework answered with an exception. */
  ERROR,
  /** The framework's process died. */
  CRASH,
  /** No answer within the time limit. */
  HANG,
  /** Equal, but the case proves little, or two references disagree. */
  MISTRUSTED;

  /** Whether the result was compared and is right. */
  public boolean right() {
    return this == EXACT || this == PASS;
  }

  /** Whether this makes a report's exit code 1. */
  public boolean alarming() {
    return switch (this) {
      case FAIL, SUSPECT, ERROR, CRASH, HANG, MISTRUSTED, XPASS -> true;
      case EXACT, PASS, KNOWN, UNSUPPORTED, SKIPPED -> false;
    };
  }

  /** Whether this counts as having found a deliberately wrong implementation. */
  public boolean kills() {
    return this == FAIL || this == ERROR || this == CRASH || this == HANG;
  }
}
