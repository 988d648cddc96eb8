package org.conv4j.nd4j.panel;

import org.conv4j.nd4j.kernel.RowSums;
import org.conv4j.nd4j.parallel.Units;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * Depthwise for JVMs without the Vector API, in steps of one, from small planes to planes of the
 * same size. They go from memory to {@link RowSums} and back as they lie, several of the same
 * channel at a time.
 */
final class RowDepthwise implements DepthwisePlan {

  /** Pixels of small planes that are computed together: a first-level cache holds eight lines. */
  private static final int PIXELS_OF_PLANES = 1 << 10;

  private final Correlation correlation;
  private final Workers workers;
  private final long workspaceBytes;
  private final int height;
  private final int width;
  private final AxisPhases rows;
  private final AxisPhases columns;
  private final int imagesAtOnce;
  private final PlaneWeights weights;

  RowDepthwise(Correlation correlation, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.height = correlation.source().height();
    this.width = correlation.source().width();
    this.rows = new AxisPhases(correlation.rows());
    this.columns = new AxisPhases(correlation.columns());
    int most = Math.max(1, PIXELS_OF_PLANES / (height * width));
    this.imagesAtOnce = ceilDiv(correlation.images(), ceilDiv(correlation.images(), most));
    this.weights = new PlaneWeights(correlation, taps(correlation, rows, columns));
  }

  /** Whether this is the way for a correlation of planar tensors. */
  static boolean suits(Correlation correlation) {
    AxisPhases rows = new AxisPhases(correlation.rows());
    AxisPhases columns = new AxisPhases(correlation.columns());
    int height = correlation.source().height();
    int width = correlation.source().width();
    return rows.inStepsOfOne()
        && columns.inStepsOfOne()
        && correlation.destination().height() == height
        && correlation.destination().width() == width
        && columns.taps(0).length <= RowSums.MOST_COLUMNS
        && columns.lowest() > -width
        && columns.lowest() + columns.reach() < width
        && (long) height * width <= RowSums.MOST_PIXELS;
  }

  private static int[] taps(Correlation correlation, AxisPhases rows, AxisPhases columns) {
    int perRow = columns.taps(0).length;
    int[] taps = new int[rows.taps(0).length * perRow];
    for (int i = 0; i < taps.length; i++) {
      taps[i] = rows.taps(0)[i / perRow] * correlation.kernelWidth() + columns.taps(0)[i % perRow];
    }
    return taps;
  }

  private static int ceilDiv(int a, int b) {
    return -Math.floorDiv(-a, b);
  }

  @Override
  public long taskFloats() {
    return 0;
  }

  @Override
  public long sharedFloats() {
    return weights.floats();
  }

  @Override
  public void execute(
      FloatMemory source, FloatMemory filter, FloatMemory bias, FloatMemory destination) {
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats(), taskFloats());
      weights.read(filter, bias, shared);
      int channels = correlation.groups();
      int units = ceilDiv(correlation.images(), imagesAtOnce) * channels;
      Units.run(
          workers,
          units,
          workspaceBytes,
          taskFrame -> {
            Task work = new Task(source, shared, destination);
            return unit -> work.compute(unit / channels * imagesAtOnce, unit % channels);
          });
    }
  }

  /** One thread's units, one after the other. */
  private final class Task {
    private final FloatMemory from;
    private final float[] shared;
    private final FloatMemory to;
    private final RowSums sums = RowSums.ofThread();

    Task(FloatMemory from, float[] shared, FloatMemory to) {
      this.from = from;
      this.shared = shared;
      this.to = to;
    }

    /** Computes the planes that a channel has in some images. */
    void compute(int firstImage, int channel) {
      int planes = Math.min(imagesAtOnce, correlation.images() - firstImage);
      int plane = height * width;
      for (int i = 0; i < planes; i++) {
        from.read(first(firstImage + i, channel), sums.source(), i * plane, plane);
      }
      int[] columnShifts = columns.shifts(0);
      for (int column = 0; column < columnShifts.length; column++) {
        sums.move(column, planes * plane, width, columnShifts[column]);
      }
      sums.compute(
          shared[channel],
          planes,
          height,
          width,
          columnShifts.length,
          rows.shifts(0),
          shared,
          weights.offset(channel));
      for (int i = 0; i < planes; i++) {
        to.write(sums.sums(), i * plane, plane, first(firstImage + i, channel));
      }
    }

    private long first(int image, int channel) {
      return ((long) image * correlation.groups() + channel) * height * width;
    }
  }
}
