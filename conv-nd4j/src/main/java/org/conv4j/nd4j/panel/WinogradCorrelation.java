package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.kernel.GatheredProduct;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.TileTransform;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * A dense 3 x 3 correlation of stride 1 by Winograd's transforms: n x n products of tiles by
 * channels take the place of nine taps.
 *
 * <p>Transformed weights are shared by all tasks if they fit the workspace. Otherwise each task
 * transforms them chunk by chunk, for a large block of tiles. A task transforms its tiles itself,
 * even where others, with other column panels, do the same: it costs less than to have them from
 * another processor.
 */
public final class WinogradCorrelation {

  /** Floats of transformed tiles that a task rereads for every column panel. */
  private static final int TILES_TARGET = 128 << 10;

  /** Floats of transformed weights that a task rereads for every tile. */
  private static final int WEIGHTS_TARGET = 64 << 10;

  private static final int TASKS = 8;
  private static final int FEWEST_TILES = 12;

  /** Blocks that keep threads evenly busy. */
  private static final int BLOCKS_PER_THREAD = 4;

  private final Correlation correlation;
  private final Kernels kernels;
  private final TileTransform transform;
  private final Workers workers;
  private final long workspaceBytes;
  private final int elements;
  private final ColumnPanels columnPanels;
  private final FilterPacker packer;
  private final int[] tapOrder;
  private final WinogradTiles tiles;
  private final boolean sharedWeights;
  private final RowBlocks blocks;
  private final int shares;
  private final int largestTiles;
  private final int largestTileRows;
  private final int chunk;
  private final int[] tileOffsets;
  private final int[] productOffsets;
  private final int[] channelOffsets;
  private final PixelBlock pixelBlock;

  /** A plan; needs {@link #taskFloats} and {@link #sharedFloats} of workspace. */
  public WinogradCorrelation(
      Correlation correlation, int outputs, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.kernels = kernels;
    this.transform = kernels.winograd(outputs);
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.elements = transform.inputs() * transform.inputs();
    this.columnPanels = new ColumnPanels(correlation.destinations(), kernels);
    this.packer = new FilterPacker(correlation, kernels);
    this.tapOrder = tapOrder(correlation);
    this.tiles = WinogradTiles.ofInput(correlation, kernels, transform);
    int half = (int) Math.min(Integer.MAX_VALUE / 2, workspaceBytes / Float.BYTES / 2);
    this.sharedWeights = weightFloats() <= half + half / 4;
    int perTile = elements * tiles.paddedChannels();
    int wanted =
        sharedWeights
            ? Math.min(TILES_TARGET, half / 3) / perTile
            : Math.min(
                half / 4 * 5 / (perTile + elements * WinogradTiles.SKEW),
                half / 4 / (elements * columnPanels.widest()));
    int rows = Math.max(1, wanted / tiles.tileColumns());
    while (sharedWeights
        && rows > 1
        && RowBlocks.of(correlation.images(), tiles.tileRows(), rows).count() < TASKS
        && rows / 2 * tiles.tileColumns() >= FEWEST_TILES) {
      rows /= 2;
    }
    this.blocks = RowBlocks.of(correlation.images(), tiles.tileRows(), rows);
    this.shares =
        sharedWeights || blocks.count() >= BLOCKS_PER_THREAD * workers.threads()
            ? 1
            : Math.min(columnPanels.count(), workers.threads());
    this.largestTiles = blocks.largest() * tiles.tileColumns();
    this.largestTileRows = Math.min(tiles.tileRows(), blocks.largest());
    int chunks =
        ceilDiv(
            correlation.sources(),
            Math.max(1, Math.min(WEIGHTS_TARGET, half / 4) / (elements * columnPanels.widest())));
    this.chunk = ceilDiv(correlation.sources(), chunks);
    this.tileOffsets = Offsets.evenly(largestTiles, tiles.paddedChannels());
    this.productOffsets = Offsets.evenly(largestTiles, columnPanels.widest());
    this.channelOffsets = Offsets.evenly(correlation.sources(), 1);
    this.pixelBlock = new PixelBlock(correlation.destination(), kernels, columnPanels.widest());
  }

  /** Floats of workspace that every task takes. */
  public long taskFloats() {
    int weights = sharedWeights ? 0 : chunkWeightFloats() + packingFloats();
    return tileFloats() + Math.max(tiles.scratch(largestTileRows), weights + productTaskFloats());
  }

