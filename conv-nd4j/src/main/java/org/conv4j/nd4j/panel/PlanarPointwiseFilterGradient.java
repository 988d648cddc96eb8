package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.kernel.GatheredProduct;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * The gradient of a 1 x 1 filter from planar tensors: a product of two matrices of channels by
 * pixels. The channels of one side, the smaller if it fills vectors, lie in the lanes, and only
 * they are transposed; the other side's planes are read as they lie.
 *
 * <p>A tile is some channels of either side. Of large tensors whole images are read at once, where
 * they fit the workspace: all channels of a tile are one run in memory. Where tiles are few, the
 * pixels are divided into parts, whose sums are added in order; where even these are too few to
 * keep threads busy, tiles get fewer rows, which changes no sum.
 */
public final class PlanarPointwiseFilterGradient {

  /** Channels of a tile on either side: above, loading them is little beside multiplying them. */
  private static final int TILE_CHANNELS = 256;

  /** As many times more on the side of the rows, where pixels of the lanes have to be picked. */
  private static final int MORE_ROWS = 2;

  /** Floats of each side in a task. */
  private static final int PANEL_TARGET = 64 << 10;

  /**
   * Channels that are worth transposing in place of more on the other side: two vectors of 512 bits
   * multiply as fast as four.
   */
  private static final int LEAST_LANES = 32;

  /**
   * Floats of a tensor below which it stays in a third-level cache, and pieces are read as fast.
   */
  private static final long LEAST_FLOATS = 1 << 20;

  private static final int LARGEST_PIXEL_BLOCK = 1024;

  /** Rows below which a tile is not divided: transposing the lanes would take as long. */
  private static final int LEAST_ROWS = 48;

  /** Of each tile at most; where memory admits fewer parts, a power of two divides images alike. */
  private static final int TASKS = 8;

  private final Correlation correlation;
  private final Kernels kernels;
  private final Workers workers;
  private final long workspaceBytes;
  private final PixelPairs pairs;
  private final boolean lanesAreSources;
  private final int rowChannels;
  private final int laneChannels;
  private final int tileRows;
  private final int tileLanes;
  private final int rowTiles;
  private final int laneTiles;
  private final ColumnPanels fullPanels;
  private final ColumnPanels lastPanels;
  private final int pixelBlock;
  private final boolean wholeImages;
  private final int rowPixels;
  private final int units;
  private final int parts;
  private final int[] rowOffsets;
  private final int[] rowTargets;
  private final int[] pixelOffsets;

  /**
   * A plan; needs {@link #taskFloats} and {@link #sharedFloats} of workspace.
   *
   * @param problem planar, with a 1 x 1 kernel; some pixels of input and output must meet
   */
  public PlanarPointwiseFilterGradient(
      ConvProblem problem, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = Correlation.ofOutput(problem);
    this.kernels = kernels;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.pairs = new PixelPairs(correlation, kernels);
    int sources = correlation.sources();
    int destinations = correlation.destinations();
    this.lanesAreSources = sources < destinations && sources >= LEAST_LANES;
    this.rowChannels = lanesAreSources ? destinations : sources;
    this.laneChannels = lanesAreSources ? sources : destinations;
    int share = (int) Math.min(1 << 28, workspaceBytes / Float.BYTES / 8);
    int squareSide = (int) Math.sqrt(share);
    int most = Math.min(TILE_CHANNELS, squareSide);
    boolean picks = !(pairs.fillSource() && pairs.fillDestination());
    int mostRows = Math.min(picks ? MORE_ROWS * TILE_CHANNELS : TILE_CHANNELS, squareSide);
    int rows = ceilDiv(rowChannels, ceilDiv(rowChannels, mostRows));
    this.laneTiles = ceilDiv(laneChannels, Math.max(kernels.lanes(), most));
    this.tileLanes = ceilDiv(ceilDiv(laneChannels, laneTiles), kernels.lanes()) * kernels.lanes();
    this.fullPanels = new ColumnPanels(Math.min(tileLanes, laneChannels), kernels);
    this.lastPanels = new ColumnPanels(laneChannels - (laneTiles - 1) * tileLanes, kernels);
    int pixels =
        Math.min(LARGEST_PIXEL_BLOCK, Math.min(PANEL_TARGET, share) / Math.max(rows, tileLanes));
    this.pixelBlock = Math.max(kernels.lanes(), pixels / kernels.lanes() * kernels.lanes());
    int plane = pairs.perImage();
    long floats = workspaceBytes / Float.BYTES;
    long imageFloats = (long) (rows + tileLanes) * plane;
    int tiles = tiles(rows);
    this.wholeImages =
        tiles * correlation.images() >= TASKS
            && Math.max(correlation.source().floats(), correlation.destination().floats())
                >= LEAST_FLOATS
            && imageFloats <= floats / 8 * 5;
    this.rowPixels = wholeImages ? plane : pixelBlock;
    this.units = wholeImages ? correlation.images() : ceilDiv(pairs.count(), pixelBlock);
    long left = floats / 8 * 7 - PANEL_TARGET - (wholeImages ? imageFloats : 0);
    long room = Math.min(floats / 2, left);
    long memory = Math.max(1, room / sumFloats(rows));
    this.parts =
        tiles >= TASKS
            ? 1
            : (int) Math.min(Long.highestOneBit(memory), Math.min(units, ceilDiv(TASKS, tiles)));
    this.tileRows = rowsOfTask(rows, room);
    this.rowTiles = ceilDiv(rowChannels, tileRows);
    this.rowOffsets = Offsets.evenly(tileRows, rowPixels);
    this.rowTargets = Offsets.evenly(tileRows, tileLanes);
    this.pixelOffsets = Offsets.evenly(pixelBlock, 1);
  }

