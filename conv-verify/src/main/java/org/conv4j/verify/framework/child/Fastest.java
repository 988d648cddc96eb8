package org.conv4j.verify.framework.child;

import java.util.List;

/** Chooses between calls that compute the same, as a user does who has measured both. */
public final class Fastest {

  /** Runs of each that are timed, after one that is not; fewer when they take longer. */
  private static final int RUNS = 20;

  private static final long ENOUGH_NANOS = 100_000_000;

  private Fastest() {}

  /**
   * The call whose fastest run is fastest.
   *
   * @param calls one or more
   */
  public static Repeatable.Call of(List<Repeatable.Call> calls) {
    Repeatable.Call fastest = null;
    long least = Long.MAX_VALUE;
    for (Repeatable.Call call : calls) {
      nanos(call);
      long nanos = Long.MAX_VALUE;
      long spent = 0;
      for (int run = 0; run < RUNS && spent < ENOUGH_NANOS; run++) {
        long lap = nanos(call);
        spent += lap;
        nanos = Math.min(nanos, lap);
      }
      if (nanos < least) {
        least = nanos;
        fastest = call;
      }
    }
    return fastest;
  }

  private static long nanos(Repeatable.Call call) {
    call.before();
    long start = System.nanoTime();
    call.run();
    long nanos = System.nanoTime() - start;
    call.discard();
    return nanos;
  }
}
