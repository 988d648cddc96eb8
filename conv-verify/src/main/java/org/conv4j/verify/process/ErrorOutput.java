package org.conv4j.verify.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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

  /** The end of what was said, once the child has exited. */
  List<String> lastWords() throws InterruptedException {
    drain.join(DRAIN_MILLIS);
    synchronized (this) {
      return List.copyOf(tail);
    }
  }
}
