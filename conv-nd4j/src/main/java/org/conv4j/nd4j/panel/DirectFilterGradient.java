package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.kernel.GatheredProduct;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * The filter gradient as a product of input panels and output gradients, pixel block by pixel
 * block: the tables of the direct convolution with rows and columns exchanged.
 *
 * <p>A tile is one column panel of output channels by a chunk of input channels. Where tiles are
 * few, the pixels are divided into parts, whose sums are added in order; where even these are too
 * few to keep threads busy, chunks are smaller, which changes no sum.
 */
public final class DirectFilterGradient {

  private static final int TILE_TARGET = 64 << 10;
  private static final int PANEL_TARGET = 64 << 10;
  private static final int LARGEST_PIXEL_BLOCK = 512;
  private static final int TASKS = 8;

  private final Correlation correlation;
  private final Kernels kernels;
  private final Workers workers;
  private final long workspaceBytes;
  private final ColumnPanels columnPanels;
  private final FilterUnpacker unpacker;
  private final RowBlocks blocks;
  private final ImagePanel panel;
  private final PixelBlock pixelBlock;
  private final int largestPixels;
  private final int chunks;
  private final int parts;
  private final int[] tapOffsets;
  private final int[] tapTargets;

  /** A plan; needs {@link #taskFloats} and {@link #sharedFloats} of workspace. */
  public DirectFilterGradient(
      ConvProblem problem, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = Correlation.ofOutput(problem);
    this.kernels = kernels;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.columnPanels = new ColumnPanels(correlation.destinations(), kernels);
    this.unpacker = new FilterUnpacker(correlation, kernels);
    int half = (int) Math.min(Integer.MAX_VALUE / 2, workspaceBytes / Float.BYTES / 2);
    int width = columnPanels.widest();
    int tileTarget = Math.min(TILE_TARGET, half / 8);
    int panelTarget = Math.min(PANEL_TARGET, half / 8);

    AxisTaps.Span reach = correlation.columns().extent();
    int wanted =
        atLeastOne(Math.min(correlation.sources(), tileTarget / (correlation.taps() * width)));
    int pixels = Math.min(LARGEST_PIXEL_BLOCK, Math.min(TILE_TARGET, half / 8) / width);
    int rows = atLeastOne(pixels / correlation.width());
    while (rows > 1 && (long) wanted * panelRows(rows) * reach.count() > panelTarget) {
      rows /= 2;
    }
    this.blocks = RowBlocks.of(correlation.images(), correlation.height(), rows);
    this.largestPixels = blocks.largest() * correlation.width();
    int panelRows = panelRows(rows);
    int channels = atLeastOne(Math.min(wanted, panelTarget / (panelRows * reach.count())));
    int even = ceilDiv(correlation.sources(), ceilDiv(correlation.sources(), channels));
    int tiles = tiles(even);
    this.parts = tiles >= TASKS ? 1 : Math.min(blocks.count(), ceilDiv(TASKS, tiles));
    int ofTask = channelsOfTask(even, half);
    this.chunks = ceilDiv(correlation.sources(), ofTask);
    this.panel =
        new ImagePanel(correlation.source(), reach, correlation.rows().step(), panelRows, ofTask);
    this.pixelBlock = new PixelBlock(correlation.destination(), kernels, width);
    this.tapOffsets = new int[panel.channels() * correlation.taps()];
    this.tapTargets = new int[tapOffsets.length];
    fillTapTables();
  }

  /**
   * Input channels of a tile: as many as {@code most}, or so few that each thread has a tile of a
   * part, if there is room for all sums.
   */
  private int channelsOfTask(int most, int room) {
    int splits = ceilDiv(workers.threads(), tiles(most) * parts);
    int channels = ceilDiv(most, splits);
    return parts == 1 || parts * tiles(channels) * tileFloats(channels) <= room ? channels : most;
  }

  /** Floats of workspace that every task takes. */
  public long taskFloats() {
    return scratchOffset()
        + Math.max(pixelBlock.scratch(largestPixels), unpacker.scratch(panel.channels()));
  }

  /** Floats of workspace that the calling thread takes besides. */
  public long sharedFloats() {
    return parts == 1 ? 0 : parts * tiles() * tileFloats();
  }

