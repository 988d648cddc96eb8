package org.conv4j.verify.cli;

/** What the process ends with; of several that apply, the first of 2, 3, 1. */
final class ExitCode {

  /** Nothing alarming. */
  static final int GOOD = 0;

  /** Some result is wrong, or was not trusted. */
  static final int ALARMING = 1;

  /** Bad usage or bad input. */
  static final int USAGE = 2;

  /** A requested framework gave no result, or the run proves nothing. */
  static final int NO_RESULT = 3;

  private ExitCode() {}
}
