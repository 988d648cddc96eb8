package org.conv4j.nd4j.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayName("the number of BLAS threads")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BlasThreadsTest {

  private final AtomicInteger number = new AtomicInteger(5);
  private final AtomicInteger changes = new AtomicInteger();
  private final BlasThreads threads =
      new BlasThreads(
          number::get,
          value -> {
            changes.incrementAndGet();
            number.set(value);
          });

  @Test
  void is_1_from_the_first_hold_to_the_last_release() {
    threads.hold();
    assertEquals(1, number.get());
    threads.hold();
    threads.release();
    assertEquals(1, number.get());
    threads.release();
    assertEquals(5, number.get());
    assertEquals(2, changes.get());
  }

  @Test
  void is_restored_after_8_threads_that_overlap_and_fail() throws Exception {
    int count = 8;
    CyclicBarrier allInside = new CyclicBarrier(count);
    ExecutorService pool = Executors.newFixedThreadPool(count);
    List<Future<Integer>> seen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int index = i;
      seen.add(
          pool.submit(
              () -> {
                int before = -1;
                try {
                  for (int round = 0; round < 200; round++) {
                    threads.hold();
                    try {
                      before = number.get();
                      if (round == 100) {
                        allInside.await(1, TimeUnit.MINUTES);
                      }
                      if (index % 2 == 0) {
                        throw new IllegalStateException("fails inside");
                      }
                    } catch (IllegalStateException expected) {
                      // the next round goes on
                    } finally {
                      threads.release();
                    }
                    if (before != 1) {
                      return before;
                    }
                  }
                  return before;
                } finally {
                  allInside.reset();
                }
              }));
    }
    for (Future<Integer> each : seen) {
      assertEquals(1, each.get(1, TimeUnit.MINUTES));
    }
    pool.shutdown();
    assertEquals(5, number.get());
  }

  @Test
  void stays_what_somebody_else_made_it_meanwhile() {
    threads.hold();
    number.set(3);
    threads.release();
    assertEquals(3, number.get());
  }

  @Test
  void is_not_released_more_often_than_held() {
    threads.hold();
    threads.release();
    assertThrows(IllegalStateException.class, threads::release);
    assertEquals(5, number.get());
  }

  @Test
  void of_the_real_library_is_1_inside_and_restored_after_closing_twice() {
    int before = openblas_nolapack.blas_get_num_threads();
    openblas_nolapack.blas_set_num_threads(2);
    try {
      Gemm outer = Gemm.open();
      Gemm inner = Gemm.open();
      assertEquals(1, RealBlasThreads.number());
      inner.close();
      inner.close();
      assertEquals(1, RealBlasThreads.number());
      outer.close();
      assertEquals(2, RealBlasThreads.number());
      assertEquals(2, openblas_nolapack.blas_get_num_threads());
    } finally {
      openblas_nolapack.blas_set_num_threads(before);
    }
  }

  @Test
  void of_the_real_library_stays_what_somebody_else_made_it_meanwhile() {
    int before = openblas_nolapack.blas_get_num_threads();
    openblas_nolapack.blas_set_num_threads(2);
    try {
      Gemm gemm = Gemm.open();
      openblas_nolapack.blas_set_num_threads(3);
      gemm.close();
      assertEquals(3, RealBlasThreads.number());
    } finally {
      openblas_nolapack.blas_set_num_threads(before);
    }
  }
}
