package org.conv4j.nd4j.tile;

import org.conv4j.ElementType;
import org.conv4j.nd4j.gemm.Gemm;
import org.conv4j.nd4j.gemm.Matrix;
import org.conv4j.nd4j.panel.Correlation;
import org.conv4j.nd4j.panel.RowBlocks;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * A dense 3 x 3 correlation of stride 1 on planar tensors by Winograd's transforms in plain Java
 * and 16 products by BLAS: destinations by sources times sources by tiles.
 *
 * <p>Where transformed weights fit the workspace, all tasks share them, and each has a block of
 * tiles. Otherwise, block after block of tiles, transformed tiles are shared, and each task has
 * some destinations, whose weights it transforms itself.
 */
public final class TileCorrelation {

  /** Floats of transformed tiles and products that a task works on. */
  private static final int TARGET = 1 << 20;

  private static final int ELEMENTS = WinogradF2.ELEMENTS;

  private static final int TASKS = 4;

  /** Below this many tiles a product loses more speed than another task gains. */
  private static final int FEWEST_TILES = 96;

  /** Destinations of a task that transforms their weights. */
  private static final int CHUNK = 128;

  /** Rows of elements that such a task has transformed weights of at a time. */
  private static final int ROWS = 2;

  /** Tasks that share the transform of weights or tiles. */
  private static final int SHARES = 16;

  private final Correlation correlation;
  private final Workers workers;
  private final long workspaceBytes;
  private final TapLines taps;
  private final TileReader reader;
  private final TileWriter writer;
  private final boolean sharedWeights;
  private final int chunk;
  private final RowBlocks blocks;

  /** A plan; needs {@link #bytes} of workspace. */
  public TileCorrelation(Correlation correlation, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.taps = new TapLines(correlation);
    this.reader = TileReader.ofSource(correlation);
    this.writer = new TileWriter(correlation);
    long room = workspaceBytes / Float.BYTES;
    int sources = correlation.sources();
    int destinations = correlation.destinations();
    this.sharedWeights = (long) ELEMENTS * sources * destinations <= room / 8 * 5;
    int few = sharedWeights ? destinations : Math.min(CHUNK, destinations);
    while (!sharedWeights && few > 1 && chunkWeightFloats(few) > room / 4) {
      few = (few + 1) / 2;
    }
    this.chunk = few;
    this.blocks = blocks(sharedWeights ? Math.min(TARGET, room) : room / 2);
  }

  /** Blocks of tile rows whose tiles fit {@code floats}, and the workspace with all the rest. */
  private RowBlocks blocks(long floats) {
    long perTile =
        (long) ELEMENTS
            * (correlation.sources() + (sharedWeights ? correlation.destinations() : 0));
    long most = (long) correlation.images() * reader.tileRows();
    int rows = (int) Math.max(1, Math.min(most, floats / (perTile * reader.tileColumns())));
    while (true) {
      RowBlocks found = RowBlocks.of(correlation.images(), reader.tileRows(), rows);
      boolean fits = bytes(found) <= workspaceBytes;
      boolean idle =
          sharedWeights && found.count() < TASKS && rows / 2 * reader.tileColumns() >= FEWEST_TILES;
      if (rows == 1 || fits && !idle) {
        return found;
      }
      rows = idle ? rows / 2 : rows - 1;
    }
  }

  /** Bytes of workspace that the calling thread takes, its part in the work included. */
  public long bytes() {
    return bytes(blocks);
  }

  private long bytes(RowBlocks candidate) {
    return (sharedFloats(candidate) + taskFloats(candidate) + sizes(candidate).floats())
        * Float.BYTES;
  }

  private long sharedFloats(RowBlocks candidate) {
    return sharedWeights ? taps.floats(chunk(0)) : tileFloats(candidate);
  }

  private long taskFloats(RowBlocks candidate) {
    return productFloats(candidate)
        + (sharedWeights ? tileFloats(candidate) : chunkWeightFloats(chunk));
  }

  private long tileFloats(RowBlocks candidate) {
    return (long) ELEMENTS * correlation.sources() * candidate.largest() * reader.tileColumns();
  }

