package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.kernel.GatheredProduct;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * Depthwise of planar tensors in steps of 1, with neighbouring pixels in the lanes of vectors: each
 * vector of pixels is a sum over taps of shifted vectors times a weight. Rows of the padded plane
 * follow each other without gaps, so that vectors run across their ends; what they compute there is
 * not stored.
 */
final class PlanarDepthwise implements DepthwisePlan {

  /** Floats of a padded plane: with its results, half of a first-level cache or two. */
  private static final int PLANE_TARGET = 16 << 10;

  /** Floats that a task brings in at least, if there are so many. */
  private static final int TASK_TARGET = 64 << 10;

  private final Correlation correlation;
  private final Kernels kernels;
  private final Workers workers;
  private final long workspaceBytes;
  private final RowBlocks blocks;
  private final ImagePanel panel;
  private final TapPhase taps;
  private final int[] vectors;
  private final int channelsPerTask;

  PlanarDepthwise(Correlation correlation, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.kernels = kernels;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    AxisTaps.Span columns = correlation.columns().extent();
    this.blocks =
        RowBlocks.fitting(
            correlation,
            correlation.height(),
            Math.min(PLANE_TARGET, workspaceBytes / 64),
            columns.count());
    int rows = blocks.largestReach(correlation.rows());
    this.panel = new ImagePanel(correlation.source(), columns, 1, rows, 1);
    this.taps = TapPhase.all(correlation, panel)[0];
    int lanes = kernels.lanes();
    this.vectors = new int[(blocks.largest() * columns.count() + lanes - 1) / lanes];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = i * lanes;
    }
    this.channelsPerTask =
        Math.max(1, Math.min(correlation.groups() / 8, TASK_TARGET / panel.floats()));
  }

  /**
   * Whether it can, and should: planar, one phase, neighbouring destinations read neighbouring
   * sources, and planes large enough to pay for being loaded one by one (7 x 7 took 40 % longer
   * than interleaved, 14 x 14 20 % less).
   */
  static boolean suits(Correlation correlation) {
    return correlation.source().planar()
        && correlation.height() * correlation.width() >= 100
        && inStepsOfOne(correlation.rows())
        && inStepsOfOne(correlation.columns());
  }

  private static boolean inStepsOfOne(AxisTaps axis) {
    return axis.phases() == 1
        && axis.step() == 1
        && (axis.size() == 1 || axis.base(1) - axis.base(0) == 1);
  }

  @Override
  public long taskFloats() {
    return (long) planeFloats()
        + (long) vectors.length * kernels.lanes()
        + (long) (correlation.taps() + 1) * kernels.lanes();
  }

  @Override
  public long sharedFloats() {
    return correlation.groups() + (long) correlation.groups() * correlation.taps();
  }

  @Override
  public void execute(
      FloatMemory source, FloatMemory filter, FloatMemory bias, FloatMemory destination) {
    int channels = correlation.groups();
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats());
      Arrays.fill(shared, 0, channels, 0);
      if (bias != null) {
        bias.read(0, shared, 0, channels);
      }
      filter.read(0, shared, channels, channels * correlation.taps());
      int ranges = (channels + channelsPerTask - 1) / channelsPerTask;
      workers.run(
          ranges * blocks.count(),
          workspaceBytes,
          (task, taskFrame) -> {
            float[] own = taskFrame.floats(taskFloats());
            int first = task % ranges * channelsPerTask;
            int end = Math.min(channels, first + channelsPerTask);
            for (int channel = first; channel < end; channel++) {
              compute(source, shared, own, channel, blocks.block(task / ranges), destination);
            }
          });
    }
  }

  private void compute(
      FloatMemory source,
      float[] shared,
      float[] own,
      int channel,
      RowBlocks.Block block,
      FloatMemory destination) {
    AxisTaps.Span reach = correlation.rows().reach(block.fromRow(), block.toRow());
    int lanes = kernels.lanes();
    int resultAt = planeFloats();
    int weightsAt = resultAt + vectors.length * lanes;
    spreadWeights(shared, channel, own, weightsAt);
    GatheredProduct p = new GatheredProduct();
    p.a = own;
    p.rows = vectors;
    p.columns = taps.offsets();
    p.depth = taps.taps().length;
    p.b = own;
    p.bOffset = weightsAt + lanes;
    p.bStride = lanes;
    p.start = own;
    p.startOffset = weightsAt;
    p.c = own;
    p.cOffset = resultAt;
    p.targets = vectors;
    int width = panel.rowStride();
    int floats = block.rows() * width;
    for (int image = block.fromImage(); image < block.toImage(); image++) {
      RowBlocks.Block plane = new RowBlocks.Block(image, image + 1, block.fromRow(), block.toRow());
      panel.load(source, plane, reach, channel, 1, own, 0);
      p.aOffset =
          panel.offset(
              reach, correlation.rows().base(block.fromRow()), correlation.columns().base(0));
      kernels.multiplyLanes(p, 0, (floats + lanes - 1) / lanes);
      for (int y = block.fromRow(); y < block.toRow(); y++) {
        destination.write(
            own,
            resultAt + (y - block.fromRow()) * width,
            correlation.width(),
            correlation.destination().index(image, channel, y, 0));
      }
    }
  }

  /** The bias, then each tap's weight, in every lane of a vector. */
  private void spreadWeights(float[] shared, int channel, float[] own, int at) {
    int lanes = kernels.lanes();
    Arrays.fill(own, at, at + lanes, shared[channel]);
    int first = correlation.groups() + (int) (channel * correlation.filter().group());
    for (int i = 0; i < taps.taps().length; i++) {
      float weight = shared[first + (int) (taps.taps()[i] * correlation.filter().tap())];
      Arrays.fill(own, at + (i + 1) * lanes, at + (i + 2) * lanes, weight);
    }
  }

  /** A plane, and what vectors read beyond its end and beyond each row. */
  private int planeFloats() {
    return panel.floats() + panel.rowStride() + 2 * kernels.lanes();
  }
}
