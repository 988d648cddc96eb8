package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.TileTransform;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * {@link WinogradFilterGradient} for few channels: the tiles of all images are divided into parts,
 * each of which has all sums to itself, so that tiles and sums stay in a second-level cache. The
 * sums of all parts are added in order.
 */
final class PartedWinogradFilterGradient implements WinogradFilterGradient {

  /** Floats of a part's sums; less than half of a usual second-level cache. */
  private static final int SUMS_TARGET = 96 << 10;

  /** Floats of a block of transformed tiles; the other half. */
  private static final int TILES_TARGET = 128 << 10;

  private static final int PARTS = 8;
  private final Correlation correlation;
  private final TileTransform transform;
  private final Workers workers;
  private final long workspaceBytes;
  private final WinogradSums sums;
  private final WinogradTiles inputTiles;
  private final WinogradTiles gradientTiles;
  private final RowBlocks blocks;
  private final int parts;
  private final int largestTiles;
  private final int largestTileRows;
  private final int[] tileOffsets;

  PartedWinogradFilterGradient(
      ConvProblem problem, int outputs, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = Correlation.ofOutput(problem);
    this.transform = kernels.winograd(outputs);
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.sums = new WinogradSums(correlation, kernels, transform);
    this.inputTiles = WinogradTiles.ofInput(correlation, kernels, transform);
    this.gradientTiles = WinogradTiles.ofOutputGradient(correlation, kernels, transform);
    int tileRows = inputTiles.tileRows();
    int perRow =
        inputTiles.tileColumns()
            * sums.elements()
            * (inputTiles.paddedChannels() + gradientTiles.paddedChannels());
    this.blocks =
        RowBlocks.of(
            correlation.images(), tileRows, Math.max(1, TILES_TARGET / Math.max(1, perRow)));
    this.parts = Math.min(PARTS, Math.max(1, blocks.count()));
    this.largestTiles = blocks.largest() * inputTiles.tileColumns();
    this.largestTileRows = Math.min(tileRows, blocks.largest());
    this.tileOffsets = Offsets.evenly(largestTiles, inputTiles.paddedChannels());
  }

  /** Whether the sums of all parts fit the workspace, and those of one the cache. */
  static boolean suits(ConvProblem problem, int outputs, Kernels kernels, long workspaceBytes) {
    WinogradSums sums =
        new WinogradSums(Correlation.ofOutput(problem), kernels, kernels.winograd(outputs));
    long floats = (long) sums.panels().count() * sums.panelFloats();
    return floats <= SUMS_TARGET && PARTS * floats <= workspaceBytes / Float.BYTES / 2;
  }

  @Override
  public long taskFloats() {
    return scratchOffset()
        + Math.max(
            sums.storeFloats(),
            Math.max(inputTiles.scratch(largestTileRows), gradientTiles.scratch(largestTileRows)));
  }

  @Override
  public long sharedFloats() {
    return zeros() + (long) parts * partFloats();
  }

  /** Sums start from a row of zeros. */
  private int zeros() {
    return sums.panels().widest();
  }

  private int partFloats() {
    return sums.panels().count() * sums.panelFloats();
  }

  private int sumsAt(int part, int panel) {
    return zeros() + part * partFloats() + panel * sums.panelFloats();
  }

  private int inputElementStride() {
    return largestTiles * inputTiles.paddedChannels() + WinogradTiles.SKEW;
  }

  private int gradientOffset() {
    return sums.elements() * inputElementStride();
  }

  private int gradientElementStride() {
    return largestTiles * gradientTiles.paddedChannels() + WinogradTiles.SKEW;
  }

  private int scratchOffset() {
    return gradientOffset() + sums.elements() * gradientElementStride();
  }

  @Override
  public void execute(FloatMemory input, FloatMemory outputGradient, FloatMemory filterGradient) {
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats());
      Arrays.fill(shared, 0, zeros(), 0);
      workers.run(
          parts,
          workspaceBytes,
          (part, taskFrame) -> {
            float[] own = taskFrame.floats(taskFloats());
            int[] rows = taskFrame.ints(transform.inputs());
            int first = (int) ((long) blocks.count() * part / parts);
            int end = (int) ((long) blocks.count() * (part + 1) / parts);
            for (int i = first; i < end; i++) {
              transform(input, outputGradient, blocks.block(i), own, rows);
              accumulate(own, blocks.block(i), shared, part, i == first);
            }
          });
      addParts(shared);
      store(shared, filterGradient);
    }
  }

  private void transform(
      FloatMemory input,
      FloatMemory outputGradient,
      RowBlocks.Block block,
      float[] own,
      int[] rows) {
    transform(inputTiles, input, block, own, 0, inputElementStride(), rows);
    transform(
        gradientTiles, outputGradient, block, own, gradientOffset(), gradientElementStride(), rows);
  }

  private void transform(
      WinogradTiles tiles,
      FloatMemory memory,
      RowBlocks.Block block,
      float[] own,
      int at,
      int elementStride,
      int[] rows) {
    for (int slice = 0; slice < tiles.slices(); slice++) {
      tiles.transform(
          memory,
          block,
          slice,
          own,
          scratchOffset(),
          rows,
          own,
          at,
          elementStride,
          tiles.paddedChannels());
    }
  }

  private void accumulate(
      float[] own, RowBlocks.Block block, float[] shared, int part, boolean fresh) {
    int tiles = block.images() * block.rows() * inputTiles.tileColumns();
    for (int element = 0; element < sums.elements(); element++) {
      for (int i = 0; i < sums.panels().count(); i++) {
        ColumnPanels.Panel panel = sums.panels().panel(i);
        sums.add(
            shared,
            sumsAt(part, i),
            fresh ? 0 : -1,
            panel,
            element,
            own,
            element * inputElementStride(),
            tileOffsets,
            tiles,
            gradientOffset() + element * gradientElementStride() + panel.first(),
            gradientTiles.paddedChannels());
      }
    }
  }

  /** Adds the sums of all parts, in order, to those of the first. */
  private void addParts(float[] shared) {
    int panels = sums.panels().count();
    workers.run(
        panels * sums.elements(),
        workspaceBytes,
        (task, frame) -> {
          int floats = sums.panelFloats() / sums.elements();
          int at = sumsAt(0, task / sums.elements()) + task % sums.elements() * floats;
          Parts.add(shared, at, floats, parts, partFloats());
        });
  }

  private void store(float[] shared, FloatMemory filterGradient) {
    workers.run(
        sums.panels().count() * sums.chunks(),
        workspaceBytes,
        (task, frame) -> {
          int panel = task / sums.chunks();
          sums.store(
              shared,
              sumsAt(0, panel),
              sums.panels().panel(panel),
              task % sums.chunks(),
              frame.floats(taskFloats()),
              filterGradient);
        });
  }
}