  /** Floats of workspace that the calling thread takes besides. */
  public long sharedFloats() {
    return columnPanels.paddedChannels() + (sharedWeights ? weightFloats() : 0);
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
      int weightsAt = columnPanels.paddedChannels();
      if (sharedWeights) {
        transform(filter, shared, weightsAt);
      }
      run(source, sharedWeights ? shared : null, weightsAt, filter, shared, destination);
    }
  }

  /**
   * Computes the destination, the same bits, from weights transformed before.
   *
   * @param weights what {@link #transform(FloatMemory)} made
   * @param bias added to each destination channel; null for none
   */
  public void execute(
      FloatMemory source, float[] weights, FloatMemory bias, FloatMemory destination) {
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats(), taskFloats());
      readBias(bias, shared);
      run(source, weights, 0, null, shared, destination);
    }
  }

  /** All weights, transformed, in an array of their own. */
  public float[] transform(FloatMemory filter) {
    float[] weights = new float[Math.toIntExact(weightFloats())];
    transform(filter, weights, 0);
    return weights;
  }

  private void readBias(FloatMemory bias, float[] shared) {
    Arrays.fill(shared, 0, columnPanels.paddedChannels(), 0);
    if (bias != null) {
      bias.read(0, shared, 0, correlation.destinations());
    }
  }

  private void transform(FloatMemory filter, float[] weights, int weightsAt) {
    int chunks = ceilDiv(correlation.sources(), chunk);
    workers.run(
        columnPanels.count() * chunks,
        workspaceBytes,
        (task, frame) -> {
          ColumnPanels.Panel panel = columnPanels.panel(task / chunks);
          int first = task % chunks * chunk;
          transformWeights(
              filter,
              panel,
              first,
              sources(first),
              frame.floats(packingFloats()),
              0,
              weights,
              weightsAt + weightOffset(panel, first),
              correlation.sources());
        });
  }

  /**
   * Computes all tasks.
   *
   * @param weights transformed; null if each task is to transform those of {@code filter}
   */
  private void run(
      FloatMemory source,
      float[] weights,
      int weightsAt,
      FloatMemory filter,
      float[] biases,
      FloatMemory destination) {
    workers.run(
        blocks.count() * shares,
        workspaceBytes,
        (task, frame) -> {
          float[] own = frame.floats(taskFloats());
          RowBlocks.Block block = blocks.block(task % blocks.count());
          int share = task / blocks.count();
          tiles.transformChannels(
              source,
              block,
              0,
              correlation.sources(),
              own,
              (int) tileFloats(),
              frame.ints(transform.inputs()),
              own,
              0,
              tileElementStride(),
              tiles.paddedChannels());
          int end = columnPanels.count() * (share + 1) / shares;
          for (int i = columnPanels.count() * share / shares; i < end; i++) {
            ColumnPanels.Panel panel = columnPanels.panel(i);
            int productsAt =
                weights == null
                    ? multiplyByChunks(filter, panel, own, tilesOf(block))
                    : multiplyByAll(weights, weightsAt, panel, own, tilesOf(block));
            finish(panel, biases, own, productsAt, destination, block);
          }
        });
  }

  /** Multiplies by weights that are there; where the products begin. */
  private int multiplyByAll(
      float[] weights, int weightsAt, ColumnPanels.Panel panel, float[] own, int count) {
    int productsAt = (int) tileFloats();
    multiply(
        weights,
        weightsAt + weightOffset(panel, 0),
        weightElementStride(panel, correlation.sources()),
        0,
        correlation.sources(),
        panel,
        own,
        productsAt,
        count);
    return productsAt;
  }

  /** Transforms weights chunk by chunk and multiplies by them; where the products begin. */
  private int multiplyByChunks(
      FloatMemory filter, ColumnPanels.Panel panel, float[] own, int count) {
    int weightsAt = (int) tileFloats();
    int packingAt = weightsAt + chunkWeightFloats();
    int productsAt = packingAt + packingFloats();
    for (int first = 0; first < correlation.sources(); first += chunk) {
      int sources = sources(first);
      transformWeights(filter, panel, first, sources, own, packingAt, own, weightsAt, sources);
      multiply(
          own,
          weightsAt,
          weightElementStride(panel, sources),
          first,
          sources,
          panel,
          own,
          productsAt,
          count);
    }
    return productsAt;
  }

  /** Transforms the weights of {@code sources} channels of one panel. */
  private void transformWeights(
      FloatMemory filter,
      ColumnPanels.Panel panel,
      int first,
      int sources,
      float[] scratch,
      int scratchAt,
      float[] to,
      int at,
      int allSources) {
    int packed = sources * 9 * panel.width();
    packer.pack(
        filter,
        0,
        panel,
        first,
        sources,
        tapOrder,
        scratch,
        scratchAt + packed,
        scratch,
        scratchAt);
    for (int v = 0; v < panel.width(); v += kernels.lanes()) {
      transform.filter(
          scratch,
          scratchAt + v,
          panel.width(),
          sources,
          to,
          at + v,
          weightElementStride(panel, allSources),
          panel.width());
    }
  }

  /** The n x n products of tiles by weights, accumulated unless they are the first. */
  private void multiply(
      float[] weights,
      int weightsAt,
      int weightElementStride,
      int first,
      int sources,
      ColumnPanels.Panel panel,
      float[] own,
      int productsAt,
      int count) {
    GatheredProduct p = new GatheredProduct();
    p.a = own;
    p.rows = tileOffsets;
    p.columns = channelOffsets;
    p.firstColumn = first;
    p.depth = sources;
    p.b = weights;
    p.bStride = panel.width();
    p.c = own;
    p.targets = productOffsets;
    p.start = own;
    if (first == 0) {
      Arrays.fill(own, productsAt, productsAt + columnPanels.widest(), 0);
    }
    for (int element = 0; element < elements; element++) {
      p.aOffset = element * tileElementStride();
      p.bOffset = weightsAt + element * weightElementStride;
      p.cOffset = productsAt + columnPanels.widest() + element * productElementStride();
      p.startOffset = first == 0 ? productsAt : p.cOffset;
      p.startScale = first == 0 ? 0 : 1;
      kernels.multiply(p, 0, count, panel.vectors());
    }
  }

  /** Brings the products of a panel back to pixels and stores them. */
  private void finish(
      ColumnPanels.Panel panel,
      float[] shared,
      float[] own,
      int productsAt,
      FloatMemory destination,
      RowBlocks.Block block) {
    int m = transform.outputs();
    int width = correlation.width();
    int stride = columnPanels.widest();
    int fromRow = block.fromRow() * m;
    int toRow = Math.min(correlation.height(), block.toRow() * m);
    int firstProduct = productsAt + stride;
    int pixelsAt = firstProduct + elements * productElementStride();
    int tile = firstProduct;
    int pixel = pixelsAt;
    for (int image = 0; image < block.images(); image++) {
      for (int r = 0; r < block.rows(); r++) {
        int to = pixel + r * m * width * stride;
        for (int v = 0; v < panel.width(); v += kernels.lanes()) {
          transform.output(
              own,
              tile + v,
              productElementStride(),
              stride,
              tiles.tileColumns(),
              shared,
              panel.first() + v,
              to + v,
              width * stride,
              stride);
        }
        tile += tiles.tileColumns() * stride;
      }
      pixel += (toRow - fromRow) * width * stride;
    }
    pixelBlock.store(
        own,
        pixelsAt,
        own,
        pixelsAt + pixelFloats(),
        destination,
        new RowBlocks.Block(block.fromImage(), block.toImage(), fromRow, toRow),
        panel.first(),
        panel.channels());
  }

  private int[] tapOrder(Correlation of) {
    int[] order = new int[9];
    int[] rowTaps = of.rows().taps(0);
    int[] rowShifts = of.rows().shifts(0);
    int[] columnShifts = of.columns().shifts(0);
    int firstRow = of.rows().reach(0, 1).first() - of.rows().base(0);
    int firstColumn = of.columns().reach(0, 1).first() - of.columns().base(0);
    for (int i = 0; i < rowTaps.length; i++) {
      for (int j = 0; j < rowTaps.length; j++) {
        order[(rowShifts[i] - firstRow) * 3 + columnShifts[j] - firstColumn] = i * 3 + j;
      }
    }
    return order;
  }

  private int tilesOf(RowBlocks.Block block) {
    return block.images() * block.rows() * tiles.tileColumns();
  }

  private int sources(int first) {
    return Math.min(chunk, correlation.sources() - first);
  }

  private int tileElementStride() {
    return largestTiles * tiles.paddedChannels() + WinogradTiles.SKEW;
  }

  private long tileFloats() {
    return (long) elements * tileElementStride();
  }

  private int weightElementStride(ColumnPanels.Panel panel, int sources) {
    return sources * panel.width() + WinogradTiles.SKEW;
  }

  private long weightFloats() {
    return (long) elements
        * ((long) correlation.sources() * columnPanels.paddedChannels()
            + (long) WinogradTiles.SKEW * columnPanels.count());
  }

  /** Where the weights of a panel begin among all, from source channel {@code first} on. */
  private int weightOffset(ColumnPanels.Panel panel, int first) {
    int before = 0;
    for (int i = 0; columnPanels.panel(i).first() < panel.first(); i++) {
      before += elements * weightElementStride(columnPanels.panel(i), correlation.sources());
    }
    return before + first * panel.width();
  }

  private int chunkWeightFloats() {
    return elements * (chunk * columnPanels.widest() + WinogradTiles.SKEW);
  }

  private int packingFloats() {
    return chunk * 9 * columnPanels.widest() + packer.scratch(chunk, columnPanels.widest());
  }

  private int productElementStride() {
    return largestTiles * columnPanels.widest() + WinogradTiles.SKEW;
  }

  private int pixelFloats() {
    int m = transform.outputs();
    int overhang = (m * correlation.width() + m) * columnPanels.widest();
    return pixelBlock.floats(blocks.largest() * m * correlation.width()) + overhang;
  }

  private long productTaskFloats() {
    return columnPanels.widest()
        + (long) elements * productElementStride()
        + pixelFloats()
        + pixelBlock.scratch(blocks.largest() * transform.outputs() * correlation.width());
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }
}