  private long productFloats(RowBlocks candidate) {
    return (long) ELEMENTS * chunk * candidate.largest() * reader.tileColumns();
  }

  private long chunkWeightFloats(int destinations) {
    return (long) ROWS * WinogradF2.INPUTS * correlation.sources() * destinations;
  }

  private TileLines.Sizes sizes(RowBlocks candidate) {
    return taps.sizes(chunk(0)).and(reader.sizes(candidate)).and(writer.sizes(candidate));
  }

  private int chunks() {
    return (correlation.destinations() + chunk - 1) / chunk;
  }

  private TapLines.Channels chunk(int index) {
    int first = index * chunk;
    return new TapLines.Channels(
        first, Math.min(chunk, correlation.destinations() - first), 0, correlation.sources());
  }

  /**
   * Computes the destination.
   *
   * @param bias added to each destination channel; null for none
   */
  public void execute(
      FloatMemory source, FloatMemory filter, FloatMemory bias, FloatMemory destination) {
    try (Gemm gemm = Gemm.open();
        Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      Call call = new Call(gemm, source, biases(bias), destination);
      if (sharedWeights) {
        DenseArray weights = shared(frame);
        transformWeights(filter, weights);
        call.byBlocks(weights);
      } else {
        call.byChunks(filter, null, shared(frame));
      }
    }
  }

  /**
   * Computes the destination, the same bits, from weights transformed before.
   *
   * @param weights what {@link #transform} made
   * @param bias added to each destination channel; null for none
   */
  public void execute(
      FloatMemory source, DenseArray weights, FloatMemory bias, FloatMemory destination) {
    try (Gemm gemm = Gemm.open();
        Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      Call call = new Call(gemm, source, biases(bias), destination);
      if (sharedWeights) {
        call.byBlocks(weights);
      } else {
        call.byChunks(null, weights, shared(frame));
      }
    }
  }

  /** All weights, transformed, in memory of their own. */
  public DenseArray transform(FloatMemory filter) {
    DenseArray weights =
        DenseArray.ofFloats((long) ELEMENTS * correlation.sources() * correlation.destinations());
    transformWeights(filter, weights);
    return weights;
  }

  private DenseArray shared(Workspace.Frame frame) {
    return frame.elements(
        ElementType.FLOAT32, sharedFloats(blocks), taskFloats(blocks) + sizes(blocks).floats());
  }

  private float[] biases(FloatMemory bias) {
    float[] biases = new float[correlation.destinations()];
    if (bias != null) {
      bias.read(0, biases, 0, biases.length);
    }
    return biases;
  }

  private void transformWeights(FloatMemory filter, DenseArray weights) {
    FloatMemory to = FloatMemory.of(weights);
    workers.run(
        chunks() * SHARES,
        workspaceBytes,
        (task, frame) -> {
          TapLines.Channels channels = chunk(task / SHARES);
          taps.transform(
              filter,
              channels,
              taps.outer(channels) * (task % SHARES) / SHARES,
              taps.outer(channels) * (task % SHARES + 1) / SHARES,
              0,
              WinogradF2.INPUTS - 1,
              TileLines.take(frame, taps.sizes(channels)),
              to,
              task / SHARES * taps.floats(chunk(0)));
        });
  }

  /** The operands of one call. */
  private final class Call {
    private final Gemm gemm;
    private final FloatMemory source;
    private final float[] biases;
    private final FloatMemory destination;

    Call(Gemm gemm, FloatMemory source, float[] biases, FloatMemory destination) {
      this.gemm = gemm;
      this.source = source;
      this.biases = biases;
      this.destination = destination;
    }

    /** Each task has a block of tiles and all weights. */
    void byBlocks(DenseArray weights) {
      workers.run(
          blocks.count(),
          workspaceBytes,
          (task, frame) -> {
            RowBlocks.Block block = blocks.block(task);
            DenseArray own = own(frame);
            TileLines lines = TileLines.take(frame, sizes(blocks));
            readTiles(block, 0, correlation.sources(), lines, own);
            multiply(weights, 0, 0, ELEMENTS, chunk(0), own, block, own, tileFloats(blocks));
            write(own, tileFloats(blocks), chunk(0), block, lines);
          });
    }

