package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.kernel.GatheredProduct;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * Depthwise with channels in the lanes of vectors: each pixel is a sum over taps of vectors. Any
 * stride; planar tensors are interleaved on the way in and back on the way out.
 */
final class InterleavedDepthwise implements DepthwisePlan {

  /** Floats of a panel: with the block of results it makes, half of a first-level cache or two. */
  private static final int PANEL_TARGET = 16 << 10;

  private static final int MOST_PIXELS = 1024;

  private final Correlation correlation;
  private final Kernels kernels;
  private final Workers workers;
  private final long workspaceBytes;
  private final ChannelWeights weights;
  private final int paddedChannels;
  private final RowBlocks blocks;
  private final ChannelSlices slices;
  private final TapPhase[] phases;
  private final int[] tapOrder;
  private final PixelBlock pixelBlock;
  private final int blockStride;
  private final int largestPixels;

  InterleavedDepthwise(
      Correlation correlation, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.kernels = kernels;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    int lanes = kernels.lanes();
    this.paddedChannels = (correlation.groups() + lanes - 1) / lanes * lanes;
    this.weights = new ChannelWeights(correlation, paddedChannels);
    AxisTaps.Span reach = correlation.columns().extent();
    AxisTaps.Span columns = new AxisTaps.Span(reach.first(), Math.max(1, reach.count()));
    this.blockStride = correlation.source().planar() ? lanes : paddedChannels;
    this.blocks =
        RowBlocks.fitting(
            correlation,
            Math.max(1, MOST_PIXELS / correlation.width()),
            Math.min(PANEL_TARGET, workspaceBytes / 64),
            (long) columns.count() * blockStride);
    int panelRows = blocks.largestReach(correlation.rows());
    this.slices =
        new ChannelSlices(
            correlation.source(), kernels, columns, correlation.rows().step(), panelRows);
    this.phases = TapPhase.all(correlation, slices.form());
    this.tapOrder = TapPhase.order(phases);
    this.pixelBlock = new PixelBlock(correlation.destination(), kernels, blockStride);
    this.largestPixels = blocks.largest() * correlation.width();
  }

  @Override
  public long taskFloats() {
    return (long) scratchOffset() + Math.max(slices.scratch(), pixelBlock.scratch(largestPixels));
  }

  @Override
  public long sharedFloats() {
    return (long) paddedChannels + weights.floats() + weights.scratch();
  }

  @Override
  public void execute(
      FloatMemory source, FloatMemory filter, FloatMemory bias, FloatMemory destination) {
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats(), taskFloats());
      Arrays.fill(shared, 0, paddedChannels, 0);
      if (bias != null) {
        bias.read(0, shared, 0, correlation.groups());
      }
      weights.read(
          filter, tapOrder, shared, paddedChannels + weights.floats(), shared, paddedChannels);
      workers.run(
          blocks.count() * slices.count(),
          workspaceBytes,
          (task, taskFrame) ->
              compute(
                  source,
                  shared,
                  taskFrame,
                  blocks.block(task / slices.count()),
                  task % slices.count(),
                  destination));
    }
  }

  private void compute(
      FloatMemory source,
      float[] shared,
      Workspace.Frame frame,
      RowBlocks.Block block,
      int slice,
      FloatMemory destination) {
    float[] own = frame.floats(taskFloats());
    AxisTaps.Span reach = correlation.rows().reach(block.fromRow(), block.toRow());
    slices.load(source, block, reach, slice, own, scratchOffset(), own, 0);
    GatheredProduct p = new GatheredProduct();
    p.a = own;
    p.b = shared;
    p.bStride = paddedChannels;
    p.start = shared;
    p.c = own;
    p.rows = frame.ints(largestPixels);
    p.targets = frame.ints(largestPixels);
    for (TapPhase phase : phases) {
      int pixels =
          Pixels.collect(
              correlation,
              slices.form(),
              block,
              reach,
              phase.row(),
              phase.column(),
              p.rows,
              p.targets,
              blockStride);
      p.columns = phase.offsets();
      multiply(p, phase, slice, pixels);
    }
    pixelBlock.store(
        own,
        blockOffset(),
        own,
        scratchOffset(),
        destination,
        block,
        slices.first(slice),
        slices.channels(slice));
  }

  private void multiply(GatheredProduct p, TapPhase phase, int slice, int pixels) {
    p.depth = phase.taps().length;
    for (int v = 0; v < slices.vectors(slice); v++) {
      int lane = v * kernels.lanes();
      p.aOffset = lane;
      p.startOffset = slices.first(slice) + lane;
      p.bOffset = paddedChannels * (1 + phase.tapsBefore()) + p.startOffset;
      p.cOffset = blockOffset() + lane;
      kernels.multiplyLanes(p, 0, pixels);
    }
  }

  private int blockOffset() {
    return slices.floats();
  }

  private int scratchOffset() {
    return blockOffset() + pixelBlock.floats(largestPixels);
  }
}
