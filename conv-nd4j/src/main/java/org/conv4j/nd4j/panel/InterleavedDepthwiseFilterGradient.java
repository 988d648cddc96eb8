package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.kernel.GatheredProduct;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * The filter gradient of a depthwise convolution with one output channel for each input channel:
 * channels are the lanes of vectors, and each tap is a sum over pixels of vectors. Where slices of
 * channels are too few to keep threads busy, the pixels are divided into parts, added in order.
 */
final class InterleavedDepthwiseFilterGradient implements DepthwiseFilterGradient {

  private static final int PANEL_TARGET = 16 << 10;
  private static final int MOST_PIXELS = 1024;
  private static final int TASKS = 8;

  private final Correlation correlation;
  private final Kernels kernels;
  private final Workers workers;
  private final long workspaceBytes;
  private final ChannelWeights weights;
  private final int paddedChannels;
  private final RowBlocks blocks;
  private final ChannelSlices slices;
  private final TapPhase taps;
  private final PixelBlock pixelBlock;
  private final int blockStride;
  private final int largestPixels;
  private final int parts;
  private final int[] tapTargets;

  /**
   * A plan; needs {@link #taskFloats} and {@link #sharedFloats} of workspace.
   *
   * @param problem with one input and one output channel in each group
   */
  InterleavedDepthwiseFilterGradient(
      Correlation correlation, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.kernels = kernels;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    int lanes = kernels.lanes();
    this.paddedChannels = (correlation.groups() + lanes - 1) / lanes * lanes;
    this.weights = new ChannelWeights(correlation, paddedChannels);
    AxisTaps.Span columns = correlation.columns().extent();
    this.blockStride = correlation.source().planar() ? lanes : paddedChannels;
    this.blocks =
        RowBlocks.fitting(
            correlation,
            Math.max(1, MOST_PIXELS / correlation.width()),
            Math.min(PANEL_TARGET, workspaceBytes / 64),
            (long) columns.count() * blockStride);
    this.slices =
        new ChannelSlices(
            correlation.source(),
            kernels,
            columns,
            correlation.rows().step(),
            blocks.largestReach(correlation.rows()));
    this.taps = TapPhase.all(correlation, slices.form())[0];
    this.pixelBlock = new PixelBlock(correlation.destination(), kernels, blockStride);
    this.largestPixels = blocks.largest() * correlation.width();
    this.parts = Math.min(blocks.count(), (TASKS + slices.count() - 1) / slices.count());
    this.tapTargets = new int[correlation.taps()];
    for (int tap = 0; tap < tapTargets.length; tap++) {
      tapTargets[tap] = tap * paddedChannels;
    }
  }

  /** Floats of workspace that every task takes. */
  public long taskFloats() {
    return (long) scratchOffset() + Math.max(slices.scratch(), pixelBlock.scratch(largestPixels));
  }

  /** Floats of workspace that the calling thread takes besides. */
  public long sharedFloats() {
    return (long) parts * weights.floats() + weights.scratch();
  }

  /** Computes the filter gradient. */
  public void execute(FloatMemory input, FloatMemory outputGradient, FloatMemory filterGradient) {
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats(), taskFloats());
      Arrays.fill(shared, 0, parts * weights.floats(), 0);
      workers.run(
          parts * slices.count(),
          workspaceBytes,
          (task, taskFrame) ->
              accumulate(
                  input,
                  outputGradient,
                  shared,
                  taskFrame,
                  task % slices.count(),
                  task / slices.count()));
      Parts.add(shared, 0, weights.floats(), parts, weights.floats());
      weights.write(shared, 0, shared, parts * weights.floats(), filterGradient);
    }
  }

  private void accumulate(
      FloatMemory input,
      FloatMemory outputGradient,
      float[] shared,
      Workspace.Frame frame,
      int slice,
      int part) {
    float[] own = frame.floats(taskFloats());
    int[] pixelOffsets = frame.ints(largestPixels);
    GatheredProduct p = new GatheredProduct();
    p.a = own;
    p.rows = taps.offsets();
    p.columns = pixelOffsets;
    p.b = own;
    p.bStride = blockStride;
    p.start = shared;
    p.startScale = 1;
    p.c = shared;
    p.targets = tapTargets;
    int end = (int) ((long) blocks.count() * (part + 1) / parts);
    for (int i = (int) ((long) blocks.count() * part / parts); i < end; i++) {
      RowBlocks.Block block = blocks.block(i);
      AxisTaps.Span reach = correlation.rows().reach(block.fromRow(), block.toRow());
      slices.load(input, block, reach, slice, own, scratchOffset(), own, 0);
      pixelBlock.load(
          outputGradient,
          block,
          slices.first(slice),
          slices.channels(slice),
          own,
          scratchOffset(),
          own,
          blockOffset());
      p.depth =
          Pixels.collect(correlation, slices.form(), block, reach, 0, 0, pixelOffsets, null, 0);
      for (int v = 0; v < slices.vectors(slice); v++) {
        int lane = v * kernels.lanes();
        p.aOffset = lane;
        p.bOffset = blockOffset() + lane;
        p.cOffset = part * weights.floats() + slices.first(slice) + lane;
        p.startOffset = p.cOffset;
        kernels.multiplyLanes(p, 0, correlation.taps());
      }
    }
  }

  private int blockOffset() {
    return slices.floats();
  }

  private int scratchOffset() {
    return blockOffset() + pixelBlock.floats(largestPixels);
  }
}
