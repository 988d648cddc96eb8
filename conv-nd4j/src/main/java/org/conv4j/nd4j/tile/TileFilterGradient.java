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
 * The filter gradient of a dense 3 x 3 convolution of stride 1 on planar tensors by Winograd's
 * transforms in plain Java and 16 products by BLAS, destinations by tiles times tiles by sources,
 * summed over blocks of tiles.
 *
 * <p>Where all sums fit the workspace a few times, each part of the blocks has its own, which are
 * added in order. Otherwise a task has some sources and some destinations, and goes over all
 * blocks.
 */
public final class TileFilterGradient {

  /** Floats of transformed tiles of both sides that a task works on. */
  private static final int TARGET = 1 << 20;

  private static final int ELEMENTS = WinogradF2.ELEMENTS;

  private static final int PARTS = 8;
  private static final int FEWEST_PARTS = 4;
  private static final int FEWEST_SHARES = 4;

  /** Below this many tiles a product loses more speed than another part gains. */
  private static final int FEWEST_TILES = 96;

  /** Tasks that share the way back to taps. */
  private static final int STORES = 16;

  private final Correlation correlation;
  private final Workers workers;
  private final long workspaceBytes;
  private final TapLines taps;
  private final TileReader inputs;
  private final TileReader gradients;
  private final int sources;
  private final int destinations;
  private final int parts;
  private final RowBlocks blocks;

  /** A plan; needs {@link #bytes} of workspace. */
  public TileFilterGradient(Correlation correlation, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.taps = new TapLines(correlation);
    this.inputs = TileReader.ofSource(correlation);
    this.gradients = TileReader.ofDestinationGradient(correlation);
    long half = workspaceBytes / Float.BYTES / 2;
    int fewSources = correlation.sources();
    int fewDestinations = correlation.destinations();
    long all = (long) ELEMENTS * fewSources * fewDestinations;
    boolean parted = FEWEST_PARTS * all <= half;
    while (!parted
        && fewSources * fewDestinations > 1
        && ((long) ELEMENTS * fewSources * fewDestinations > half
            || shares(fewSources, fewDestinations) < FEWEST_SHARES)) {
      if (fewSources >= fewDestinations) {
        fewSources = (fewSources + 1) / 2;
      } else {
        fewDestinations = (fewDestinations + 1) / 2;
      }
    }
    this.sources = fewSources;
    this.destinations = fewDestinations;
    int wantedParts = parted ? (int) Math.min(PARTS, half / all) : 1;
    this.blocks = blocks(wantedParts, Math.min(TARGET, half));
    this.parts = Math.min(wantedParts, blocks.count());
  }

  /** Blocks of tile rows whose tiles fit {@code floats}, and the workspace with all the rest. */
  private RowBlocks blocks(int wantedParts, long floats) {
    long perRow = (long) ELEMENTS * (sources + destinations) * inputs.tileColumns();
    long most = (long) correlation.images() * inputs.tileRows();
    int rows = (int) Math.max(1, Math.min(most, floats / perRow));
    while (true) {
      RowBlocks found = RowBlocks.of(correlation.images(), inputs.tileRows(), rows);
      boolean fits = bytes(found, Math.min(wantedParts, found.count())) <= workspaceBytes;
      boolean idle = found.count() < wantedParts && rows / 2 * inputs.tileColumns() >= FEWEST_TILES;
      if (rows == 1 || fits && !idle) {
        return found;
      }
      rows = idle ? rows / 2 : rows - 1;
    }
  }

  private int shares(int ofSources, int ofDestinations) {
    return ceilDiv(correlation.sources(), ofSources)
        * ceilDiv(correlation.destinations(), ofDestinations);
  }

  /** Bytes of workspace that the calling thread takes, its part in the work included. */
  public long bytes() {
    return bytes(blocks, parts);
  }

  private long bytes(RowBlocks candidate, int ofParts) {
    return (ofParts * sumFloats() + tileFloats(candidate) + sizes(candidate).floats())
        * Float.BYTES;
  }

  /** Sums of one share, in one part. */
  private long sumFloats() {
    return taps.floats(share(0));
  }

  private long tileFloats(RowBlocks candidate) {
    return inputFloats(candidate)
        + (long) ELEMENTS * destinations * candidate.largest() * inputs.tileColumns();
  }

  private long inputFloats(RowBlocks candidate) {
    return (long) ELEMENTS * sources * candidate.largest() * inputs.tileColumns();
  }

  private TileLines.Sizes sizes(RowBlocks candidate) {
    return taps.sizes(share(0)).and(inputs.sizes(candidate)).and(gradients.sizes(candidate));
  }

