package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.kernel.GatheredProduct;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * Sums over taps from source panels, block by block of destination pixels. Each destination element
 * is one chain of multiply-adds over source channels and taps in order, whatever the blocks are.
 *
 * <p>Weights are packed once for all blocks; if they do not fit the workspace, as many column
 * panels in a sweep over the blocks as do. If not even one does, each task packs for itself, and
 * covers many pixels and one column panel. So it does, with all pixels and some column panels,
 * where weights are larger than images: what one thread packs is then not read by another.
 */
public final class DirectCorrelation {

  /** Floats of weights that a pass over a block rereads; half of a usual second-level cache. */
  private static final int WEIGHTS_TARGET = 64 << 10;

  private static final int PANEL_TARGET = 48 << 10;
  private static final int BLOCK_TARGET = 64 << 10;
  private static final int LARGEST_PIXEL_BLOCK = 1024;
  private static final int SMALLEST_PIXEL_BLOCK = 48;

  /** Results of all pixels at once; a task's share of them stays in a usual second-level cache. */
  private static final int RESULTS_TARGET = 256 << 10;

  /** How many times as large as the source weights are if all pixels are one block. */
  private static final int LEAST_WEIGHTS = 2;

  /** Floats that a task needs for panel, block and packing, in a large workspace. */
  private static final int ROOM_FOR_TASK = 128 << 10;

  private final Correlation correlation;
  private final Kernels kernels;
  private final Workers workers;
  private final long workspaceBytes;
  private final ColumnPanels columnPanels;
  private final FilterPacker packer;
  private final TapPhase[] phases;
  private final int[][] phaseTaps;
  private final boolean sharedWeights;
  private final Sweep[] sweeps;
  private final RowBlocks blocks;
  private final int splits;
  private final ImagePanel panel;
  private final PixelBlock pixelBlock;
  private final int largestPixels;
  private final int blockStride;

  /** A plan; needs {@link #taskFloats} and {@link #sharedFloats} of workspace. */
  public DirectCorrelation(
      Correlation correlation, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.kernels = kernels;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.columnPanels = new ColumnPanels(correlation.destinations(), kernels);
    this.packer = new FilterPacker(correlation, kernels);
    int half = (int) Math.min(Integer.MAX_VALUE / 2, workspaceBytes / Float.BYTES / 2);
    int widest = columnPanels.widest();
    long perPanel =
        (long) correlation.groups() * correlation.sources() * widest * correlation.taps();
    long floats = workspaceBytes / Float.BYTES;
    long room = Math.max(floats / 4, floats * 5 / 8 - ROOM_FOR_TASK);
    boolean oneBlock = isOneBlock(half);
    this.sharedWeights = !oneBlock && perPanel <= room;
    this.sweeps = sweeps(sharedWeights ? (int) Math.min(room / perPanel, 1 << 20) : 1 << 20);
    int sweepPanels = Math.max(1, columnPanels.count() / sweeps.length);
    int sweepWidth = Arrays.stream(sweeps).mapToInt(Sweep::width).max().orElse(0);

    AxisTaps rowAxis = correlation.rows();
    AxisTaps.Span reach = correlation.columns().extent();
    int columns = columns();
    int rows =
        oneBlock
            ? Math.max(1, correlation.images() * correlation.height())
            : rowsOfBlock(half, sharedWeights ? sweepWidth : widest, sweepPanels);
    this.blocks = RowBlocks.of(correlation.images(), correlation.height(), rows);
    this.splits = splits(oneBlock, sweepPanels);
    this.largestPixels = blocks.largest() * correlation.width();

    int panelRows = panelRows(rows);
    int channels =
        Math.min(
            Math.min(PANEL_TARGET, half / 8) / (panelRows * columns),
            Math.min(WEIGHTS_TARGET, half / 8) / (correlation.taps() * widest));
    int chunks = ceilDiv(correlation.sources(), Math.max(1, channels));
    this.panel =
        new ImagePanel(
            correlation.source(),
            new AxisTaps.Span(reach.first(), columns),
            rowAxis.step(),
            panelRows,
            ceilDiv(correlation.sources(), chunks));
    this.blockStride = largestSplitWidth();
    this.pixelBlock = new PixelBlock(correlation.destination(), kernels, blockStride);
    this.phases = TapPhase.all(correlation, panel);
    this.phaseTaps = Arrays.stream(phases).map(TapPhase::taps).toArray(int[][]::new);
  }

