package org.conv4j.nd4j.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Kernels that warm up")
class WarmingKernelsTest {

  private static final IntToLongFunction MODERATE = exercise -> 10;
  private static final IntToLongFunction FAST = exercise -> 1;

  /** Slow as long as it is not compiled. */
  private static final IntToLongFunction FAST_IN_THE_END = exercise -> exercise < 5000 ? 1000 : 1;

  /** An hour each time. */
  private static final IntToLongFunction HOPELESS = exercise -> 3_600_000_000_000L;

  private static final long AT_ONCE = 1;
  private static final long NEVER = Long.MAX_VALUE;

  private final AtomicLong clock = new AtomicLong();
  private final TimedKernels plain = new TimedKernels(clock, MODERATE);
  private final float[] memory = new float[1000];

  private WarmingKernels warming(TimedKernels vector, long enough) {
    return new WarmingKernels(plain.kernels(), vector.kernels(), clock::get, enough);
  }

  private static void addTapSums(Kernels kernels, float[] memory) {
    kernels.addTapSums(memory, 0, 1);
  }

  private static void pick(Kernels kernels, float[] memory) {
    kernels.pick(memory, 0, 1, 4, memory, 50);
  }

  @Test
  @DisplayName("leave a small demand to plain Java, and exercise nothing")
  void smallDemand() {
    TimedKernels vector = new TimedKernels(clock, FAST);
    WarmingKernels kernels = warming(vector, NEVER);

    for (int i = 0; i < 100; i++) {
      addTapSums(kernels, memory);
    }

    assertEquals(Set.of("addTapSums"), plain.used());
    assertEquals(Set.of(), vector.used());
    assertEquals(0, clock.get());
  }

  @Test
  @DisplayName("hand an operation over once its vector form is compiled, and no other")
  void handedOver() throws Exception {
    TimedKernels vector = new TimedKernels(clock, FAST_IN_THE_END);
    WarmingKernels kernels = warming(vector, AT_ONCE);
    addTapSums(kernels, memory);
    assertEquals(Set.of("addTapSums"), plain.used());

    kernels.settle();
    addTapSums(kernels, memory);
    pick(kernels, memory);

    assertEquals(Set.of("addTapSums"), vector.used());
    assertEquals(Set.of("pick"), plain.used());
  }

  @Test
  @DisplayName("warm up, once the demand is large, what was used while it was small")
  void usedBefore() throws Exception {
    TimedKernels vector = new TimedKernels(clock, FAST);
    WarmingKernels kernels = warming(vector, WarmingKernels.MOVE * (4 + TimedKernels.LANES));
    pick(kernels, memory);
    addTapSums(kernels, memory);

    kernels.settle();
    plain.used();
    pick(kernels, memory);
    addTapSums(kernels, memory);

    assertEquals(Set.of("addTapSums", "pick"), vector.used());
    assertEquals(Set.of(), plain.used());
  }

  @Test
  @DisplayName("hand the transforms of Winograd over one by one, too")
  void transforms() throws Exception {
    TimedKernels vector = new TimedKernels(clock, FAST);
    WarmingKernels kernels = warming(vector, AT_ONCE);
    TileTransform transform = kernels.winograd(LineForm.F4, LineForm.F4);
    float[] expected = new float[1000];
    for (int i = 0; i < expected.length; i++) {
      memory[i] = i % 17;
      expected[i] = i % 17;
    }
    int[] rows = {0, 10, 20, 30, 40, 50};

    for (int i = 0; i < 2; i++) {
      transform.inputRows(memory, rows, 1, TimedKernels.LANES, 500, 50);
      kernels.settle();
    }

    new PlainKernels(TimedKernels.LANES, 1)
        .winograd(LineForm.F4, LineForm.F4)
        .inputRows(expected, rows, 1, TimedKernels.LANES, 500, 50);
    assertArrayEquals(expected, memory);
    assertEquals(Set.of("winograd"), vector.used());
  }

  @Test
  @DisplayName("stay with plain Java where vectors never become fast")
  void hopeless() throws Exception {
    TimedKernels vector = new TimedKernels(clock, HOPELESS);
    WarmingKernels kernels = warming(vector, AT_ONCE);
    addTapSums(kernels, memory);

    kernels.settle();
    addTapSums(kernels, memory);

    assertEquals(Set.of(), vector.used());
  }

  @Test
  @DisplayName("go on in plain Java, after one warning, where the warm-up fails")
  void failing() {
    TimedKernels vector =
        new TimedKernels(
            clock,
            exercise -> {
              throw new LinkageError("no vectors here");
            });
    WarmingKernels kernels = warming(vector, AT_ONCE);

    String logged =
        logOf(
            () -> {
              for (int i = 0; i < 3; i++) {
                addTapSums(kernels, memory);
                pick(kernels, memory);
                settle(kernels);
              }
            });

    assertEquals(Set.of("addTapSums", "pick"), plain.used());
    assertEquals(Set.of(), vector.used());
    assertEquals(1, logged.lines().filter(line -> line.contains("could not be warmed up")).count());
  }

  @Test
  @DisplayName("compute the same for many threads while one form takes over from the other")
  void manyThreads() throws Exception {
    TimedKernels vector = new TimedKernels(clock, FAST_IN_THE_END);
    WarmingKernels kernels = warming(vector, AT_ONCE);
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> wrong = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        wrong.add(threads.submit(() -> wrongSums(kernels, over)));
      }
      kernels.addTapSums(memory, 0, 1);
      kernels.settle();
      over.set(true);
      for (Future<Integer> thread : wrong) {
        assertEquals(0, thread.get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(Set.of("addTapSums"), vector.used());
  }

  /** Computes until it is over, and once more. */
  private static int wrongSums(Kernels kernels, AtomicBoolean over) {
    int wrong = 0;
    for (boolean last = false; !last; ) {
      last = over.get();
      float[] sums = new float[TimedKernels.LANES];
      IntStream.range(0, sums.length).forEach(lane -> sums[lane] = lane);
      kernels.addTapSums(sums, 0, 1);
      wrong += sums[0] == 28 ? 0 : 1;
    }
    return wrong;
  }

  private static void settle(WarmingKernels kernels) {
    try {
      kernels.settle();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static String logOf(Runnable work) {
    PrintStream before = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(before);
    }
    return written.toString(StandardCharsets.UTF_8);
  }
}
