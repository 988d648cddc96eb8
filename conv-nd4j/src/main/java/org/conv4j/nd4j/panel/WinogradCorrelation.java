package org.conv4j.nd4j.panel;

import java.util.Arrays;
import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.kernel.GatheredProduct;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.LineForm;
import org.conv4j.nd4j.kernel.TileTransform;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * A dense 3 x 3 correlation by Winograd's transforms, for a stride of 1 or 2: a few products of
 * tiles by channels take the place of nine taps at every pixel.
 *
 * <p>Transformed weights are shared by all tasks if they fit the workspace. Otherwise they are
 * shared some column panels at a time, and tiles are transformed for each of these groups; or each
 * task transforms weights chunk by chunk, for a large block of tiles: whichever costs less. A task
 * transforms its tiles itself, even where others, with other column panels, do the same: it costs
 * less than to have them from another processor.
 */
public final class WinogradCorrelation {

  /** Floats of transformed tiles that a task rereads for every column panel. */
  private static final int TILES_TARGET = 256 << 10;

  /** The same where the weights of some panels are shared at a time. */
  private static final int GROUP_TILES_TARGET = 384 << 10;

  /** Floats of transformed weights that a task rereads for every tile. */
  private static final int WEIGHTS_TARGET = 64 << 10;

  /** The work of transforming a tile of a channel, in terms of that of transforming a weight. */
  private static final double TILE_COST = .6;

  /**
   * The same of having an element of a transformed weight from the thread that made it: between
   * nothing, where processors share a cache, and twice as much, where they do not.
   */
  private static final double ELEMENT_COST = .125;

  private static final int FEWEST_TILES = 12;

  /** Blocks that keep threads evenly busy. */
  private static final int BLOCKS_PER_THREAD = 4;

  private final Correlation correlation;
  private final Kernels kernels;
  private final TileTransform transform;
  private final Workers workers;
  private final long workspaceBytes;
  private final LineForm form;
  private final List<LineForm.Product> products;
  private final int sumElements;
  private final ColumnPanels columnPanels;
  private final WinogradWeights weightsOf;
  private final WinogradTiles tiles;
  private final int together;
  private final RowBlocks blocks;
  private final int shares;
  private final int largestTiles;
  private final int largestTileRows;
  private final int chunk;
  private final int[] tileOffsets;
  private final int[] sumOffsets;
  private final int[] channelOffsets;
  private final PixelBlock pixelBlock;

  private WinogradCorrelation(
      Correlation correlation,
      TileTransform transform,
      boolean turned,
      Kernels kernels,
      Workers workers,
      long workspaceBytes) {
    this.correlation = correlation;
    this.kernels = kernels;
    this.transform = transform;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.form = transform.form();
    this.products = form.tileProducts();
    this.sumElements = form.sums() * form.sums();
    this.columnPanels = new ColumnPanels(correlation.destinations(), kernels);
    this.weightsOf = new WinogradWeights(correlation, columnPanels, transform, turned, kernels);
    this.tiles = WinogradTiles.ofInput(correlation, kernels, transform);
    int half = (int) Math.min(Integer.MAX_VALUE / 2, workspaceBytes / Float.BYTES / 2);
    RowBlocks own = ownBlocks(half);
    this.together = panelsTogether(half / 4 * 5, own.count());
    this.blocks = sharedWeights() ? sharedBlocks(half / 3) : dividedFurther(own);
    this.shares = sharedWeights() ? sharesOfFewBlocks() : sharesOfOwnWeights();
    this.largestTiles = blocks.largest() * tiles.tileColumns();
    this.largestTileRows = Math.min(tiles.tileRows(), blocks.largest());
    int chunks =
        ceilDiv(
            correlation.sources(),
            Math.max(
                1,
                Math.min(WEIGHTS_TARGET, half / 4)
                    / (weightsOf.elements() * columnPanels.widest())));
    this.chunk = ceilDiv(correlation.sources(), chunks);
    this.tileOffsets = Offsets.evenly(largestTiles, tiles.paddedChannels());
    this.sumOffsets = Offsets.evenly(largestTiles, columnPanels.widest());
    this.channelOffsets = Offsets.evenly(correlation.sources(), 1);
    this.pixelBlock = new PixelBlock(correlation.destination(), kernels, columnPanels.widest());
  }

