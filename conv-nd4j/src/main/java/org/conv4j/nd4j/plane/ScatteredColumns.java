package org.conv4j.nd4j.plane;

import java.util.Arrays;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Extent;
import org.conv4j.TensorLayout;
import org.conv4j.nd4j.gemm.Gemm;
import org.conv4j.nd4j.gemm.Matrix;
import org.conv4j.nd4j.kernel.Lines;
import org.conv4j.nd4j.panel.AxisPhases;
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

  /** Input channels of a group below which a product with them as its rows is slow. */
  private static final int FEW_CHANNELS = 16;

  private final Correlation correlation;
  private final Workers workers;
  private final long workspaceBytes;
  private final AxisPhases rows;
  private final AxisPhases columns;
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
    this.rows = new AxisPhases(correlation.rows());
    this.columns = new AxisPhases(correlation.columns());
    this.taps = correlation.taps();
    this.tapsInnermost = correlation.filter().tap() == 1;
    long share = workspaceBytes / Float.BYTES / 4;
    int wanted = ceilDiv(TASKS, correlation.images() * correlation.groups());
    long most =
        Math.min(
            Math.min(SUMS_TARGET, share) / channelFloats(),
            Math.min(COLUMNS_TARGET, share) / ((long) taps * columns.size()));
    int even = Math.max(ceilDiv(LEAST_LINES, taps), ceilDiv(correlation.sources(), wanted));
    this.chunk = (int) Math.max(1, Math.min(Math.min(most, even), correlation.sources()));
    this.chunks = ceilDiv(correlation.sources(), chunk);
    long fitting = Math.min(COLUMNS_TARGET, share) / ((long) chunk * taps * columns.size());
    this.band = (int) Math.max(1, Math.min(rows.size(), fitting));
  }

  /** Whether it is the faster form of the input gradient, and computes it at all. */
  public static boolean suits(ConvProblem problem) {
    return problem.layout() == TensorLayout.NCHW
        && problem.elementType() == ElementType.FLOAT32
        && (problem.inputChannelsPerGroup() < FEW_CHANNELS
            || !problem.stride().equals(Extent.square(1)));
  }

  /** Bytes of workspace that every task takes. */
  public long bytes() {
    return Float.BYTES * (columnFloats() + floats());
  }

  private long floats() {
    return chunk * channelFloats() + 2L * lineFloats() + imageFloats();
  }

  private long channelFloats() {
    return (long) rows.sourceStep() * columns.sourceStep() * phaseFloats();
  }

  private long phaseFloats() {
    return (long) held(rows) * held(columns);
  }

  private long columnFloats() {
    return (long) chunk * taps * band * columns.size();
  }

  private int lineFloats() {
    return band * held(columns);
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
            for (int row = 0; row < rows.size(); row += band) {
              work.add(filter, outputGradient, row);
            }
            work.store(to);
          });
    }
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  /** Elements of a phase of the input that are held, from the lowest that a tap meets on. */
  private static int held(AxisPhases axis) {
    return axis.size() + axis.reach();
  }

  /** How many of {@code length} elements of the input belong to a phase and are held. */
  private static int count(AxisPhases axis, int phase, int length) {
    int step = axis.sourceStep();
    return Math.min(Math.floorDiv(length - phase + step - 1, step), held(axis) + axis.lowest());
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
      this.products = frame.elements(ElementType.FLOAT32, columnFloats(), floats());
      this.productMemory = FloatMemory.of(products);
      this.sums = frame.floats(chunk * channelFloats(), 2L * lineFloats() + imageFloats());
      this.line = frame.floats(lineFloats(), lineFloats() + imageFloats());
      this.part = frame.floats(lineFloats(), imageFloats());
      this.image = frame.floats(imageFloats());
      Arrays.fill(sums, 0, (int) (channels * channelFloats()), 0);
      Arrays.fill(line, 0, lineFloats(), 0);
    }

    /** Adds what the output rows from {@code row} on give. */
    void add(DenseArray filter, DenseArray outputGradient, int row) {
      int count = Math.min(band, rows.size() - row);
      int pixels = count * columns.size();
      long from = ((long) plane * correlation.destinations() * rows.size() + row) * columns.size();
      Matrix gradient =
          new Matrix(
              outputGradient,
              from,
              correlation.destinations(),
              pixels,
              (long) rows.size() * columns.size(),
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
      int pitch = held(columns);
      if (pitch == columns.size()) {
        productMemory.read(from, line, 0, count * pitch);
      } else {
        for (int r = 0; r < count; r++) {
          productMemory.read(from + (long) r * columns.size(), line, r * pitch, columns.size());
        }
      }
      int at =
          phase(c, rows.sourcePhases(0)[i], columns.sourcePhases(0)[j])
              + (row + rows.shifts(0)[i] - rows.lowest()) * pitch
              + columns.shifts(0)[j]
              - columns.lowest();
      int length = (count - 1) * pitch + columns.size();
      System.arraycopy(sums, at, part, 0, length);
      Lines.add(part, line, length);
      System.arraycopy(part, 0, sums, at, length);
    }

    private int phase(int c, int rowPhase, int columnPhase) {
      return (int)
          (c * channelFloats() + (rowPhase * columns.sourceStep() + columnPhase) * phaseFloats());
    }

    void store(FloatMemory to) {
      int width = correlation.sourceWidth();
      int pixels = (int) imageFloats();
      Arrays.fill(image, 0, pixels, 0);
      for (int c = 0; c < channels; c++) {
        for (int rowPhase = 0; rowPhase < rows.sourceStep(); rowPhase++) {
          int count = count(rows, rowPhase, correlation.sourceHeight());
          for (int r = 0; r < count; r++) {
            storeRow(c, rowPhase, r - rows.lowest(), (rowPhase + r * rows.sourceStep()) * width);
          }
        }
        to.write(image, 0, pixels, ((long) plane * correlation.sources() + channel + c) * pixels);
      }
    }

    private void storeRow(int c, int rowPhase, int row, int at) {
      int step = columns.sourceStep();
      for (int columnPhase = 0; columnPhase < step; columnPhase++) {
        int from = phase(c, rowPhase, columnPhase) + row * held(columns) - columns.lowest();
        int count = count(columns, columnPhase, correlation.sourceWidth());
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
