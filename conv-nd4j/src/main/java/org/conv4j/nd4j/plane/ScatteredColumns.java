package org.conv4j.nd4j.plane;

import java.util.Arrays;
import org.conv4j.ElementType;
import org.conv4j.nd4j.gemm.Gemm;
import org.conv4j.nd4j.gemm.Matrix;
import org.conv4j.nd4j.kernel.Lines;
import org.conv4j.nd4j.panel.AxisTaps;
import org.conv4j.nd4j.panel.Correlation;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * The input gradient of planar float32 tensors as it follows from a column matrix: the filter,
 * transposed, times the output gradient gives what each tap adds to the pixel that it meets, and a
 * pixel's gradient is the sum of these. Where input channels are few, or a stride leaves few taps
 * to each pixel, products are larger than those of the output gradient's own columns.
 *
 * <p>Pixels are summed in phases of the stride, in which what a tap adds to lies side by side. A
 * task has some channels of one image.
 */
public final class ScatteredColumns {

  /** Floats of sums of a task. */
  private static final int SUMS_TARGET = 160 << 10;

  /** Floats of a block of columns. */
  private static final int COLUMNS_TARGET = 128 << 10;

  /** Below this many lines of columns a product loses more speed than another task gains. */
  private static final int LEAST_LINES = 64;

  private static final int TASKS = 8;

  private final Correlation correlation;
  private final Workers workers;
  private final long workspaceBytes;
  private final Axis rows;
  private final Axis columns;
  private final int taps;
  private final boolean tapsInnermost;
  private final int chunk;
  private final int chunks;
  private final int band;

  /**
   * A plan; needs {@link #bytes} of workspace.
   *
   * @param correlation the output from the input, of planar tensors
   */
  public ScatteredColumns(Correlation correlation, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.rows = Axis.of(correlation.rows());
    this.columns = Axis.of(correlation.columns());
    this.taps = correlation.taps();
    this.tapsInnermost = correlation.filter().tap() == 1;
    long share = workspaceBytes / Float.BYTES / 4;
    int wanted = ceilDiv(TASKS, correlation.images() * correlation.groups());
    long most =
        Math.min(
            Math.min(SUMS_TARGET, share) / channelFloats(),
            Math.min(COLUMNS_TARGET, share) / ((long) taps * columns.size));
    int even = Math.max(ceilDiv(LEAST_LINES, taps), ceilDiv(correlation.sources(), wanted));
    this.chunk = (int) Math.max(1, Math.min(Math.min(most, even), correlation.sources()));
    this.chunks = ceilDiv(correlation.sources(), chunk);
    long fitting = Math.min(COLUMNS_TARGET, share) / ((long) chunk * taps * columns.size);
    this.band = (int) Math.max(1, Math.min(rows.size, fitting));
  }

  /** Bytes of workspace that every task takes. */
  public long bytes() {
    return Float.BYTES
        * (chunk * channelFloats() + columnFloats() + 2L * lineFloats() + imageFloats());
  }

  private long channelFloats() {
    return (long) rows.step * columns.step * phaseFloats();
  }

  private long phaseFloats() {
    return (long) rows.held() * columns.held();
  }

  private long columnFloats() {
    return (long) chunk * taps * band * columns.size;
  }

  private int lineFloats() {
    return band * columns.held();
  }

  private long imageFloats() {
    return (long) correlation.sourceHeight() * correlation.sourceWidth();
  }

