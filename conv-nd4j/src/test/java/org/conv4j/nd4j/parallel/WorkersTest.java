package org.conv4j.nd4j.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("workers")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WorkersTest {

  private static final long LIMIT = 1 << 20;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void run_every_task_exactly_once(int threads) {
    Workers workers = new Workers(threads);
    for (int tasks : new int[] {0, 1, 2, 7, 1000}) {
      AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
      workers.run(tasks, LIMIT, (task, workspace) -> runs.incrementAndGet(task));
      for (int task = 0; task < tasks; task++) {
        assertEquals(1, runs.get(task), "runs of task " + task);
      }
    }
  }

  @Test
  void want_eight_tasks_at_least_and_two_for_each_thread() {
    assertEquals(8, new Workers(1).wantedTasks());
    assertEquals(8, new Workers(4).wantedTasks());
    assertEquals(32, new Workers(16).wantedTasks());
  }

  @Test
  void share_tasks_that_wait_for_each_other() {
    CountDownLatch both = new CountDownLatch(2);
    new Workers(2)
        .run(
            2,
            LIMIT,
            (task, workspace) -> {
              both.countDown();
              await(both);
            });
    assertEquals(0, both.getCount());
  }

  @Test
  void pass_on_what_a_task_throws_and_go_on_working() {
    Workers workers = new Workers(3);
    IllegalStateException thrown = new IllegalStateException("task 4");
    for (int round = 0; round < 20; round++) {
      AtomicInteger begun = new AtomicInteger();
      IllegalStateException caught =
          assertThrows(
              IllegalStateException.class,
              () ->
                  workers.run(
                      100_000,
                      LIMIT,
                      (task, workspace) -> {
                        begun.incrementAndGet();
                        if (task == 4) {
                          throw thrown;
                        }
                      }));
      assertSame(thrown, caught);
      assertTrue(begun.get() >= 1);
    }
    AtomicInteger runs = new AtomicInteger();
    workers.run(10, LIMIT, (task, workspace) -> runs.incrementAndGet());
    assertEquals(10, runs.get());
  }

  @Test
  void serve_a_task_that_itself_has_tasks() {
    Workers workers = new Workers(2);
    AtomicInteger runs = new AtomicInteger();
    workers.run(
        4,
        LIMIT,
        (outer, workspace) -> workers.run(4, LIMIT, (inner, nested) -> runs.incrementAndGet()));
    assertEquals(16, runs.get());
  }

  @Test
  void serve_many_callers_at_once() throws InterruptedException {
    Workers workers = new Workers(2);
    AtomicInteger runs = new AtomicInteger();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread caller =
          new Thread(
              () -> {
                for (int round = 0; round < 50; round++) {
                  workers.run(10, LIMIT, (task, workspace) -> runs.incrementAndGet());
                }
              });
      callers.add(caller);
      caller.start();
    }
    for (Thread caller : callers) {
      caller.join(60_000);
    }
    assertEquals(8 * 50 * 10, runs.get());
  }

  @Test
  void keep_the_interrupt_of_the_caller() {
    Thread.currentThread().interrupt();
    AtomicInteger runs = new AtomicInteger();
    new Workers(2).run(50, LIMIT, (task, workspace) -> runs.incrementAndGet());
    assertTrue(Thread.interrupted());
    assertEquals(50, runs.get());
  }

  @Test
  void are_at_least_one() {
    assertThrows(IllegalArgumentException.class, () -> new Workers(0));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(1, TimeUnit.MINUTES), "tasks ran one after the other");
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
