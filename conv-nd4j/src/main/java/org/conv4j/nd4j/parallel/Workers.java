package org.conv4j.nd4j.parallel;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.conv4j.nd4j.settings.SystemSettings;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * The calling thread and a few more, which share numbered tasks. Who runs which task, and in which
 * order, is open; so a task writes only what no other task writes, and what it computes depends on
 * its number alone.
 *
 * <p>Each thread begins with a run of neighbouring tasks of its own, the same in every call with as
 * many tasks, and helps with the others' when it is done. What a thread wrote in one call, it is
 * then likely to read in the next: processors that do not share a cache are slow to hand data over.
 *
 * <p>The caller always works too: many threads may call at once, the helpers go to whom they reach
 * first, and nobody waits for a helper that has not begun.
 */
public final class Workers {

  private static final Workers SHARED = new Workers(threadsOfThisProcess());

  /**
   * How long a thread that has nothing to do looks for work before it sleeps: to wake one takes
   * about as long, and the parts of one call follow each other faster.
   */
  private static final long PATIENCE_NANOS = 30_000;

  private static final int LEAST_TASKS = 8;
  private static final int TASKS_PER_THREAD = 2;

  private final int threads;
  private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
  private final ExecutorService helpers;

  /**
   * Workers of their own.
   *
   * @param threads how many run at most, the caller included; at least 1
   */
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ": it must be at least 1");
    }
    this.threads = threads;
    this.helpers = threads == 1 ? null : helpers(threads - 1, queue);
  }

  /**
   * The workers of this process: as many threads as the system property {@code conv4j.threads}
   * says, and otherwise as there are processors.
   */
  public static Workers shared() {
    return SHARED;
  }

  /** How many threads run at most, the caller included. */
  public int threads() {
    return threads;
  }

  /**
   * How many tasks keep the threads about evenly busy. For work whose results do not depend on how
   * it is divided: what does must be divided alike for any number of threads.
   */
  public int wantedTasks() {
    return Math.max(LEAST_TASKS, TASKS_PER_THREAD * threads);
  }

  /**
   * Runs tasks 0 to {@code tasks - 1} and returns when all have ended. Each gets a frame of its
   * thread's workspace, to take temporary memory from.
   *
   * @param workspaceLimit bytes that each thread may keep afterwards
   * @throws RuntimeException the first that a task threw; tasks not yet begun are then left out
   */
  public void run(int tasks, long workspaceLimit, Task task) {
    int wanted = Math.min(threads, tasks) - 1;
    Job job = new Job(tasks, Math.max(1, wanted + 1), workspaceLimit, task);
    Helper[] called = new Helper[Math.max(0, wanted)];
    for (int i = 0; i < wanted; i++) {
      called[i] = new Helper(job, queue);
      helpers.execute(called[i]);
    }
    job.work(0);
    for (Helper helper : called) {
      helper.dismiss();
    }
    job.rethrow();
  }

  private static int threadsOfThisProcess() {
    return SystemSettings.current().threads();
  }

  private static ExecutorService helpers(int count, LinkedBlockingQueue<Runnable> queue) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            count,
            count,
            30,
            TimeUnit.SECONDS,
            queue,
            work -> new HelperThread(work, number.incrementAndGet()));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** One of the numbered tasks. */
  @FunctionalInterface
  public interface Task {
    /**
     * Computes task {@code task}.
     *
     * @param workspace temporary memory for the time of this call
     */
    void run(int task, Workspace.Frame workspace);
  }

  /** The tasks of one call. */
  private static final class Job {
    private final int tasks;
    private final long workspaceLimit;
    private final Task task;
    private final AtomicIntegerArray next;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Job(int tasks, int runs, long workspaceLimit, Task task) {
      this.tasks = tasks;
      this.workspaceLimit = workspaceLimit;
      this.task = task;
      this.next = new AtomicIntegerArray(runs);
      for (int run = 0; run < runs; run++) {
        next.set(run, end(run - 1));
      }
    }

    private int end(int run) {
      return (int) ((run + 1L) * tasks / next.length());
    }

    /** Takes part: from the thread's own run of tasks on, to the run before it. */
    void work(int thread) {
      Workspace workspace = Workspace.ofThread();
      try {
        for (int i = 0; i < next.length(); i++) {
          work((thread + i) % next.length(), workspace);
        }
      } catch (RuntimeException | Error thrown) {
        for (int run = 0; run < next.length(); run++) {
          next.set(run, end(run));
        }
        failure.compareAndSet(null, thrown);
      }
    }

    private void work(int run, Workspace workspace) {
      int end = end(run);
      for (int i = next.getAndIncrement(run); i < end; i = next.getAndIncrement(run)) {
        try (Workspace.Frame frame = workspace.open(workspaceLimit)) {
          task.run(i, frame);
        }
      }
    }

    void rethrow() {
      Throwable thrown = failure.get();
      if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
      if (thrown instanceof Error error) {
        throw error;
      }
    }
  }

  /** One helper's part in a job: it takes part, or comes too late. */
  private static final class Helper implements Runnable {
    private final Job job;
    private final LinkedBlockingQueue<Runnable> queue;
    private final AtomicReference<State> state = new AtomicReference<>(State.CALLED);
    private final CountDownLatch done = new CountDownLatch(1);

    Helper(Job job, LinkedBlockingQueue<Runnable> queue) {
      this.job = job;
      this.queue = queue;
    }

    @Override
    public void run() {
      help();
      for (long since = System.nanoTime(); System.nanoTime() - since < PATIENCE_NANOS; ) {
        if (queue.poll() instanceof Helper next) {
          next.help();
          since = System.nanoTime();
        }
        Thread.onSpinWait();
      }
    }

    private void help() {
      if (state.compareAndSet(State.CALLED, State.WORKING)) {
        try {
          job.work(HelperThread.current());
        } finally {
          done.countDown();
        }
      }
    }

    /** Returns once this helper does not, and will not, touch the job. */
    void dismiss() {
      if (state.compareAndSet(State.CALLED, State.DISMISSED)) {
        return;
      }
      for (long since = System.nanoTime(); System.nanoTime() - since < PATIENCE_NANOS; ) {
        if (done.getCount() == 0) {
          return;
        }
        Thread.onSpinWait();
      }
      boolean interrupted = false;
      while (true) {
        try {
          done.await();
          break;
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A thread that knows its number. */
  private static final class HelperThread extends Thread {
    private final int number;

    HelperThread(Runnable work, int number) {
      super(work, "conv4j-worker-" + number);
      this.number = number;
      setDaemon(true);
    }

    static int current() {
      return ((HelperThread) Thread.currentThread()).number;
    }
  }

  private enum State {
    CALLED,
    WORKING,
    DISMISSED
  }
}
