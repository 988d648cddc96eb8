package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.kernel.GatheredProduct;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.TileTransform;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * The gradient of a dense 3 x 3 filter of stride 1 by Winograd's transforms: with V the transformed
 * input tiles and D = A dy AT the transformed output gradients, GT (sum over tiles of V . D) G.
 *
 * <p>Tiles pass through the workspace block by block, in order; in each, every task owns one matrix
 * element and one column panel of the sums. If the sums of all output channels do not fit, a few
 * column panels are done at a time.
 */
public final class WinogradFilterGradient {

  private static final int SKEW = 16;

  /**
   * Floats between tiles from which on an even number of cache lines would share few cache sets.
   */
  private static final int LONG_STRIDE = 128;

  /** Channels whose sums one task brings back at the end. */
  private static final int CHUNK = 64;

  private final Correlation correlation;
  private final Kernels kernels;
  private final TileTransform transform;
  private final Workers workers;
  private final long workspaceBytes;
  private final int elements;
  private final ColumnPanels columnPanels;
  private final FilterUnpacker unpacker;
  private final WinogradTiles inputTiles;
  private final WinogradTiles gradientTiles;
  private final int panelsPerSweep;
  private final int inputStride;
  private final int gradientStride;
  private final RowBlocks blocks;
  private final int largestTiles;
  private final int largestTileRows;
  private final int chunk;
  private final int[] channelOffsets;
  private final int[] sumOffsets;
  private final int[] tileOffsets;

  /** A plan; needs {@link #taskFloats} and {@link #sharedFloats} of workspace. */
  public WinogradFilterGradient(
      ConvProblem problem, int outputs, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = Correlation.ofOutput(problem);
    this.kernels = kernels;
    this.transform = kernels.winograd(outputs);
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.elements = transform.inputs() * transform.inputs();
    this.columnPanels = new ColumnPanels(correlation.destinations(), kernels);
    this.unpacker = new FilterUnpacker(correlation, kernels);
    int tileRows = ceilDiv(correlation.height(), outputs);
    int tileColumns = ceilDiv(correlation.width(), outputs);
    this.inputTiles =
        WinogradTiles.ofInput(
            correlation.source(),
            kernels,
            transform,
            correlation.rows().reach(0, 1).first(),
            correlation.columns().reach(0, 1).first(),
            tileRows,
            tileColumns);
    this.gradientTiles =
        WinogradTiles.ofOutputGradient(
            correlation.destination(), kernels, transform, tileRows, tileColumns);
    long floats = Math.min(Integer.MAX_VALUE, workspaceBytes / Float.BYTES);
    long sumsPerPanel = (long) elements * sumElementStride();
    this.panelsPerSweep =
        (int) Math.max(1, Math.min(columnPanels.count(), floats * 9 / 16 / sumsPerPanel));
    this.inputStride = skewed(inputTiles.paddedChannels());
    this.gradientStride =
        skewed(
            correlation.destination().planar()
                ? Math.min(columnPanels.paddedChannels(), panelsPerSweep * columnPanels.widest())
                : gradientTiles.paddedChannels());
    long perTile = (long) elements * (inputStride + gradientStride);
    long left = floats / 16 * 15 - panelsPerSweep * sumsPerPanel;
    long wanted = Math.min(512, Math.max(floats / 3, left) / perTile);
    this.blocks =
        RowBlocks.of(
            correlation.images(), tileRows, (int) Math.max(1, wanted / Math.max(1, tileColumns)));
    this.largestTiles = blocks.largest() * tileColumns;
    this.largestTileRows = Math.min(tileRows, blocks.largest());
    this.chunk = Math.min(CHUNK, correlation.sources());
    int width = columnPanels.widest();
    this.channelOffsets = Offsets.evenly(correlation.sources(), 1);
    this.sumOffsets = Offsets.evenly(correlation.sources(), width);
    this.tileOffsets = Offsets.evenly(largestTiles, inputStride);
  }

  private static int skewed(int stride) {
    return stride >= LONG_STRIDE && stride / SKEW % 2 == 0 ? stride + SKEW : stride;
  }

  /** Floats of workspace that every task takes. */
  public long taskFloats() {
    long transforming =
        Math.max(inputTiles.scratch(largestTileRows), gradientTiles.scratch(largestTileRows));
    return Math.max(transforming, packedFloats() + unpacker.scratch(chunk));
  }

  /** Floats of workspace that the calling thread takes besides. */
  public long sharedFloats() {
    return gradientOffset() + (long) elements * gradientElementStride();
  }