  private TapLines.Channels share(int index) {
    int shares = ceilDiv(correlation.sources(), sources);
    int source = index % shares * sources;
    int destination = index / shares * destinations;
    return new TapLines.Channels(
        destination,
        Math.min(destinations, correlation.destinations() - destination),
        source,
        Math.min(sources, correlation.sources() - source));
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  /** Computes the filter gradient. */
  public void execute(FloatMemory input, FloatMemory outputGradient, FloatMemory filterGradient) {
    try (Gemm gemm = Gemm.open();
        Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      Call call = new Call(gemm, input, outputGradient, filterGradient);
      if (parts > 1) {
        call.byParts(
            frame.elements(
                ElementType.FLOAT32,
                parts * sumFloats(),
                tileFloats(blocks) + sizes(blocks).floats()));
      } else {
        call.byShares();
      }
    }
  }

  /** The operands of one call. */
  private final class Call {
    private final Gemm gemm;
    private final FloatMemory input;
    private final FloatMemory outputGradient;
    private final FloatMemory filterGradient;

    Call(Gemm gemm, FloatMemory input, FloatMemory outputGradient, FloatMemory filterGradient) {
      this.gemm = gemm;
      this.input = input;
      this.outputGradient = outputGradient;
      this.filterGradient = filterGradient;
    }

    /** Each task has some blocks, and sums of its own. */
    void byParts(DenseArray sums) {
      workers.run(
          parts,
          workspaceBytes,
          (task, frame) -> {
            DenseArray own =
                frame.elements(ElementType.FLOAT32, tileFloats(blocks), sizes(blocks).floats());
            add(
                share(0),
                (int) ((long) blocks.count() * task / parts),
                (int) ((long) blocks.count() * (task + 1) / parts),
                own,
                0,
                TileLines.take(frame, sizes(blocks)),
                sums,
                task * sumFloats());
          });
      TapLines.Channels all = share(0);
      for (int part = 1; part < parts; part++) {
        gemm.add(
            ElementType.FLOAT32,
            sumFloats(),
            sums.address() + part * sumFloats() * Float.BYTES,
            sums.address());
      }
      FloatMemory from = FloatMemory.of(sums);
      workers.run(
          STORES,
          workspaceBytes,
          (task, frame) ->
              taps.store(
                  from,
                  0,
                  all,
                  taps.outer(all) * task / STORES,
                  taps.outer(all) * (task + 1) / STORES,
                  TileLines.take(frame, taps.sizes(all)),
                  filterGradient));
    }

    /** Each task has some channels of both sides, and all blocks. */
    void byShares() {
      workers.run(
          shares(sources, destinations),
          workspaceBytes,
          (task, frame) -> {
            TapLines.Channels channels = share(task);
            DenseArray own =
                frame.elements(
                    ElementType.FLOAT32, sumFloats() + tileFloats(blocks), sizes(blocks).floats());
            TileLines lines = TileLines.take(frame, sizes(blocks));
            add(channels, 0, blocks.count(), own, sumFloats(), lines, own, 0);
            int outer = taps.outer(channels);
            taps.store(FloatMemory.of(own), 0, channels, 0, outer, lines, filterGradient);
          });
    }

    /** Sums up the products of some blocks. */
    private void add(
        TapLines.Channels channels,
        int fromBlock,
        int untilBlock,
        DenseArray own,
        long tilesAt,
        TileLines lines,
        DenseArray sums,
        long sumsAt) {
      FloatMemory tiles = FloatMemory.of(own);
      long gradientsAt = tilesAt + inputFloats(blocks);
      for (int i = fromBlock; i < untilBlock; i++) {
        RowBlocks.Block block = blocks.block(i);
        int count = inputs.tiles(block);
        for (int s = 0; s < channels.sources(); s++) {
          inputs.read(
              input,
              block,
              channels.source() + s,
              lines,
              tiles,
              tilesAt + (long) s * count,
              (long) channels.sources() * count);
        }
        for (int d = 0; d < channels.destinations(); d++) {
          gradients.read(
              outputGradient,
              block,
              channels.destination() + d,
              lines,
              tiles,
              gradientsAt + (long) d * count,
              (long) channels.destinations() * count);
        }
        for (int e = 0; e < ELEMENTS; e++) {
          gemm.multiply(
              rows(own, gradientsAt, e, channels.destinations(), count),
              rows(own, tilesAt, e, channels.sources(), count).transpose(),
              i > fromBlock,
              taps.matrix(sums, sumsAt, e, channels));
        }
      }
    }

    /** Channels by tiles, for one element of the transform. */
    private Matrix rows(DenseArray memory, long at, int element, int channels, int tiles) {
      return new Matrix(memory, at + (long) element * channels * tiles, channels, tiles, tiles, 1);
    }
  }
}
