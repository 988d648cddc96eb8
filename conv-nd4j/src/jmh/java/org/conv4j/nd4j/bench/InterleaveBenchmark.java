package org.conv4j.nd4j.bench;

import java.util.concurrent.TimeUnit;
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
 * Planes to channels side by side and back, for one vector of channels: the column {@code floats}
 * is billions of numbers a second, of one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Dconv4j.vector.from=first"})
public class InterleaveBenchmark {

  private final Kernels kernels = KernelProvider.kernels();
  private final int lanes = kernels.lanes();

  /** Pixels of a plane. */
  @Param({"49", "784", "3136"})
  public int pixels;

  private int plane;
  private float[] planes;
  private float[] interleaved;

  /** For JMH. */
  public InterleaveBenchmark() {}

  /** Makes the operands; planes end where a vector does. */
  @Setup
  public void prepare() {
    plane = (pixels + lanes - 1) / lanes * lanes;
    planes = MultiplyBenchmark.filled(plane * lanes);
    interleaved = new float[plane * lanes];
  }

  /** Planes to channels side by side. */
  @Benchmark
  public float[] interleave(Floats work) {
    kernels.interleave(planes, 0, plane, pixels, interleaved, 0, lanes);
    work.floats += (long) pixels * lanes;
    return interleaved;
  }

  /** And back. */
  @Benchmark
  public float[] deinterleave(Floats work) {
    kernels.deinterleave(interleaved, 0, lanes, pixels, planes, 0, plane);
    work.floats += (long) pixels * lanes;
    return planes;
  }
}