  /** Blocks of tiles, where each task transforms weights for its own. */
  private RowBlocks ownBlocks(int half) {
    int perTile = tiles.elements() * (tiles.paddedChannels() + WinogradTiles.SKEW);
    int most = Math.min(half / 4 * 5 / perTile, half / 4 / (sumElements * columnPanels.widest()));
    return RowBlocks.of(
        correlation.images(), tiles.tileRows(), Math.max(1, most / tiles.tileColumns()));
  }

  /** Where blocks are fewer than threads, several have the tiles of one, for some panels each. */
  private int sharesOfFewBlocks() {
    return Math.min(together, ceilDiv(workers.threads(), Math.max(1, blocks.count())));
  }

  private int sharesOfOwnWeights() {
    return blocks.count() >= BLOCKS_PER_THREAD * workers.threads()
        ? 1
        : Math.min(columnPanels.count(), workers.threads());
  }

  /** Smaller blocks, where column panels are too few to give each thread one of a block. */
  private RowBlocks dividedFurther(RowBlocks own) {
    int wanted = ceilDiv(workers.threads(), columnPanels.count());
    int rows = ceilDiv(correlation.images() * tiles.tileRows(), wanted);
    return own.count() >= wanted ? own : RowBlocks.of(correlation.images(), tiles.tileRows(), rows);
  }

  /** Blocks of tiles, where weights are shared. */
  private RowBlocks sharedBlocks(int room) {
    int target = together < columnPanels.count() ? GROUP_TILES_TARGET : TILES_TARGET;
    int most = Math.min(target, room) / (tiles.elements() * tiles.paddedChannels());
    int rows = Math.max(1, most / tiles.tileColumns());
    while (rows > 1
        && RowBlocks.of(correlation.images(), tiles.tileRows(), rows).count()
            < workers.wantedTasks()
        && rows / 2 * tiles.tileColumns() >= FEWEST_TILES) {
      rows /= 2;
    }
    return RowBlocks.of(correlation.images(), tiles.tileRows(), rows);
  }

  /**
   * How many panels have their weights transformed at a time, to be shared; none if each task is to
   * transform weights for its own tiles.
   *
   * @param room floats that there are for shared weights
   * @param ownBlocks how often weights would be transformed otherwise
   */
  private int panelsTogether(int room, int ownBlocks) {
    int count = columnPanels.count();
    if (weightsOf.floats(count) <= room) {
      return count;
    }
    int most = (int) (room / weightsOf.floats(1));
    if (most == 0) {
      return 0;
    }
    double allWeights = columnPanels.paddedChannels();
    double allTiles = TILE_COST * correlation.images() * tiles.tileRows() * tiles.tileColumns();
    double shared =
        allWeights * (1 + ELEMENT_COST * weightsOf.elements()) + ceilDiv(count, most) * allTiles;
    return shared < ownBlocks * allWeights + allTiles ? most : 0;
  }

  private boolean sharedWeights() {
    return together > 0;
  }

  /**
   * The output from the input. A plan; needs {@link #taskFloats} and {@link #sharedFloats} of
   * workspace.
   *
   * @param outputs rows and columns of outputs that a tile has, where the stride is 1
   */
  public static WinogradCorrelation ofOutput(
      ConvProblem problem, int outputs, Kernels kernels, Workers workers, long workspaceBytes) {
    LineForm form = LineForm.ofOutput(outputs, problem.stride().height());
    return new WinogradCorrelation(
        Correlation.ofOutput(problem),
        kernels.winograd(form, form),
        false,
        kernels,
        workers,
        workspaceBytes);
  }

