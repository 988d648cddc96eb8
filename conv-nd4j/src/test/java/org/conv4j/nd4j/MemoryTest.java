package org.conv4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.conv4j.ConvDirection;
import org.conv4j.ConvGradients;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.check.Directions;
import org.conv4j.nd4j.algorithm.Limits;
import org.conv4j.nd4j.algorithm.Machine;
import org.conv4j.nd4j.kernel.KernelProvider;
import org.conv4j.nd4j.selection.AlgorithmTable;
import org.conv4j.nd4j.workspace.Workspace;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

@DisplayName("memory")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MemoryTest {

  /** Bytes for a call of each direction; the arrays of most problems here take megabytes. */
  private static final long MOST_GARBAGE = 2 << 20;

  /**
   * What the heap, compiled code and the C library's heap may still take after a third of calls.
   */
  private static final long MOST_GROWTH = 48 << 20;

  /** Less than half of the smallest result. */
  private static final long MOST_GROWTH_PER_CALL = 512;

  private static final List<String> PROBLEMS =
      List.of(
          "n2_c3h6w7_k4r3s3_same",
          "n8_c32h40w40_k32r3s3_same",
          "n4_c64h28w28_k96r1s1",
          "n3_c32h40w40_k32r3s3_g32_same",
          "n2_c60h9w9_k70r3s3_same",
          "n2_c150h9w9_k140r3s3_same_nhwc_hwio");

  static Stream<Arguments> problems_and_algorithms() {
    return PROBLEMS.stream()
        .flatMap(
            problem ->
                AlgorithmTable.standard().names().stream().map(n -> Arguments.of(problem, n)));
  }

  /**
   * Not those that go through an array object for each piece ({@code portable}), for each product
   * ({@code shifted}, group by group), or for each tile (Winograd in scalars): they are chosen for
   * nothing of the kind.
   */
  static Stream<Arguments> problems_and_lean_algorithms() {
    List<String> others = List.of("portable", "winograd4");
    return problems_and_algorithms()
        .filter(
            arguments -> {
              String problem = (String) arguments.get()[0];
              String algorithm = (String) arguments.get()[1];
              return !others.contains(algorithm)
                  && !(algorithm.equals("shifted") && problem.contains("_g"))
                  && !(algorithm.equals("winograd2") && problem.contains("_nhwc"));
            });
  }

  /** Every direction with arrays of the caller, as often as wanted. */
  private record Calls(Nd4jConvolution convolution, Fixture data, ConvGradients<INDArray> results) {

    static Calls of(String problem, String algorithm, long workspaceBytes) {
      Nd4jConvolution.Builder builder =
          Nd4jConvolution.builder(ConvProblem.parse(problem)).workspaceBytes(workspaceBytes);
      if (algorithm != null) {
        builder.algorithm(algorithm);
      }
      try {
        return of(builder);
      } catch (AlgorithmDeclinedException declined) {
        return null;
      }
    }

    static Calls of(Nd4jConvolution.Builder builder) {
      Nd4jConvolution convolution = builder.build();
      Fixture data = new Fixture(convolution.problem());
      return new Calls(
          convolution,
          data,
          new ConvGradients<>(data.input.ulike(), data.filter.ulike(), data.bias.ulike()));
    }

    void run(int times) {
      INDArray output = data.outputGradient.ulike();
      List<ConvDirection> directions =
          Directions.of(convolution.problem()).stream()
              .filter(direction -> convolution.refusal(direction).isEmpty())
              .toList();
      for (int i = 0; i < times; i++) {
        for (ConvDirection direction : directions) {
          switch (direction) {
            case FORWARD -> convolution.forwardInto(data.input, data.filter, data.bias, output);
            case INPUT_GRADIENT ->
                convolution.inputGradientInto(data.filter, data.outputGradient, results.input());
            case FILTER_GRADIENT ->
                convolution.filterGradientInto(data.input, data.outputGradient, results.filter());
            case BIAS_GRADIENT -> convolution.biasGradientInto(data.outputGradient, results.bias());
          }
        }
      }
      output.close();
    }
  }

  @ParameterizedTest
  @MethodSource("problems_and_algorithms")
  @Tag("plain")
  void of_a_thread_stays_within_the_workspace(String problem, String algorithm)
      throws InterruptedException {
    for (long limit : new long[] {256 << 10, Limits.DEFAULT_WORKSPACE_BYTES}) {
      Calls calls = Calls.of(problem, algorithm, limit);
      if (calls != null) {
        AtomicLong peak = new AtomicLong(-1);
        Thread fresh =
            new Thread(
                () -> {
                  calls.run(1);
                  peak.set(Workspace.ofThread().peakBytes());
                });
        fresh.start();
        fresh.join();
        assertTrue(
            peak.get() >= 0 && peak.get() <= limit,
            () -> peak + " bytes of workspace, " + limit + " are allowed");
      }
    }
  }

  /**
   * A piece that is larger than asked for may leave too little for what follows, call after call.
   * As where ND4J has oneDNN, for which more is transposed, joined and gathered. Which tasks come
   * to a thread is open, so it may meet one for the first time in a later call.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "n4_c128h28w28_k256r1s1",
        "n4_c300h7w7_k400r1s1",
        "n2_c150h40w40_k160r1s1_sh2sw2",
        "n4_c3h64w64_k64r7s7_sh2sw2_same",
        "n2_c64h30w30_k60r3s3_sh2sw2_same",
        "n4_c64h28w28_k64r3s3_same",
        "n4_c64h28w28_k64r3s3_g64_same",
        "n4_c64h28w28_k64r3s3_g64_sh2sw2_pt1pb1pl1pr1"
      })
  @Tag("plain")
  void of_a_thread_is_kept_from_call_to_call_whatever_was_computed_before(String problem)
      throws InterruptedException {
    Machine oneDnn = new Machine("Cpu", true, KernelProvider.vectorApi(), true);
    Calls calls = Calls.of(Nd4jConvolution.builder(ConvProblem.parse(problem)).machine(oneDnn));
    AtomicLong fewest = new AtomicLong(Long.MAX_VALUE);
    Thread fresh =
        new Thread(
            () -> {
              holdOnePiece(Limits.DEFAULT_WORKSPACE_BYTES);
              for (int round = 0; round < 10 && fewest.get() > 0; round++) {
                long before = Workspace.ofThread().allocations();
                calls.run(5);
                long allocations = Workspace.ofThread().allocations() - before;
                fewest.accumulateAndGet(allocations, Math::min);
              }
            });
    fresh.start();
    fresh.join();
    assertEquals(0, fewest.get(), "allocations in five calls");
  }

  private static void holdOnePiece(long bytes) {
    try (Workspace.Frame frame = Workspace.ofThread().open(bytes)) {
      frame.elements(ElementType.FLOAT32, bytes / Float.BYTES);
    }
  }

  /**
   * Some objects of a call are short-lived: views, pointers, a few for each block. They are small
   * beside the arrays, and no temporary array is among them. Vectors are left out: until they are
   * compiled, each is an object.
   */
  @ParameterizedTest
  @MethodSource("problems_and_lean_algorithms")
  @Tag("plain")
  void of_the_heap_is_hardly_used_by_a_call(String problem, String algorithm) {
    Assumptions.assumeFalse(KernelProvider.vectorApi(), "vectors are objects at first");
    Calls calls = Calls.of(problem, algorithm, Limits.DEFAULT_WORKSPACE_BYTES);
    Assumptions.assumeTrue(calls != null, "declined");
    calls.run(3);
    int times = 5;
    long before = allocated();
    calls.run(times);
    long perRound = (allocated() - before) / times;
    assertTrue(
        perRound <= MOST_GARBAGE,
        () -> perRound + " bytes in a call of each direction by " + algorithm);
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }

  @Test
  void of_the_process_stays_flat_over_many_calls() {
    soak(1_500);
  }

  @Test
  @Tag("exhaustive")
  void of_the_process_stays_flat_over_a_hundred_thousand_calls() {
    soak(100_000);
  }

  /** As many calls as wanted, four directions a round. */
  private static void soak(int calls) {
    List<Calls> all =
        Stream.of(
                Calls.of("n2_c3h6w7_k4r3s3_same", null, Limits.DEFAULT_WORKSPACE_BYTES),
                Calls.of("n2_c16h12w12_k24r3s3_same", null, Limits.DEFAULT_WORKSPACE_BYTES),
                Calls.of("n2_c16h12w12_k24r3s3_same", "im2col", Limits.DEFAULT_WORKSPACE_BYTES),
                Calls.of("n2_c16h12w12_k24r3s3_same", "portable", Limits.DEFAULT_WORKSPACE_BYTES),
                Calls.of("n2_c16h12w12_k24r3s3_same", "native", Limits.DEFAULT_WORKSPACE_BYTES),
                Calls.of("n2_c16h9w9_k24r1s1_f64", null, Limits.DEFAULT_WORKSPACE_BYTES))
            .toList();
    int rounds = calls / 4 / all.size();
    round(all, rounds / 3);
    long before = bytesWithoutGarbage();
    round(all, rounds - rounds / 3);
    long growth = bytesWithoutGarbage() - before;
    long most = MOST_GROWTH + MOST_GROWTH_PER_CALL * (calls - calls / 3);
    assertTrue(growth < most, () -> "the process grew by " + growth + " bytes");
  }

  /**
   * Resident size once the Java heap has shrunk to what is alive, and ND4J, in threads of its own,
   * has freed what arrays held that are not: neither is a leak.
   */
  private static long bytesWithoutGarbage() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      System.gc();
      LockSupport.parkNanos(200_000_000);
      least = Math.min(least, Pointer.physicalBytes());
    }
    return least;
  }

  private static void round(List<Calls> all, int times) {
    for (Calls calls : all) {
      calls.run(times);
      for (int i = 0; i < times; i++) {
        calls.convolution.forward(calls.data.input, calls.data.filter, calls.data.bias).close();
      }
    }
  }
}
