package org.conv4j.nd4j.bench;

import java.util.concurrent.TimeUnit;
import org.conv4j.nd4j.kernel.KernelProvider;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.LineForm;
import org.conv4j.nd4j.kernel.TileTransform;
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
 * The transforms of Winograd's algorithms, for one vector of channels and one row of tiles: the
 * column {@code floats} is billions of pixels (weights) a second that go in, of one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Dconv4j.vector.from=first"})
public class TransformBenchmark {

  private static final int TILES = 28;
  private static final int FILTERS = 64;
  private static final int TAPS = 9;

  private final Kernels kernels = KernelProvider.kernels();
  private final int lanes = kernels.lanes();

  /** The form along both axes. */
  @Param({"F2", "F4", "BY_TWO", "SPREAD_MIDDLE"})
  public LineForm form;

  private TileTransform transform;
  private int pixels;
  private int[] rows;
  private float[] image;
  private float[] tiles;
  private float[] weights;
  private float[] transformed;

  /** For JMH. */
  public TransformBenchmark() {}

  /** Makes the operands. */
  @Setup
  public void prepare() {
    transform = kernels.winograd(form, form);
    int n = Math.max(form.inputs(), form.sources());
    pixels = (TILES - 1) * form.step() + form.inputs();
    rows = new int[n];
    for (int row = 0; row < n; row++) {
      rows[row] = row * pixels * lanes;
    }
    image = MultiplyBenchmark.filled(2 * n * pixels * lanes);
    tiles = new float[form.sources() * form.sources() * TILES * lanes];
    weights = MultiplyBenchmark.filled(TAPS * FILTERS * lanes);
    transformed = new float[form.weights() * form.weights() * FILTERS * lanes];
  }

  /** BT x B. */
  @Benchmark
  public float[] input(Floats work) {
    int combined = form.inputs() * pixels * lanes;
    transform.inputRows(image, rows, pixels, lanes, combined, pixels * lanes);
    transform.inputColumns(image, combined, pixels * lanes, TILES, tiles, 0, TILES * lanes, lanes);
    work.floats += (long) form.inputs() * pixels * lanes;
    return tiles;
  }

  /** G w GT. */
  @Benchmark
  public float[] filter(Floats work) {
    transform.filter(weights, 0, lanes, FILTERS, transformed, 0, FILTERS * lanes, lanes);
    work.floats += (long) TAPS * FILTERS * lanes;
    return transformed;
  }
}
