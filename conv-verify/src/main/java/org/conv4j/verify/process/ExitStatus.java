package org.conv4j.verify.process;

import java.util.Map;

/** Exit statuses in words. */
final class ExitStatus {

  private static final int SIGNAL = 128;

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 13,
          "SIGPIPE", 15, "SIGTERM");

  private ExitStatus() {}

  /** {@code exit code 3}, or {@code signal 11 (SIGSEGV)} for a status that a signal left. */
  static String describe(int status) {
    String signal = SIGNALS.get(status - SIGNAL);
    return signal == null
        ? "exit code " + status
        : "signal " + (status - SIGNAL) + " (" + signal + ")";
  }
}