  /** Computes the filter gradient. */
  public void execute(FloatMemory input, FloatMemory outputGradient, FloatMemory filterGradient) {
    int tiles = tiles();
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats(), taskFloats());
      workers.run(
          tasks(),
          workspaceBytes,
          (task, taskFrame) -> {
            float[] own = taskFrame.floats(taskFloats());
            Tile tile = new Tile(task % tiles);
            int part = task / tiles;
            float[] sums = parts == 1 ? own : shared;
            int sumsAt = parts == 1 ? 0 : (int) (task * tileFloats());
            new Accumulation(tile, own, taskFrame.ints(largestPixels), sums, sumsAt)
                .run(
                    input,
                    outputGradient,
                    blocks.count() * part / parts,
                    blocks.count() * (part + 1) / parts);
            if (parts == 1) {
              store(tile, own, 0, own, filterGradient);
            }
          });
      if (parts > 1) {
        workers.run(
            tiles,
            workspaceBytes,
            (task, taskFrame) -> {
              int floats = (int) tileFloats();
              Parts.add(shared, task * floats, floats, parts, tiles * floats);
              float[] own = taskFrame.floats(taskFloats());
              store(new Tile(task), shared, task * floats, own, filterGradient);
            });
      }
    }
  }

  private void store(Tile tile, float[] sums, int at, float[] own, FloatMemory filterGradient) {
    unpacker.unpack(
        sums,
        at,
        columnPanels.widest(),
        tile.group,
        tile.columns,
        tile.first,
        tile.sources,
        own,
        scratchOffset(),
        filterGradient);
  }

  private void fillTapTables() {
    int[] rowShifts = correlation.rows().shifts(0);
    int[] columnShifts = correlation.columns().shifts(0);
    int taps = correlation.taps();
    for (int i = 0; i < tapOffsets.length; i++) {
      int tap = i % taps;
      tapOffsets[i] =
          i / taps * panel.channelStride()
              + panel.shift(
                  rowShifts[tap / columnShifts.length], columnShifts[tap % columnShifts.length]);
      tapTargets[i] = i * columnPanels.widest();
    }
  }

  private int panelRows(int rows) {
    return RowBlocks.of(correlation.images(), correlation.height(), rows)
        .largestReach(correlation.rows());
  }

  /** How many tasks threads share out. */
  int tasks() {
    return tiles() * parts;
  }

  private int tiles() {
    return tiles(panel.channels());
  }

  /** How many tiles there are if each has so many input channels. */
  private int tiles(int channels) {
    return correlation.groups() * columnPanels.count() * ceilDiv(correlation.sources(), channels);
  }

  private long tileFloats() {
    return tileFloats(panel.channels());
  }

  private long tileFloats(int channels) {
    return (long) (channels * correlation.taps() + unpacker.slackRows()) * columnPanels.widest();
  }

  private long panelOffset() {
    return parts == 1 ? tileFloats() : 0;
  }

  private int pixelsOffset() {
    return (int) panelOffset() + panel.floats();
  }

  private int scratchOffset() {
    return pixelsOffset() + pixelBlock.floats(largestPixels);
  }

  private static int atLeastOne(int count) {
    return Math.max(1, count);
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  /** One column panel of output channels by a chunk of input channels. */
  private final class Tile {
    final int group;
    final ColumnPanels.Panel columns;
    final int first;
    final int sources;

    Tile(int index) {
      this.group = index / chunks / columnPanels.count();
      this.columns = columnPanels.panel(index / chunks % columnPanels.count());
      this.first = index % chunks * panel.channels();
      this.sources = Math.min(panel.channels(), correlation.sources() - first);
    }
  }

  /** The sums of one tile over a range of pixel blocks. */
  private final class Accumulation {
    private final Tile tile;
    private final float[] own;
    private final int[] pixelOffsets;
    private final float[] sums;
    private final int sumsAt;
    private final GatheredProduct product = new GatheredProduct();

    Accumulation(Tile tile, float[] own, int[] pixelOffsets, float[] sums, int sumsAt) {
      this.tile = tile;
      this.own = own;
      this.pixelOffsets = pixelOffsets;
      this.sums = sums;
      this.sumsAt = sumsAt;
    }

    void run(FloatMemory input, FloatMemory outputGradient, int fromBlock, int toBlock) {
      int floats = tile.sources * correlation.taps() * columnPanels.widest();
      Arrays.fill(sums, sumsAt, sumsAt + floats, 0);
      for (int i = fromBlock; i < toBlock; i++) {
        RowBlocks.Block block = blocks.block(i);
        AxisTaps.Span reach = correlation.rows().reach(block.fromRow(), block.toRow());
        panel.load(
            input,
            block,
            reach,
            tile.group * correlation.sources() + tile.first,
            tile.sources,
            own,
            (int) panelOffset());
        pixelBlock.load(
            outputGradient,
            block,
            tile.group * correlation.destinations() + tile.columns.first(),
            tile.columns.channels(),
            own,
            scratchOffset(),
            own,
            pixelsOffset());
        accumulate(Pixels.collect(correlation, panel, block, reach, 0, 0, pixelOffsets, null, 0));
      }
    }

    private void accumulate(int pixels) {
      GatheredProduct p = product;
      p.a = own;
      p.aOffset = (int) panelOffset();
      p.rows = tapOffsets;
      p.columns = pixelOffsets;
      p.firstColumn = 0;
      p.depth = pixels;
      p.b = own;
      p.bOffset = pixelsOffset();
      p.bStride = columnPanels.widest();
      p.start = sums;
      p.startOffset = sumsAt;
      p.startScale = 1;
      p.c = sums;
      p.cOffset = sumsAt;
      p.targets = tapTargets;
      kernels.multiply(p, 0, tile.sources * correlation.taps(), tile.columns.vectors());
    }
  }
}