  /** Floats of workspace that every task takes. */
  public long taskFloats() {
    return storeOffset() + pixelBlock.scratch(largestPixels);
  }

  /** Floats of workspace that the calling thread takes besides. */
  public long sharedFloats() {
    return biasFloats() + (sharedWeights ? packedFloats() : 0);
  }

  /**
   * Computes the destination.
   *
   * @param bias added to each destination channel; null for none
   */
  public void execute(
      FloatMemory source, FloatMemory filter, FloatMemory bias, FloatMemory destination) {
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats(), taskFloats());
      readBias(bias, shared);
      for (Sweep sweep : sweeps) {
        if (sharedWeights) {
          packAll(filter, sweep, shared);
        }
        workers.run(
            tasks(),
            workspaceBytes,
            (task, taskFrame) -> {
              int split = task % splits;
              int block = task / splits % blocks.count();
              int group = task / splits / blocks.count();
              new Task(shared, taskFrame, group, blocks.block(block), sweep, split)
                  .run(source, filter, destination);
            });
      }
    }
  }

  /** How many tasks threads share out, in each sweep. */
  int tasks() {
    return correlation.groups() * blocks.count() * splits;
  }

  /** Whether all pixels are to be one block: there are tasks enough, and results and panel fit. */
  private boolean isOneBlock(int half) {
    long pixels = (long) correlation.images() * correlation.height() * correlation.width();
    long weights = (long) correlation.sources() * correlation.destinations() * correlation.taps();
    return correlation.phases() == 1
        && weights >= LEAST_WEIGHTS * correlation.source().floats() / correlation.groups()
        && correlation.groups() * columnPanels.count() >= leastSplits()
        && pixels * columnPanels.paddedChannels() <= Math.min(RESULTS_TARGET, half / 4)
        && panelFits(correlation.images() * correlation.height(), half);
  }

  private int leastSplits() {
    return 2 * workers.threads();
  }

  private int splits(boolean oneBlock, int sweepPanels) {
    if (oneBlock) {
      return Math.min(columnPanels.count(), ceilDiv(leastSplits(), correlation.groups()));
    }
    int blockTasks = correlation.groups() * blocks.count();
    return sharedWeights
        ? Math.min(sweepPanels, ceilDiv(workers.wantedTasks(), blockTasks))
        : columnPanels.count();
  }

  private int rowsOfBlock(int half, int width, int sweepPanels) {
    int pixels = Math.min(LARGEST_PIXEL_BLOCK, Math.min(BLOCK_TARGET, half / 4) / width);
    int rows = Math.max(1, pixels / correlation.width());
    while (rows > 1 && !panelFits(rows, half)) {
      rows = rows / 2;
    }
    while (rows > 1
        && tasks(rows, sweepPanels) < workers.wantedTasks()
        && rows / 2 * correlation.width() >= SMALLEST_PIXEL_BLOCK) {
      rows = rows / 2;
    }
    return rows;
  }

  /** Whether the panel of so many rows has room for a few channels. */
  private boolean panelFits(int rows, int half) {
    int channels = Math.min(correlation.sources(), 16);
    return panelRows(rows) * (long) columns() * channels <= Math.min(PANEL_TARGET, half / 8);
  }

  /** Source columns that a panel holds. */
  private int columns() {
    return Math.max(1, correlation.columns().extent().count());
  }

  /** Sweeps of about equally many column panels, at most {@code most}. */
  private Sweep[] sweeps(int most) {
    int panels = columnPanels.count();
    int count = Math.max(1, ceilDiv(panels, most));
    Sweep[] all = new Sweep[count];
    for (int i = 0; i < count; i++) {
      int first = panels * i / count;
      int end = panels * (i + 1) / count;
      int column = first < end ? columnPanels.panel(first).first() : 0;
      all[i] =
          new Sweep(
              first,
              end,
              column,
              first < end
                  ? columnPanels.panel(end - 1).first()
                      + columnPanels.panel(end - 1).width()
                      - column
                  : 0);
    }
    return all;
  }

  private void readBias(FloatMemory bias, float[] shared) {
    Arrays.fill(shared, 0, biasFloats(), 0);
    if (bias != null) {
      for (int group = 0; group < correlation.groups(); group++) {
        bias.read(
            (long) group * correlation.destinations(),
            shared,
            group * columnPanels.paddedChannels(),
            correlation.destinations());
      }
    }
  }

  private void packAll(FloatMemory filter, Sweep sweep, float[] shared) {
    int chunks = ceilDiv(correlation.sources(), panel.channels());
    int panels = sweep.endPanel() - sweep.firstPanel();
    int count = correlation.groups() * panels * chunks;
    workers.run(
        count,
        workspaceBytes,
        (task, frame) -> {
          int chunk = task % chunks;
          int group = task / chunks / panels;
          ColumnPanels.Panel columns =
              columnPanels.panel(sweep.firstPanel() + task / chunks % panels);
          int first = chunk * panel.channels();
          int sources = Math.min(panel.channels(), correlation.sources() - first);
          float[] scratch = frame.floats(packer.scratch(sources, columns.width()));
          packer.packEach(
              filter,
              group,
              columns,
              first,
              sources,
              phaseTaps,
              scratch,
              0,
              shared,
              Arrays.stream(phases)
                  .mapToInt(phase -> packedOffset(sweep, group, phase, columns, first))
                  .toArray());
        });
  }

  /** Where the packed weights of a panel begin that belong to sources from {@code first} on. */
  private int packedOffset(
      Sweep sweep, int group, TapPhase phase, ColumnPanels.Panel columns, int first) {
    int perTap = correlation.sources() * sweep.width();
    return biasFloats()
        + perTap * (group * correlation.taps() + phase.tapsBefore())
        + phase.taps().length
            * (correlation.sources() * (columns.first() - sweep.firstColumn())
                + first * columns.width());
  }

  private int panelRows(int rows) {
    return RowBlocks.of(correlation.images(), correlation.height(), rows)
        .largestReach(correlation.rows());
  }

  private int tasks(int rows, int panels) {
    RowBlocks candidate = RowBlocks.of(correlation.images(), correlation.height(), rows);
    return correlation.groups() * candidate.count() * panels;
  }

  private int largestSplitWidth() {
    int largest = 0;
    for (Sweep sweep : sweeps) {
      for (int split = 0; split < splits; split++) {
        int width = 0;
        for (int i = sweep.panel(split, splits); i < sweep.panel(split + 1, splits); i++) {
          width += columnPanels.panel(i).width();
        }
        largest = Math.max(largest, width);
      }
    }
    return largest;
  }

  private int biasFloats() {
    return correlation.groups() * columnPanels.paddedChannels();
  }

  private long packedFloats() {
    long width = Arrays.stream(sweeps).mapToInt(Sweep::width).max().orElse(0);
    return correlation.groups() * correlation.sources() * width * correlation.taps();
  }

  private int blockOffset() {
    return panel.floats();
  }

  private int weightsOffset() {
    return blockOffset() + pixelBlock.floats(largestPixels);
  }

  private int packingOffset() {
    return weightsOffset()
        + (sharedWeights ? 0 : panel.channels() * correlation.taps() * columnPanels.widest());
  }

  private int storeOffset() {
    return packingOffset()
        + (sharedWeights ? 0 : packer.scratch(panel.channels(), columnPanels.widest()));
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  /**
   * Column panels whose weights are packed at the same time.
   *
   * @param firstPanel the first
   * @param endPanel after the last
   * @param firstColumn where the first begins
   * @param width of all, in floats
   */
  private record Sweep(int firstPanel, int endPanel, int firstColumn, int width) {

    /** The first panel of part {@code split} of {@code splits}. */
    int panel(int split, int splits) {
      return firstPanel + (endPanel - firstPanel) * split / splits;
    }
  }

  /** One block of pixels and some column panels. */
  private final class Task {
    private final float[] shared;
    private final float[] own;
    private final int[] rows;
    private final int[] targets;
    private final int group;
    private final RowBlocks.Block block;
    private final AxisTaps.Span reach;
    private final Sweep sweep;
    private final int firstPanel;
    private final int endPanel;
    private final int firstColumn;
    private final GatheredProduct product = new GatheredProduct();

    Task(
        float[] shared,
        Workspace.Frame frame,
        int group,
        RowBlocks.Block block,
        Sweep sweep,
        int split) {
      this.shared = shared;
      this.own = frame.floats(taskFloats());
      this.rows = frame.ints(largestPixels);
      this.targets = frame.ints(largestPixels);
      this.group = group;
      this.block = block;
      this.reach = correlation.rows().reach(block.fromRow(), block.toRow());
      this.sweep = sweep;
      this.firstPanel = sweep.panel(split, splits);
      this.endPanel = sweep.panel(split + 1, splits);
      this.firstColumn = columnPanels.panel(firstPanel).first();
    }

    void run(FloatMemory source, FloatMemory filter, FloatMemory destination) {
      for (int first = 0; first < correlation.sources(); first += panel.channels()) {
        int sources = Math.min(panel.channels(), correlation.sources() - first);
        int channel = group * correlation.sources() + first;
        panel.load(source, block, reach, channel, sources, own, 0);
        for (TapPhase phase : phases) {
          int pixels =
              Pixels.collect(
                  correlation,
                  panel,
                  block,
                  reach,
                  phase.row(),
                  phase.column(),
                  rows,
                  targets,
                  blockStride);
          if (pixels > 0) {
            for (int i = firstPanel; i < endPanel; i++) {
              multiply(phase, columnPanels.panel(i), first, sources, pixels, filter);
            }
          }
        }
      }
      int last =
          columnPanels.panel(endPanel - 1).first() + columnPanels.panel(endPanel - 1).channels();
      pixelBlock.store(
          own,
          blockOffset(),
          own,
          storeOffset(),
          destination,
          block,
          group * correlation.destinations() + firstColumn,
          last - firstColumn);
    }

    private void multiply(
        TapPhase phase,
        ColumnPanels.Panel columns,
        int first,
        int sources,
        int pixels,
        FloatMemory filter) {
      GatheredProduct p = product;
      p.a = own;
      p.aOffset = 0;
      p.rows = rows;
      p.columns = phase.offsets();
      p.firstColumn = 0;
      p.depth = sources * phase.taps().length;
      p.bStride = columns.width();
      if (sharedWeights) {
        p.b = shared;
        p.bOffset = packedOffset(sweep, group, phase, columns, first);
      } else {
        p.b = own;
        p.bOffset = weightsOffset();
        packer.pack(
            filter,
            group,
            columns,
            first,
            sources,
            phase.taps(),
            own,
            packingOffset(),
            own,
            weightsOffset());
      }
      p.c = own;
      p.cOffset = blockOffset() + columns.first() - firstColumn;
      p.targets = targets;
      if (first == 0) {
        p.start = shared;
        p.startOffset = group * columnPanels.paddedChannels() + columns.first();
        p.startScale = 0;
      } else {
        p.start = own;
        p.startOffset = p.cOffset;
        p.startScale = 1;
      }
      kernels.multiply(p, 0, pixels, columns.vectors());
    }
  }
}