  /**
   * Rows of a tile: as many as {@code most}, or so few that each thread has a tile of a part, if
   * there is room for all sums.
   */
  private int rowsOfTask(int most, long room) {
    int splits = ceilDiv(workers.threads(), tiles(most) * parts);
    int rows = Math.max(Math.min(most, LEAST_ROWS), ceilDiv(most, splits));
    return parts == 1 || parts * sumFloats(rows) <= room ? rows : most;
  }

  /** Floats of workspace that every task takes. */
  public long taskFloats() {
    return lineOffset() + pairs.scratch();
  }

  /** Floats of workspace that the calling thread takes besides. */
  public long sharedFloats() {
    return parts == 1 ? 0 : parts * sumFloats(tileRows);
  }

  /** Whether a task reads all channels of a group, one image at a time. */
  boolean readsWholeImages() {
    return wholeImages && rowTiles == 1 && laneTiles == 1;
  }

  /** Where a task has the output gradient of an image, if it {@link #readsWholeImages}. */
  int gradientOffset() {
    return lanesAreSources ? rowsOffset() : planesOffset();
  }

  /** Computes the filter gradient. */
  public void execute(FloatMemory input, FloatMemory outputGradient, FloatMemory filterGradient) {
    execute(input, outputGradient, filterGradient, taskFloats(), (own, image, group) -> {});
  }

