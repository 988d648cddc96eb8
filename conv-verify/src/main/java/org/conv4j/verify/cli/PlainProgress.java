package org.conv4j.verify.cli;

import java.io.PrintWriter;
import java.time.Duration;
import org.conv4j.verify.run.Progress;

/**
 * Progress off a terminal: now and then a line, and nothing but text in it. At most one line every
 * five seconds, so that short work stays silent and long work does not fill a log.
 */
final class PlainProgress implements Progress {

  private static final long PAUSE = Duration.ofSeconds(5).toNanos();

  private final PrintWriter out;
  private final String task;
  private final String unit;
  private final long total;
  private long done;
  private long spoken = System.nanoTime();

  PlainProgress(PrintWriter out, String task, String unit, long total) {
    this.out = out;
    this.task = task;
    this.unit = unit;
    this.total = total;
  }

  @Override
  public synchronized void step() {
    done++;
    long now = System.nanoTime();
    if (now - spoken < PAUSE) {
      return;
    }
    spoken = now;
    out.printf("%s: %d of %d %s (%d %%)%n", task, done, total, unit, 100 * done / total);
    out.flush();
  }

  @Override
  public void close() {}
}
