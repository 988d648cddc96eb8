package org.conv4j.verify.process;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a process ended, in words that are the same whenever it ends that way. */
final class Epitaph {

  private static final int SIGNAL = 128;

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 13,
          "SIGPIPE", 15, "SIGTERM");

  private static final Pattern REPORTED_SIGNAL =
      Pattern.compile("^#\\s+(\\w+ \\(0x\\w+\\)) at pc=");

  private static final Pattern FRAME =
      Pattern.compile("\\s+(at .*|\\.\\.\\. \\d+ (more|common frames).*)");

  private Epitaph() {}

  /**
   * The signal and the frame of a JVM's crash report if there is one, otherwise exit code or signal
   * and the last line that is no frame of a stack trace.
   *
   * @param status exit status
   * @param errors last lines of the standard error
   */
  static String of(int status, List<String> errors) {
    String crash = crash(errors);
    if (crash != null) {
      return crash;
    }
    String signal = SIGNALS.get(status - SIGNAL);
    String end =
        signal == null
            ? "exit code " + status
            : "signal " + (status - SIGNAL) + " (" + signal + ")";
    return errors.stream()
        .filter(line -> !FRAME.matcher(line).matches())
        .reduce((first, second) -> second)
        .map(last -> end + "; last on its standard error: " + last)
        .orElse(end);
  }

  private static String crash(List<String> lines) {
    String signal = null;
    for (int i = 0; i + 1 < lines.size(); i++) {
      Matcher reported = REPORTED_SIGNAL.matcher(lines.get(i));
      if (reported.find()) {
        signal = reported.group(1);
      } else if (signal != null && lines.get(i).startsWith("# Problematic frame")) {
        return signal + " in " + lines.get(i + 1).substring(1).strip().replaceAll(" +", " ");
      }
    }
    return null;
  }
}