  /**
   * Computes the filter gradient, and what else can be done with images while they are at hand.
   *
   * @param perTask floats that a task takes, {@link #taskFloats} and what {@code visitor} needs
   *     behind it
   * @param visitor called for each image that a task has read, if it {@link #readsWholeImages}
   */
  void execute(
      FloatMemory input,
      FloatMemory outputGradient,
      FloatMemory filterGradient,
      long perTask,
      Visitor visitor) {
    int tiles = tiles(tileRows);
    FloatMemory rowMemory = lanesAreSources ? outputGradient : input;
    FloatMemory laneMemory = lanesAreSources ? input : outputGradient;
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats(), perTask);
      workers.run(
          tasks(),
          workspaceBytes,
          (task, taskFrame) -> {
            Tile tile = new Tile(task % tiles, taskFrame.floats(perTask), visitor);
            int part = task / tiles;
            tile.accumulate(
                rowMemory,
                laneMemory,
                (int) ((long) units * part / parts),
                (int) ((long) units * (part + 1) / parts),
                parts == 1 ? tile.own : shared,
                parts == 1 ? 0 : (int) (task * tileFloats()));
            if (parts == 1) {
              tile.store(tile.own, 0, filterGradient);
            }
          });
      if (parts > 1) {
        workers.run(
            tiles,
            workspaceBytes,
            (task, taskFrame) -> {
              int floats = (int) tileFloats();
              Parts.add(shared, task * floats, floats, parts, tiles * floats);
              new Tile(task, taskFrame.floats(perTask), visitor)
                  .store(shared, task * floats, filterGradient);
            });
      }
    }
  }

  /** How many tasks threads share out. */
  int tasks() {
    return tiles(tileRows) * parts;
  }

  /** How many tiles there are if each has so many rows. */
  private int tiles(int rows) {
    return correlation.groups() * ceilDiv(rowChannels, rows) * laneTiles;
  }

  /** The sums of all tiles of so many rows. */
  private long sumFloats(int rows) {
    return tiles(rows) * tileFloats(rows);
  }

  /** The sums of a tile; as many rows more as its transposition may read beyond the last. */
  private long tileFloats(int rows) {
    return (long) (rows + kernels.lanes()) * tileLanes;
  }

  private long tileFloats() {
    return tileFloats(tileRows);
  }

  private int rowsOffset() {
    return parts == 1 ? (int) tileFloats() : 0;
  }

  private int lanesOffset() {
    return rowsOffset() + tileRows * rowPixels;
  }

  /** The lanes' planes as they lie, and what the last pixels' vectors read beyond them. */
  private int planesOffset() {
    return lanesOffset() + tileLanes * pixelBlock;
  }

  private int scratchOffset() {
    return planesOffset() + (wholeImages ? tileLanes * rowPixels + kernels.lanes() : 0);
  }

  private int lineOffset() {
    return scratchOffset() + kernels.lanes() * Math.max(pixelBlock, tileRows + kernels.lanes());
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  /** Makes use of an image's channels. */
  @FunctionalInterface
  interface Visitor {
    /** Uses the channels of {@code group} in {@code image}, which are in {@code own}. */
    void visit(float[] own, int image, int group);
  }

  /** Some channels of either side. */
  private final class Tile {
    final float[] own;
    private final int group;
    private final int firstRow;
    private final int rows;
    private final int firstLane;
    private final ColumnPanels panels;
    private final Visitor visitor;

    Tile(int index, float[] own, Visitor visitor) {
      this.own = own;
      this.visitor = visitor;
      this.group = index / laneTiles / rowTiles;
      this.firstRow = index / laneTiles % rowTiles * tileRows;
      this.rows = Math.min(tileRows, rowChannels - firstRow);
      int laneTile = index % laneTiles;
      this.firstLane = laneTile * tileLanes;
      this.panels = laneTile == laneTiles - 1 ? lastPanels : fullPanels;
    }

    void accumulate(
        FloatMemory rowMemory,
        FloatMemory laneMemory,
        int fromUnit,
        int toUnit,
        float[] sums,
        int sumsAt) {
      Arrays.fill(sums, sumsAt, sumsAt + rows * tileLanes, 0);
      GatheredProduct p = new GatheredProduct();
      p.a = own;
      p.aOffset = rowsOffset();
      p.rows = rowOffsets;
      p.columns = pixelOffsets;
      p.b = own;
      p.c = sums;
      p.targets = rowTargets;
      p.start = sums;
      p.startScale = 1;
      for (int unit = fromUnit; unit < toUnit; unit++) {
        if (wholeImages) {
          accumulateImage(rowMemory, laneMemory, unit, p, sumsAt);
        } else {
          accumulateBlock(rowMemory, laneMemory, unit, p, sumsAt);
        }
      }
    }

    /** An image's channels are one run in memory, which is read faster than pieces of planes. */
    private void accumulateImage(
        FloatMemory rowMemory, FloatMemory laneMemory, int image, GatheredProduct p, int sumsAt) {
      int row = group * rowChannels + firstRow;
      int lane = group * laneChannels + firstLane;
      int laneCount = Math.min(tileLanes, laneChannels - firstLane);
      readImage(!lanesAreSources, rowMemory, image, row, rows, rowsOffset());
      readImage(lanesAreSources, laneMemory, image, lane, laneCount, planesOffset());
      visitor.visit(own, image, group);
      for (int pixel = 0; pixel < rowPixels; pixel += pixelBlock) {
        int pixels = Math.min(pixelBlock, rowPixels - pixel);
        p.aOffset = rowsOffset() + pixel;
        p.depth = pixels;
        for (int i = 0; i < panels.count(); i++) {
          ColumnPanels.Panel panel = panels.panel(i);
          place(p, panel, sumsAt);
          for (int first = 0; first < panel.channels(); first += kernels.lanes()) {
            kernels.interleave(
                own,
                planesOffset() + (panel.first() + first) * rowPixels + pixel,
                rowPixels,
                pixels,
                own,
                p.bOffset + first,
                panel.width());
          }
          kernels.multiply(p, 0, rows, panel.vectors());
        }
      }
    }

    private void readImage(
        boolean source, FloatMemory memory, int image, int channel, int channels, int at) {
      if (source ? pairs.fillSource() : pairs.fillDestination()) {
        ImageShape shape = source ? correlation.source() : correlation.destination();
        memory.read(shape.index(image, channel, 0, 0), own, at, channels * rowPixels);
        return;
      }
      for (int c = 0; c < channels; c++) {
        read(source, memory, channel + c, image * rowPixels, rowPixels, at + c * rowPixels);
      }
    }

    private void place(GatheredProduct p, ColumnPanels.Panel panel, int sumsAt) {
      p.bOffset = lanesOffset() + panel.first() * pixelBlock;
      p.bStride = panel.width();
      p.cOffset = sumsAt + panel.first();
      p.startOffset = p.cOffset;
    }

    private void accumulateBlock(
        FloatMemory rowMemory, FloatMemory laneMemory, int block, GatheredProduct p, int sumsAt) {
      int pixel = block * pixelBlock;
      int pixels = Math.min(pixelBlock, pairs.count() - pixel);
      for (int r = 0; r < rows; r++) {
        read(
            !lanesAreSources,
            rowMemory,
            group * rowChannels + firstRow + r,
            pixel,
            pixels,
            rowsOffset() + r * pixelBlock);
      }
      p.depth = pixels;
      for (int i = 0; i < panels.count(); i++) {
        ColumnPanels.Panel panel = panels.panel(i);
        place(p, panel, sumsAt);
        loadLanes(laneMemory, panel, pixel, pixels, p.bOffset);
        kernels.multiply(p, 0, rows, panel.vectors());
      }
    }

    /** Brings the pixels of a panel's channels side by side. */
    private void loadLanes(
        FloatMemory memory, ColumnPanels.Panel panel, int pixel, int pixels, int at) {
      int lanes = kernels.lanes();
      int channel = group * laneChannels + firstLane + panel.first();
      for (int first = 0; first < panel.channels(); first += lanes) {
        for (int lane = 0; lane < Math.min(lanes, panel.channels() - first); lane++) {
          read(
              lanesAreSources,
              memory,
              channel + first + lane,
              pixel,
              pixels,
              scratchOffset() + lane * pixelBlock);
        }
        kernels.interleave(
            own, scratchOffset(), pixelBlock, pixels, own, at + first, panel.width());
      }
    }

    private void read(
        boolean source, FloatMemory memory, int channel, int pixel, int pixels, int at) {
      if (source) {
        pairs.readSource(memory, channel, pixel, pixels, own, lineOffset(), own, at);
      } else {
        pairs.readDestination(memory, channel, pixel, pixels, own, lineOffset(), own, at);
      }
    }

    void store(float[] sums, int at, FloatMemory filterGradient) {
      Correlation.FilterStrides strides = correlation.filter();
      long rowStride = lanesAreSources ? strides.destination() : strides.source();
      long laneStride = lanesAreSources ? strides.source() : strides.destination();
      long origin = group * strides.group() + firstRow * rowStride + firstLane * laneStride;
      int channels = Math.min(tileLanes, laneChannels - firstLane);
      if (laneStride == 1) {
        for (int r = 0; r < rows; r++) {
          filterGradient.write(sums, at + r * tileLanes, channels, origin + r * rowStride);
        }
        return;
      }
      int lanes = kernels.lanes();
      int plane = ceilDiv(rows, lanes) * lanes;
      for (int first = 0; first < channels; first += lanes) {
        kernels.deinterleave(sums, at + first, tileLanes, rows, own, scratchOffset(), plane);
        for (int lane = 0; lane < Math.min(lanes, channels - first); lane++) {
          filterGradient.write(
              own, scratchOffset() + lane * plane, rows, origin + (first + lane) * laneStride);
        }
      }
    }
  }
}
