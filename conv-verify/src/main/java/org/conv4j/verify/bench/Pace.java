package org.conv4j.verify.bench;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long may be spent on a cell beyond its least number of runs, so that the whole run ends in
 * time: what is left, shared among the cells that are left. Slow frameworks overdraw their share;
 * the others then get less.
 */
final class Pace {

  private static final long MOST = Duration.ofSeconds(2).toNanos();
  private static final long LEAST = Duration.ofMillis(50).toNanos();

  /** Of what is left: the rest goes into preparing, checking and the least number of runs. */
  private static final double SHARE = 0.6;

  private final LongSupplier clock;
  private final long end;
  private long cells;

  /**
   * A pace.
   *
   * @param clock nanoseconds
   * @param limit for the whole run, from now
   * @param cells that are to be timed
   */
  Pace(LongSupplier clock, Duration limit, long cells) {
    this.clock = clock;
    this.end = clock.getAsLong() + limit.toNanos();
    this.cells = cells;
  }

  /** For each cell that comes next. */
  Duration allowance() {
    double share = SHARE * (end - clock.getAsLong()) / Math.max(1, cells);
    return Duration.ofNanos((long) Math.min(MOST, Math.max(LEAST, share)));
  }

  /** So many are done, timed or not. */
  void done(long number) {
    cells -= number;
  }
}