    /**
     * Each task has some destinations and all tiles of a block.
     *
     * @param transformed all weights, transformed; null if each task is to transform its own
     */
    void byChunks(FloatMemory filter, DenseArray transformed, DenseArray tiles) {
      for (int i = 0; i < blocks.count(); i++) {
        RowBlocks.Block block = blocks.block(i);
        workers.run(
            SHARES,
            workspaceBytes,
            (task, frame) ->
                readTiles(
                    block,
                    correlation.sources() * task / SHARES,
                    correlation.sources() * (task + 1) / SHARES,
                    TileLines.take(frame, reader.sizes(blocks)),
                    tiles));
        workers.run(
            chunks(),
            workspaceBytes,
            (task, frame) -> {
              TapLines.Channels channels = chunk(task);
              DenseArray own = own(frame);
              TileLines lines = TileLines.take(frame, sizes(blocks));
              long productsAt = chunkWeightFloats(chunk);
              if (transformed == null) {
                multiplyByRows(filter, channels, tiles, block, own, productsAt, lines);
              } else {
                long at = task * taps.floats(chunk(0));
                multiply(transformed, at, 0, ELEMENTS, channels, tiles, block, own, productsAt);
              }
              write(own, productsAt, channels, block, lines);
            });
      }
    }

    private DenseArray own(Workspace.Frame frame) {
      return frame.elements(ElementType.FLOAT32, taskFloats(blocks), sizes(blocks).floats());
    }

    private void readTiles(
        RowBlocks.Block block, int from, int until, TileLines lines, DenseArray tiles) {
      FloatMemory to = FloatMemory.of(tiles);
      int count = reader.tiles(block);
      for (int s = from; s < until; s++) {
        reader.read(
            source, block, s, lines, to, (long) s * count, (long) correlation.sources() * count);
      }
    }

    /** Transforms weights, some rows of elements at a time, and multiplies by them. */
    private void multiplyByRows(
        FloatMemory filter,
        TapLines.Channels channels,
        DenseArray tiles,
        RowBlocks.Block block,
        DenseArray own,
        long productsAt,
        TileLines lines) {
      FloatMemory to = FloatMemory.of(own);
      for (int row = 0; row < WinogradF2.INPUTS; row += ROWS) {
        taps.transform(
            filter, channels, 0, taps.outer(channels), row, row + ROWS - 1, lines, to, 0);
        int first = row * WinogradF2.INPUTS;
        int count = ROWS * WinogradF2.INPUTS;
        multiply(own, 0, first, count, channels, tiles, block, own, productsAt);
      }
    }

    /**
     * Products for some elements.
     *
     * @param weightsAt where the first of their weights begin
     */
    private void multiply(
        DenseArray weights,
        long weightsAt,
        int firstElement,
        int elements,
        TapLines.Channels channels,
        DenseArray tiles,
        RowBlocks.Block block,
        DenseArray products,
        long productsAt) {
      int count = reader.tiles(block);
      for (int e = 0; e < elements; e++) {
        gemm.multiply(
            taps.matrix(weights, weightsAt, e, channels),
            rows(tiles, 0, firstElement + e, correlation.sources(), count),
            false,
            rows(products, productsAt, firstElement + e, channels.destinations(), count));
      }
    }

    /** Channels by tiles, for one element of the transform. */
    private Matrix rows(DenseArray memory, long at, int element, int channels, int tiles) {
      return new Matrix(memory, at + (long) element * channels * tiles, channels, tiles, tiles, 1);
    }

    private void write(
        DenseArray products,
        long at,
        TapLines.Channels channels,
        RowBlocks.Block block,
        TileLines lines) {
      FloatMemory from = FloatMemory.of(products);
      long count = reader.tiles(block);
      for (int d = 0; d < channels.destinations(); d++) {
        int channel = channels.destination() + d;
        writer.write(
            from,
            at + d * count,
            channels.destinations() * count,
            block,
            channel,
            biases[channel],
            lines,
            destination);
      }
    }
  }
}
