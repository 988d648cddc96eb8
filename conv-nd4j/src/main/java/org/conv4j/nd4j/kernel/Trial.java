package org.conv4j.nd4j.kernel;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One operation of the vector kernels on its way to being compiled. A JVM compiles what is called
 * often, method by method and in the background. So it is called until it must have been noticed,
 * and from then on now and then, until it takes no longer than the plain kernels take for the same.
 */
final class Trial {

  /** How long it is exercised at a time. */
  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** Calls after which the JVM has compiled the plain form in some way, so that times compare. */
  private static final int COMPARABLE = 1_000;

  /** Calls after which a JVM that is not busy knows that this is worth compiling. */
  private static final int NOTICED = 8_000;

  private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Pauses grow with the time that was waited, to this part of it. */
  private static final int PAUSE_PART = 64;

  /** What is not fast after so long will never be: the JVM only interprets, for instance. */
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Exercise exercise;
  private final Exercises exercises;
  private final Kernels plain;
  private final Kernels vector;
  private final LongSupplier clock;
  private int calls;
  private long plainNanos = Long.MAX_VALUE;
  private long vectorNanos = Long.MAX_VALUE;
  private long noticed;
  private long due;

  /**
   * Not yet begun.
   *
   * @param clock nanoseconds
   */
  Trial(Exercise exercise, Exercises exercises, Kernels plain, Kernels vector, LongSupplier clock) {
    this.exercise = exercise;
    this.exercises = exercises;
    this.plain = plain;
    this.vector = vector;
    this.clock = clock;
  }

  Exercise exercise() {
    return exercise;
  }

  /** Whether it has to be called more, before there is something to wait for. */
  boolean isNew() {
    return calls < NOTICED;
  }

  /** Nanoseconds until it should be called again. */
  long pauseNanos() {
    return isNew() ? 0 : Math.max(0, due - clock.getAsLong());
  }

  /** Calls it for a while, to be noticed and to see how fast it is by now. */
  void takeTurn() {
    boolean wasNew = isNew();
    vectorNanos = Long.MAX_VALUE;
    long begin = clock.getAsLong();
    do {
      call();
    } while (clock.getAsLong() - begin < TURN_NANOS && isNew() == wasNew);
    long now = clock.getAsLong();
    if (wasNew) {
      noticed = now;
    }
    due = now + Math.max(SHORTEST_PAUSE_NANOS, (now - noticed) / PAUSE_PART);
  }

  private void call() {
    long begin = clock.getAsLong();
    exercises.run(exercise, plain);
    long between = clock.getAsLong();
    exercises.run(exercise, vector);
    plainNanos = Math.min(plainNanos, between - begin);
    vectorNanos = Math.min(vectorNanos, clock.getAsLong() - between);
    calls++;
  }

  /** Whether the vector kernels were no slower than the plain ones when they were last called. */
  boolean isFast() {
    return calls >= COMPARABLE && vectorNanos <= plainNanos;
  }

  /** Whether it will never be fast. */
  boolean isHopeless() {
    return !isNew() && clock.getAsLong() - noticed > LIMIT_NANOS;
  }
}
