package org.conv4j.verify.framework.child;

import java.util.function.Supplier;

/**
 * A result and how long it took.
 *
 * @param value the result
 * @param millis wall-clock time
 * @param <T> type of the result
 */
public record Timed<T>(T value, double millis) {

  /** Calls {@code work} once. */
  public static <T> Timed<T> call(Supplier<T> work) {
    long start = System.nanoTime();
    T value = work.get();
    return new Timed<>(value, (System.nanoTime() - start) / 1e6);
  }
}
