package org.conv4j.verify.network.child;

/** Takes times. */
final class Stopwatch {

  private static final double NANOS_PER_MILLI = 1e6;

  private Stopwatch() {}

  /** How long {@code work} takes. */
  static double millis(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / NANOS_PER_MILLI;
  }
}
