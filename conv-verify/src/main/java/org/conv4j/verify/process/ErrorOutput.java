package org.conv4j.verify.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains a child's standard error, so that the child never blocks on it, and remembers its end. The
 * lines are logged at DEBUG.
 */
final class ErrorOutput {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorOutput.class);
  private static final int KEPT = 100;
  private static final int LINE_LIMIT = 300;
  private static final int DRAIN_MILLIS = 2_000;
  private static final Pattern REPORTED_SIGNAL =
      Pattern.compile("^#\\s+(\\w+ \\(0x\\w+\\)) at pc=");

  private final String name;
  private final Deque<String> tail = new ArrayDeque<>();
  private final Thread drain;

  ErrorOutput(String name, InputStream stream) {
    this.name = name;
    drain = new Thread(() -> drain(stream), name + " stderr");
    drain.setDaemon(true);
    drain.start();
  }

  private void drain(InputStream stream) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        LOG.debug("{}: {}", name, line);
        remember(line);
      }
    } catch (IOException closed) {
      LOG.debug("{}: standard error closed: {}", name, closed.getMessage());
    }
  }

  private synchronized void remember(String line) {
    if (line.isBlank()) {
      return;
    }
    tail.addLast(line.length() > LINE_LIMIT ? line.substring(0, LINE_LIMIT) + "..." : line);
    if (tail.size() > KEPT) {
      tail.removeFirst();
    }
  }

  /**
   * The last thing said, after the child has exited: of a crash report of the JVM the signal and
   * the frame where it happened, otherwise the last line; null if nothing was said.
   */
  String lastWords() throws InterruptedException {
    drain.join(DRAIN_MILLIS);
    synchronized (this) {
      String crash = crash(List.copyOf(tail));
      return crash == null ? tail.peekLast() : crash;
    }
  }

  /** What a crash report of the JVM says, without what differs from run to run. */
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