  /** Computes the input gradient. */
  public void execute(DenseArray filter, DenseArray outputGradient, DenseArray inputGradient) {
    FloatMemory to = FloatMemory.of(inputGradient);
    try (Gemm gemm = Gemm.open()) {
      workers.run(
          correlation.images() * correlation.groups() * chunks,
          workspaceBytes,
          (task, frame) -> {
            Task work = new Task(gemm, frame, task / chunks, task % chunks * chunk);
            for (int row = 0; row < rows.size; row += band) {
              work.add(filter, outputGradient, row);
            }
            work.store(to);
          });
    }
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  /**
   * The places of taps along one axis: position {@code i} of the output meets element {@code i +
   * shifts[tap]} of phase {@code phases[tap]} of the input.
   *
   * @param size positions of the output
   * @param step distance between neighbours in a phase
   * @param lowest the lowest shift
   * @param reach difference between the highest and the lowest shift
   */
  private record Axis(int size, int step, int[] phases, int[] shifts, int lowest, int reach) {

    static Axis of(AxisTaps axis) {
      int step = axis.advance();
      int[] places = Arrays.stream(axis.shifts(0)).map(shift -> axis.base(0) + shift).toArray();
      int[] shifts = Arrays.stream(places).map(place -> Math.floorDiv(place, step)).toArray();
      int lowest = Arrays.stream(shifts).min().orElseThrow();
      return new Axis(
          axis.size(),
          step,
          Arrays.stream(places).map(place -> Math.floorMod(place, step)).toArray(),
          shifts,
          lowest,
          Arrays.stream(shifts).max().orElseThrow() - lowest);
    }

    /** Elements of a phase that are held, from the {@link #lowest} on. */
    int held() {
      return size + reach;
    }

    /** How many of {@code length} elements of the input belong to a phase and are held. */
    int count(int phase, int length) {
      return Math.min(Math.floorDiv(length - phase + step - 1, step), held() + lowest);
    }
  }

  /** Some channels of an image. */
  private final class Task {
    private final Gemm gemm;
    private final int plane;
    private final int channel;
    private final int channels;
    private final DenseArray products;
    private final FloatMemory productMemory;
    private final float[] sums;
    private final float[] line;
    private final float[] part;
    private final float[] image;

    Task(Gemm gemm, Workspace.Frame frame, int plane, int channel) {
      this.gemm = gemm;
      this.plane = plane;
      this.channel = channel;
      this.channels = Math.min(chunk, correlation.sources() - channel);
      this.products = frame.elements(ElementType.FLOAT32, columnFloats());
      this.productMemory = FloatMemory.of(products);
      this.sums = frame.floats(chunk * channelFloats());
      this.line = frame.floats(lineFloats());
      this.part = frame.floats(lineFloats());
      this.image = frame.floats(imageFloats());
      Arrays.fill(sums, 0, (int) (channels * channelFloats()), 0);
      Arrays.fill(line, 0, lineFloats(), 0);
    }

    /** Adds what the output rows from {@code row} on give. */
    void add(DenseArray filter, DenseArray outputGradient, int row) {
      int count = Math.min(band, rows.size - row);
      int pixels = count * columns.size;
      long from = ((long) plane * correlation.destinations() * rows.size + row) * columns.size;
      Matrix gradient =
          new Matrix(
              outputGradient,
              from,
              correlation.destinations(),
              pixels,
              (long) rows.size * columns.size,
              1);
      if (tapsInnermost) {
        multiply(filter, 0, channels * taps, 1, gradient, 0);
      } else {
        for (int tap = 0; tap < taps; tap++) {
          multiply(filter, tap, channels, correlation.filter().source(), gradient, tap * channels);
        }
      }
      for (int c = 0; c < channels; c++) {
        for (int tap = 0; tap < taps; tap++) {
          int product = tapsInnermost ? c * taps + tap : tap * channels + c;
          scatter((long) product * pixels, c, tap, row, count);
        }
      }
    }

    private void multiply(
        DenseArray filter, int tap, int lines, long lineStride, Matrix gradient, int to) {
      Correlation.FilterStrides strides = correlation.filter();
      int group = plane % correlation.groups();
      Matrix weights =
          new Matrix(
              filter,
              group * strides.group() + channel * strides.source() + tap * strides.tap(),
              lines,
              correlation.destinations(),
              lineStride,
              strides.destination());
      long pixels = gradient.columns();
      gemm.multiply(
          weights, gradient, false, new Matrix(products, to * pixels, lines, pixels, pixels, 1));
    }

    /** Adds one tap's products to the pixels of a channel that the tap meets. */
    private void scatter(long from, int c, int tap, int row, int count) {
      int i = tap / correlation.kernelWidth();
      int j = tap % correlation.kernelWidth();
      int pitch = columns.held();
      if (pitch == columns.size) {
        productMemory.read(from, line, 0, count * pitch);
      } else {
        for (int r = 0; r < count; r++) {
          productMemory.read(from + (long) r * columns.size, line, r * pitch, columns.size);
        }
      }
      int at =
          phase(c, rows.phases[i], columns.phases[j])
              + (row + rows.shifts[i] - rows.lowest) * pitch
              + columns.shifts[j]
              - columns.lowest;
      int length = (count - 1) * pitch + columns.size;
      System.arraycopy(sums, at, part, 0, length);
      Lines.add(part, line, length);
      System.arraycopy(part, 0, sums, at, length);
    }

    private int phase(int c, int rowPhase, int columnPhase) {
      return (int) (c * channelFloats() + (rowPhase * columns.step + columnPhase) * phaseFloats());
    }

    void store(FloatMemory to) {
      int width = correlation.sourceWidth();
      int pixels = (int) imageFloats();
      Arrays.fill(image, 0, pixels, 0);
      for (int c = 0; c < channels; c++) {
        for (int rowPhase = 0; rowPhase < rows.step; rowPhase++) {
          int count = rows.count(rowPhase, correlation.sourceHeight());
          for (int r = 0; r < count; r++) {
            storeRow(c, rowPhase, r - rows.lowest, (rowPhase + r * rows.step) * width);
          }
        }
        to.write(image, 0, pixels, ((long) plane * correlation.sources() + channel + c) * pixels);
      }
    }

    private void storeRow(int c, int rowPhase, int row, int at) {
      int step = columns.step;
      for (int columnPhase = 0; columnPhase < step; columnPhase++) {
        int from = phase(c, rowPhase, columnPhase) + row * columns.held() - columns.lowest;
        int count = columns.count(columnPhase, correlation.sourceWidth());
        if (step == 1) {
          System.arraycopy(sums, from, image, at, count);
        } else {
          spread(from, count, at + columnPhase, step);
        }
      }
    }

    private void spread(int from, int count, int at, int step) {
      for (int x = 0; x < count; x++) {
        image[at + x * step] = sums[from + x];
      }
    }
  }
}
