package org.conv4j.nd4j;

import java.util.concurrent.atomic.LongAdder;

/**
 * How much the doors have computed since this JVM started: a program that wonders whether conv4j is
 * at work looks at {@link #computed()} before and after. Safe for use by many threads.
 */
public final class DoorPasses {

  private static final LongAdder COMPUTED = new LongAdder();

  private DoorPasses() {}

  /**
   * The number of ops and of passes of layers that conv4j computed; what it left does not count.
   */
  public static long computed() {
    return COMPUTED.sum();
  }

  /** For doors: one more. */
  public static void countOne() {
    COMPUTED.increment();
  }
}
