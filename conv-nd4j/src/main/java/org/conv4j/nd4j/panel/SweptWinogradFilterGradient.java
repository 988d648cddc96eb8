package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.TileTransform;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * {@link WinogradFilterGradient} for many channels. Tiles pass through the workspace block by
 * block, in order; in each, every task owns one matrix element and one column panel of the sums. If
 * the sums of all output channels do not fit, a few column panels are done at a time.
 */
final class SweptWinogradFilterGradient implements WinogradFilterGradient {

  /**
   * Floats between tiles from which on an even number of cache lines would share few cache sets.
   */
  private static final int LONG_STRIDE = 128;

  private final Correlation correlation;
  private final Kernels kernels;
  private final TileTransform transform;
  private final Workers workers;
  private final long workspaceBytes;
  private final WinogradSums sums;
  private final int elements;
  private final ColumnPanels columnPanels;
  private final WinogradTiles inputTiles;
  private final WinogradTiles gradientTiles;
  private final int panelsPerSweep;
  private final int inputStride;
  private final int gradientStride;
  private final RowBlocks blocks;
  private final int largestTiles;
  private final int largestTileRows;
  private final int[] tileOffsets;

  /** A plan; needs {@link #taskFloats} and {@link #sharedFloats} of workspace. */
  SweptWinogradFilterGradient(
      ConvProblem problem, int outputs, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = Correlation.ofOutput(problem);
    this.kernels = kernels;
    this.transform = kernels.winograd(outputs);
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.sums = new WinogradSums(correlation, kernels, transform);
    this.elements = sums.elements();
    this.columnPanels = sums.panels();
    this.inputTiles = WinogradTiles.ofInput(correlation, kernels, transform);
    this.gradientTiles = WinogradTiles.ofOutputGradient(correlation, kernels, transform);
    int tileRows = inputTiles.tileRows();
    int tileColumns = inputTiles.tileColumns();
    long floats = Math.min(Integer.MAX_VALUE, workspaceBytes / Float.BYTES);
    long sumsPerPanel = sums.panelFloats();
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
    this.tileOffsets = Offsets.evenly(largestTiles, inputStride);
  }

  private static int skewed(int stride) {
    return stride >= LONG_STRIDE && stride / WinogradTiles.SKEW % 2 == 0
        ? stride + WinogradTiles.SKEW
        : stride;
  }

  @Override
  public long taskFloats() {
    long transforming =
        Math.max(inputTiles.scratch(largestTileRows), gradientTiles.scratch(largestTileRows));
    return Math.max(transforming, sums.storeFloats());
  }

  @Override
  public long sharedFloats() {
    return gradientOffset() + (long) elements * gradientElementStride();
  }

  @Override
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
          sums.add(
              shared,
              sumOffset(task % panels),
              fresh ? 0 : -1,
              panel,
              element,
              shared,
              inputOffset() + element * inputElementStride(),
              tileOffsets,
              tiles,
              gradientOffset()
                  + element * gradientElementStride()
                  + panel.first()
                  - firstChannel(firstPanel),
              gradientStride);
        });
  }

  private void store(float[] shared, int firstPanel, int endPanel, FloatMemory filterGradient) {
    int chunks = sums.chunks();
    workers.run(
        (endPanel - firstPanel) * chunks,
        workspaceBytes,
        (task, frame) ->
            sums.store(
                shared,
                sumOffset(task / chunks),
                columnPanels.panel(firstPanel + task / chunks),
                task % chunks,
                frame.floats(taskFloats()),
                filterGradient));
  }

  /** The first row of the workspace is zeros, from which sums start. */
  private int sumOffset(int panelOfSweep) {
    return columnPanels.widest() + panelOfSweep * sums.panelFloats();
  }

  private int inputOffset() {
    return sumOffset(panelsPerSweep);
  }

  private int inputElementStride() {
    return largestTiles * inputStride + WinogradTiles.SKEW;
  }

  private int gradientOffset() {
    return inputOffset() + elements * inputElementStride();
  }

  private int gradientElementStride() {
    return largestTiles * gradientStride + WinogradTiles.SKEW;
  }
}
