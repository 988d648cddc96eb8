package org.conv4j.nd4j.kernel;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether a program computes so much that compiled vector kernels are worth what they cost: about a
 * second of processor time, which its first convolutions would have to share. Until then plain Java
 * is the faster way to the end. Once they are, every operation is warmed up that was, or is, used.
 */
final class Demand {

  /**
   * Multiplications that plain kernels do in half a second of processor time: what a program has
   * computed, it will compute again.
   */
  static final long WORTH_IT = 4_000_000_000L;

  private static final int UNUSED = 0;
  private static final int USED = 1;
  private static final int ASKED = 2;

  private final WarmUp warmUp;
  private final long enough;
  private final AtomicLong total = new AtomicLong();
  private final AtomicIntegerArray states = new AtomicIntegerArray(Exercise.values().length);

  /**
   * No demand yet.
   *
   * @param enough the work after which there is
   */
  Demand(WarmUp warmUp, long enough) {
    this.warmUp = warmUp;
    this.enough = enough;
  }

  /** Takes note of {@code work} that plain kernels do. */
  void count(Exercise exercise, long work) {
    if (total.get() >= enough) {
      ask(exercise, UNUSED);
      ask(exercise, USED);
      return;
    }
    if (states.get(exercise.ordinal()) == UNUSED) {
      states.compareAndSet(exercise.ordinal(), UNUSED, USED);
    }
    if (total.addAndGet(work) >= enough) {
      askForUsed();
    }
  }

  /** Has all operations used so far warmed up, worth it or not, and waits for them. */
  void satisfy() throws InterruptedException {
    askForUsed();
    warmUp.await();
  }

  private void askForUsed() {
    for (Exercise used : Exercise.values()) {
      ask(used, USED);
    }
  }

  private void ask(Exercise exercise, int from) {
    if (states.get(exercise.ordinal()) == from
        && states.compareAndSet(exercise.ordinal(), from, ASKED)) {
      warmUp.ask(exercise);
    }
  }
}