  /** Computes the filter gradient. */
  public void execute(FloatMemory input, FloatMemory outputGradient, FloatMemory filterGradient) {
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats());
      Arrays.fill(shared, 0, columnPanels.widest(), 0);
      for (int first = 0; first < columnPanels.count(); first += panelsPerSweep) {
        int end = Math.min(columnPanels.count(), first + panelsPerSweep);
        for (int i = 0; i < blocks.count(); i++) {
          transform(input, outputGradient, shared, blocks.block(i), first, end);
          accumulate(shared, blocks.block(i), first, end, i == 0);
        }
        store(shared, first, end, filterGradient);
      }
    }
  }

  private void transform(
      FloatMemory input,
      FloatMemory outputGradient,
      float[] shared,
      RowBlocks.Block block,
      int firstPanel,
      int endPanel) {
    int inputSlices = inputTiles.slices();
    boolean planar = correlation.destination().planar();
    int firstSlice = firstChannel(firstPanel) / kernels.lanes();
    ColumnPanels.Panel last = columnPanels.panel(endPanel - 1);
    int endSlice = planar ? (last.first() + last.width()) / kernels.lanes() : 1;
    int slices = inputSlices + endSlice - firstSlice;
    int perImage = block.rows() * inputTiles.tileColumns();
    workers.run(
        block.images() * slices,
        workspaceBytes,
        (task, frame) -> {
          int image = task / slices;
          int slice = task % slices;
          RowBlocks.Block part =
              new RowBlocks.Block(
                  block.fromImage() + image,
                  block.fromImage() + image + 1,
                  block.fromRow(),
                  block.toRow());
          float[] scratch = frame.floats(taskFloats());
          int[] rows = frame.ints(transform.inputs());
          if (slice < inputSlices) {
            inputTiles.transform(
                input,
                part,
                slice,
                scratch,
                0,
                rows,
                shared,
                inputOffset() + image * perImage * inputStride,
                inputElementStride(),
                inputStride);
          } else {
            gradientTiles.transform(
                outputGradient,
                part,
                firstSlice + slice - inputSlices,
                scratch,
                0,
                rows,
                shared,
                gradientOffset() + image * perImage * gradientStride - firstChannel(firstPanel),
                gradientElementStride(),
                gradientStride);
          }
        });
  }

  /** The channel that the gradient's tiles begin with in the workspace. */
  private int firstChannel(int firstPanel) {
    return correlation.destination().planar() ? columnPanels.panel(firstPanel).first() : 0;
  }

  private void accumulate(
      float[] shared, RowBlocks.Block block, int firstPanel, int endPanel, boolean fresh) {
    int tiles = block.images() * block.rows() * inputTiles.tileColumns();
    int panels = endPanel - firstPanel;
    workers.run(
        elements * panels,
        workspaceBytes,
        (task, frame) -> {
          int element = task / panels;
          ColumnPanels.Panel panel = columnPanels.panel(firstPanel + task % panels);
          GatheredProduct p = new GatheredProduct();
          p.a = shared;
          p.aOffset = inputOffset() + element * inputElementStride();
          p.rows = channelOffsets;
          p.columns = tileOffsets;
          p.depth = tiles;
          p.b = shared;
          p.bOffset =
              gradientOffset()
                  + element * gradientElementStride()
                  + panel.first()
                  - firstChannel(firstPanel);
          p.bStride = gradientStride;
          p.c = shared;
          p.cOffset = sumOffset(task % panels) + element * sumElementStride();
          p.targets = sumOffsets;
          p.start = shared;
          p.startOffset = fresh ? 0 : p.cOffset;
          p.startScale = fresh ? 0 : 1;
          kernels.multiply(p, 0, correlation.sources(), panel.vectors());
        });
  }

  private void store(float[] shared, int firstPanel, int endPanel, FloatMemory filterGradient) {
    int chunks = ceilDiv(correlation.sources(), chunk);
    workers.run(
        (endPanel - firstPanel) * chunks,
        workspaceBytes,
        (task, frame) -> {
          float[] own = frame.floats(taskFloats());
          ColumnPanels.Panel panel = columnPanels.panel(firstPanel + task / chunks);
          int first = task % chunks * chunk;
          int sources = Math.min(chunk, correlation.sources() - first);
          int stride = columnPanels.widest();
          for (int v = 0; v < panel.width(); v += kernels.lanes()) {
            transform.filterGradient(
                shared,
                sumOffset(task / chunks) + first * stride + v,
                sumElementStride(),
                stride,
                sources,
                own,
                v,
                stride);
          }
          unpacker.unpack(
              own, 0, stride, 0, panel, first, sources, own, packedFloats(), filterGradient);
        });
  }

  private int sumElementStride() {
    return correlation.sources() * columnPanels.widest() + SKEW;
  }

  /** The first row of the workspace is zeros, from which sums start. */
  private int sumOffset(int panelOfSweep) {
    return columnPanels.widest() + panelOfSweep * elements * sumElementStride();
  }

  private int inputOffset() {
    return sumOffset(panelsPerSweep);
  }

  private int inputElementStride() {
    return largestTiles * inputStride + SKEW;
  }

  private int gradientOffset() {
    return inputOffset() + elements * inputElementStride();
  }

  private int gradientElementStride() {
    return largestTiles * gradientStride + SKEW;
  }

  private int packedFloats() {
    return (chunk * 9 + unpacker.slackRows()) * columnPanels.widest();
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }
}