  /** The input gradient from the output gradient, like {@link #ofOutput}. */
  public static WinogradCorrelation ofInputGradient(
      ConvProblem problem, int outputs, Kernels kernels, Workers workers, long workspaceBytes) {
    long stride = problem.stride().height();
    return new WinogradCorrelation(
        Correlation.ofInputGradient(problem),
        kernels.winograd(
            LineForm.ofInputGradient(outputs, stride, problem.sides().top()),
            LineForm.ofInputGradient(outputs, stride, problem.sides().left())),
        true,
        kernels,
        workers,
        workspaceBytes);
  }

  /** How many tasks threads share out, for all weights or for those shared at a time. */
  int tasks() {
    return blocks.count() * shares;
  }

  /** Floats of workspace that every task takes. */
  public long taskFloats() {
    long weights = sharedWeights() ? 0 : weightsOf.chunkFloats(chunk) + weightsOf.scratch();
    return tileFloats() + Math.max(tiles.scratch(largestTileRows), weights + sumTaskFloats());
  }

  /** Floats of workspace that the calling thread takes besides. */
  public long sharedFloats() {
    return columnPanels.paddedChannels() + weightsOf.floats(together);
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
      if (!sharedWeights()) {
        run(source, null, 0, 0, columnPanels.count(), filter, shared, destination);
        return;
      }
      for (int first = 0; first < columnPanels.count(); first += together) {
        int end = Math.min(columnPanels.count(), first + together);
        int origin = weightsAt - weightsOf.offset(columnPanels.panel(first), 0);
        transform(filter, first, end, shared, origin);
        run(source, shared, origin, first, end, null, shared, destination);
      }
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
      run(source, weights, 0, 0, columnPanels.count(), null, shared, destination);
    }
  }

  /** All weights, transformed, in an array of their own. */
  public float[] transform(FloatMemory filter) {
    float[] weights = new float[Math.toIntExact(weightsOf.floats(columnPanels.count()))];
    transform(filter, 0, columnPanels.count(), weights, 0);
    return weights;
  }

  private void readBias(FloatMemory bias, float[] shared) {
    Arrays.fill(shared, 0, columnPanels.paddedChannels(), 0);
    if (bias != null) {
      bias.read(0, shared, 0, correlation.destinations());
    }
  }

  /** Transforms the weights of panels {@code from} to {@code end - 1} by all threads. */
  private void transform(FloatMemory filter, int from, int end, float[] weights, int weightsAt) {
    int chunks = ceilDiv(correlation.sources(), chunk);
    workers.run(
        (end - from) * chunks,
        workspaceBytes,
        (task, frame) -> {
          ColumnPanels.Panel panel = columnPanels.panel(from + task / chunks);
          int first = task % chunks * chunk;
          weightsOf.transform(
              filter,
              panel,
              first,
              sources(first),
              frame.floats(weightsOf.scratch()),
              0,
              weights,
              weightsAt + weightsOf.offset(panel, first),
              weightsOf.elementStride(panel, correlation.sources()));
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
      int firstPanel,
      int endPanel,
      FloatMemory filter,
      float[] biases,
      FloatMemory destination) {
    workers.run(
        tasks(),
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
              frame.ints(form.inputs()),
              own,
              0,
              tileElementStride(),
              tiles.paddedChannels());
          int count = endPanel - firstPanel;
          int end = firstPanel + count * (share + 1) / shares;
          for (int i = firstPanel + count * share / shares; i < end; i++) {
            ColumnPanels.Panel panel = columnPanels.panel(i);
            int sumsAt =
                weights == null
                    ? multiplyByChunks(filter, panel, own, tilesOf(block))
                    : multiplyByAll(weights, weightsAt, panel, own, tilesOf(block));
            finish(panel, biases, own, sumsAt, destination, block);
          }
        });
  }

  /**
   * Multiplies by weights that are there; where the sums begin. Where several products are added to
   * one sum, the order is that of {@link #multiplyByChunks} if weights could have come that way,
   * from the caller's hand or with other images.
   */
  private int multiplyByAll(
      float[] weights, int weightsAt, ColumnPanels.Panel panel, float[] own, int count) {
    int sumsAt = (int) tileFloats();
    boolean byChunks = together < columnPanels.count() && products.size() > sumElements;
    int most = byChunks ? chunk : correlation.sources();
    for (int first = 0; first < correlation.sources(); first += most) {
      multiply(
          weights,
          weightsAt + weightsOf.offset(panel, first),
          weightsOf.elementStride(panel, correlation.sources()),
          first,
          Math.min(most, correlation.sources() - first),
          panel,
          own,
          sumsAt,
          count);
    }
    return sumsAt;
  }

  /** Transforms weights chunk by chunk and multiplies by them; where the sums begin. */
  private int multiplyByChunks(
      FloatMemory filter, ColumnPanels.Panel panel, float[] own, int count) {
    int weightsAt = (int) tileFloats();
    int packingAt = weightsAt + (int) weightsOf.chunkFloats(chunk);
    int sumsAt = packingAt + weightsOf.scratch();
    for (int first = 0; first < correlation.sources(); first += chunk) {
      int sources = sources(first);
      int elementStride = weightsOf.elementStride(panel, sources);
      weightsOf.transform(
          filter, panel, first, sources, own, packingAt, own, weightsAt, elementStride);
      multiply(own, weightsAt, elementStride, first, sources, panel, own, sumsAt, count);
    }
    return sumsAt;
  }

  /** The sums of products of tiles by weights, added to what they were unless it is the first. */
  private void multiply(
      float[] weights,
      int weightsAt,
      int weightElementStride,
      int first,
      int sources,
      ColumnPanels.Panel panel,
      float[] own,
      int sumsAt,
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
    p.targets = sumOffsets;
    p.start = own;
    if (first == 0) {
      Arrays.fill(own, sumsAt, sumsAt + columnPanels.widest(), 0);
    }
    boolean[] begun = new boolean[sumElements];
    Arrays.fill(begun, first > 0);
    for (LineForm.Product product : products) {
      p.aOffset = product.source() * tileElementStride();
      p.bOffset = weightsAt + product.weight() * weightElementStride;
      p.cOffset = sumsAt + columnPanels.widest() + product.sum() * sumElementStride();
      p.startOffset = begun[product.sum()] ? p.cOffset : sumsAt;
      p.startScale = begun[product.sum()] ? 1 : 0;
      kernels.multiply(p, 0, count, panel.vectors());
      begun[product.sum()] = true;
    }
  }

  /** Brings the sums of a panel back to pixels and stores them. */
  private void finish(
      ColumnPanels.Panel panel,
      float[] shared,
      float[] own,
      int sumsAt,
      FloatMemory destination,
      RowBlocks.Block block) {
    int m = form.outputs();
    int width = correlation.width();
    int stride = columnPanels.widest();
    int fromRow = block.fromRow() * m;
    int toRow = Math.min(correlation.height(), block.toRow() * m);
    int firstSum = sumsAt + stride;
    int pixelsAt = firstSum + sumElements * sumElementStride();
    int tile = firstSum;
    int pixel = pixelsAt;
    for (int image = 0; image < block.images(); image++) {
      for (int r = 0; r < block.rows(); r++) {
        int to = pixel + r * m * width * stride;
        for (int v = 0; v < panel.width(); v += kernels.lanes()) {
          transform.output(
              own,
              tile + v,
              sumElementStride(),
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
    return (long) tiles.elements() * tileElementStride();
  }

  private int sumElementStride() {
    return largestTiles * columnPanels.widest() + WinogradTiles.SKEW;
  }

  private int pixelFloats() {
    int m = form.outputs();
    int overhang = (m * correlation.width() + m) * columnPanels.widest();
    return pixelBlock.floats(blocks.largest() * m * correlation.width()) + overhang;
  }

  private long sumTaskFloats() {
    return columnPanels.widest()
        + (long) sumElements * sumElementStride()
        + pixelFloats()
        + pixelBlock.scratch(blocks.largest() * form.outputs() * correlation.width());
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }
}
