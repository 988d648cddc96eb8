package org.conv4j.nd4j.bench;

import java.util.concurrent.TimeUnit;
import org.conv4j.nd4j.kernel.GatheredProduct;
import org.conv4j.nd4j.kernel.KernelProvider;
import org.conv4j.nd4j.kernel.Kernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The product that all blocked algorithms stand on, one block of it: the column {@code flops} is
 * GFLOP/s of one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Dconv4j.vector.from=first"})
public class MultiplyBenchmark {

  private final Kernels kernels = KernelProvider.kernels();
  private final GatheredProduct product = new GatheredProduct();

  /** Length of each sum: 64 is a 1 x 1 kernel of 64 channels, 576 a 3 x 3 one. */
  @Param({"64", "576"})
  public int depth;

  /** Rows of the left matrix; the kernels take six at a time. */
  @Param({"6", "48", "49"})
  public int rows;

  /** Width in vectors; more than the widest of the machine means the widest. */
  @Param({"1", "4"})
  public int vectors;

  /** For JMH. */
  public MultiplyBenchmark() {}

  /** Makes the operands. */
  @Setup
  public void prepare() {
    vectors = Math.min(vectors, kernels.widest());
    int width = vectors * kernels.lanes();
    product.a = filled(rows * depth);
    product.rows = multiples(rows, depth);
    product.columns = multiples(depth, 1);
    product.depth = depth;
    product.b = filled(depth * width);
    product.bStride = width;
    product.start = new float[width];
    product.startScale = 0;
    product.c = new float[rows * width];
    product.targets = multiples(rows, width);
  }

  /** Each element of the right matrix for a block of columns. */
  @Benchmark
  public float[] columns(Flops work) {
    kernels.multiply(product, 0, rows, vectors);
    work.flops += 2L * rows * depth * vectors * kernels.lanes();
    return product.c;
  }

  static float[] filled(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (i * 37 % 101 - 50) / 64f;
    }
    return values;
  }

  private static int[] multiples(int count, int step) {
    int[] offsets = new int[count];
    for (int i = 0; i < count; i++) {
      offsets[i] = i * step;
    }
    return offsets;
  }
}
