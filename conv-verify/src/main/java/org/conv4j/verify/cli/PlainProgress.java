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
  private final long begun = System.nanoTime();
  private long done;
  private long spoken = begun;
  private String now = "";

  PlainProgress(PrintWriter out, String task, String unit, long total) {
    this.out = out;
    this.task = task;
    this.unit = unit;
    this.total = total;
  }

  @Override
  public synchronized void step() {
    done++;
    speak();
  }

  @Override
  public synchronized void doing(String what) {
    now = what;
    speak();
  }

  private void speak() {
    long time = System.nanoTime();
    if (time - spoken < PAUSE) {
      return;
    }
    spoken = time;
    out.printf(
        "%s: %d of %d %s (%d %%)%s%s%n",
        task, done, total, unit, 100 * done / total, left(time), now.isEmpty() ? "" : ", " + now);
    out.flush();
  }

  private String left(long time) {
    if (done == 0 || done == total) {
      return "";
    }
    long seconds = Duration.ofNanos((time - begun) / done * (total - done)).toSeconds();
    return seconds < 100
        ? ", about %d s left".formatted(seconds)
        : ", about %d min left".formatted(Math.round(seconds / 60.0));
  }

  @Override
  public void close() {}
}
