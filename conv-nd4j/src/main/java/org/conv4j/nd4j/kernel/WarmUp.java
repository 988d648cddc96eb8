package org.conv4j.nd4j.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exercises vector kernels until the JVM has compiled them, on a thread of its own that ends when
 * nothing is left to do. Until then each vector is an object, and a vector kernel a hundred times
 * slower than the plain one.
 */
final class WarmUp {

  private static final Logger LOG = LoggerFactory.getLogger("org.conv4j.nd4j.kernel");

  /** How long the thread waits for more to do before it ends. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Kernels plain;
  private final Kernels vector;
  private final LongSupplier clock;
  private final Consumer<Exercise> ready;
  private final LinkedBlockingQueue<Exercise> queue = new LinkedBlockingQueue<>();
  private int pending;
  private boolean running;
  private boolean failed;

  /**
   * A warm-up that has not begun.
   *
   * @param clock nanoseconds
   * @param ready told of each operation that the vector kernels are ready for
   */
  WarmUp(Kernels plain, Kernels vector, LongSupplier clock, Consumer<Exercise> ready) {
    this.plain = plain;
    this.vector = vector;
    this.clock = clock;
    this.ready = ready;
  }

  /** Asks for {@code exercise}; returns at once. */
  synchronized void ask(Exercise exercise) {
    if (failed) {
      return;
    }
    pending++;
    queue.add(exercise);
    if (!running) {
      running = true;
      Thread thread = new Thread(this::run, "conv4j-warm-up");
      thread.setDaemon(true);
      thread.setPriority(Thread.MIN_PRIORITY);
      thread.start();
    }
  }

  /** Returns when everything that was asked for is ready, or was given up. */
  synchronized void await() throws InterruptedException {
    while (pending > 0 && !failed) {
      wait();
    }
  }

  private void run() {
    try {
      Exercises exercises = new Exercises(plain.lanes());
      List<Trial> trials = new ArrayList<>();
      while (!trials.isEmpty() || !end()) {
        for (Exercise next = next(trials); next != null; next = queue.poll()) {
          trials.add(new Trial(next, exercises, plain, vector, clock));
        }
        proceed(trials);
        trials.removeIf(this::isDone);
      }
    } catch (InterruptedException | RuntimeException | Error failure) {
      fail(failure);
    }
  }

  /** The next that was asked for; null if there is nothing, and it was time to wait for. */
  private Exercise next(List<Trial> trials) throws InterruptedException {
    long pause = trials.stream().mapToLong(Trial::pauseNanos).min().orElse(PATIENCE_NANOS);
    return queue.poll(pause, TimeUnit.NANOSECONDS);
  }

  /**
   * A turn for the first that is new, so that one after the other is noticed, and for those whose
   * pause is over; where none is new, for the one that was waited for.
   */
  private static void proceed(List<Trial> trials) {
    Optional<Trial> next =
        trials.stream()
            .filter(Trial::isNew)
            .findFirst()
            .or(() -> trials.stream().min(Comparator.comparingLong(Trial::pauseNanos)));
    for (Trial trial : trials) {
      if (trial == next.get() || !trial.isNew() && trial.pauseNanos() == 0) {
        trial.takeTurn();
      }
    }
  }

  private boolean isDone(Trial trial) {
    if (trial.isFast()) {
      ready.accept(trial.exercise());
    } else if (!trial.isHopeless()) {
      return false;
    }
    synchronized (this) {
      pending--;
      notifyAll();
    }
    return true;
  }

  /** Whether nothing was asked for since the last look, and the thread so ends. */
  private synchronized boolean end() {
    running = !queue.isEmpty();
    return !running;
  }

  private synchronized void fail(Throwable failure) {
    failed = true;
    notifyAll();
    LOG.warn(
        "the vector kernels could not be warmed up; plain Java computes in their place: {}",
        failure,
        failure);
  }
}
