package org.conv4j.nd4j.plane;

import org.conv4j.ElementType;
import org.conv4j.nd4j.gemm.Gemm;
import org.conv4j.nd4j.gemm.Matrix;
import org.conv4j.nd4j.panel.AxisTaps;
import org.conv4j.nd4j.panel.Correlation;
import org.conv4j.nd4j.panel.ImageShape;
import org.conv4j.nd4j.panel.RowBlocks;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.ElementMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * The filter gradient as products of output gradients and columns of the input, block by block of
 * output rows. A task has a chunk of input channels; where chunks are too few to keep threads busy,
 * the blocks are divided into parts, whose sums are added in order.
 */
public final class PlaneFilterGradient {

  /** Elements of planes and columns that a block works on: a second-level cache. */
  private static final int TARGET = 256 << 10;

  private static final int TASKS = 8;

  /** Below this many lines of columns a product loses more speed than another task gains. */
  private static final int LEAST_LINES = 64;

  private final Correlation correlation;
  private final ElementType type;
  private final Workers workers;
  private final long workspaceBytes;
  private final ImageShape outputShape;
  private final boolean planar;
  private final boolean sourceMajor;
  private final int chunk;
  private final int chunks;
  private final RowBlocks blocks;
  private final SourcePlanes planes;
  private final long positions;
  private final int parts;

  /** A plan; needs {@link #bytes} of workspace. */
  public PlaneFilterGradient(
      Correlation correlation, ElementType type, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.type = type;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.outputShape = correlation.destination();
    this.planar = outputShape.planar();
    this.sourceMajor = correlation.filter().tap() == 1;
    long half = workspaceBytes / type.bytes() / 2;
    int mostParts = (int) Math.min(TASKS, 1 + half / filterElements());
    int taps = correlation.taps();
    int sources = correlation.sources();
    int wantedChunks = ceilDiv(TASKS, correlation.groups() * mostParts);
    int channels =
        Math.min(sources, Math.max(ceilDiv(sources, wantedChunks), ceilDiv(LEAST_LINES, taps)));
    while (channels > 1
        && elements(channels, RowBlocks.of(correlation.images(), correlation.height(), 1)) > half) {
      channels = ceilDiv(channels, 2);
    }
    this.chunk = channels;
    this.chunks = ceilDiv(sources, channels);
    long target = Math.min(TARGET, half / 2);
    long perRow = correlation.width() * ((long) channels * taps + correlation.destinations());
    int rows =
        (int)
            Math.max(
                1, Math.min((long) correlation.images() * correlation.height(), target / perRow));
    while (rows > 1
        && RowBlocks.of(correlation.images(), correlation.height(), rows).count() < mostParts) {
      rows /= 2;
    }
    while (rows > 1
        && elements(channels, RowBlocks.of(correlation.images(), correlation.height(), rows))
            > half) {
      rows /= 2;
    }
    this.blocks = RowBlocks.of(correlation.images(), correlation.height(), rows);
    this.planes = new SourcePlanes(correlation, sourceRows(blocks), chunk);
    this.positions = (long) blocks.largest() * correlation.width();
    this.parts = Math.min(mostParts, blocks.count());
  }

  /** Bytes of workspace that the calling thread takes, its part in the work included. */
  public long bytes() {
    return (taskElements() + (parts - 1) * filterElements()) * type.bytes();
  }

  /** Computes the filter gradient. */
  public void execute(DenseArray input, DenseArray outputGradient, DenseArray filterGradient) {
    try (Gemm gemm = Gemm.open();
        Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      DenseArray shared =
          parts == 1
              ? filterGradient
              : frame.elements(type, (parts - 1) * filterElements(), taskElements());
      ElementMemory source = ElementMemory.of(input);
      ElementMemory gradient = ElementMemory.of(outputGradient);
      int tiles = correlation.groups() * chunks;
      workers.run(
          tiles * parts,
          workspaceBytes,
          (task, taskFrame) -> {
            int part = task / tiles;
            int group = task % tiles / chunks;
            TapMatrices sums =
                part == 0
                    ? TapMatrices.of(correlation, filterGradient, group, 0)
                    : TapMatrices.of(correlation, shared, group, 0)
                        .shifted((part - 1) * filterElements());
            ElementMemory own = ElementMemory.of(taskFrame.elements(type, taskElements()));
            new Accumulation(gemm, source, gradient, own, group, task % chunks * chunk, sums)
                .run(
                    (int) ((long) blocks.count() * part / parts),
                    (int) ((long) blocks.count() * (part + 1) / parts));
          });
      for (int part = 1; part < parts; part++) {
        gemm.add(
            type,
            filterElements(),
            shared.address() + (part - 1) * filterElements() * type.bytes(),
            filterGradient.address());
      }
    }
  }

  private long filterElements() {
    return (long) correlation.groups()
        * correlation.destinations()
        * correlation.sources()
        * correlation.taps();
  }

  private int sourceRows(RowBlocks candidate) {
    int step = correlation.rows().step();
    return candidate.largestReach(correlation.rows()) / candidate.block(0).images() * step;
  }

  /** Elements that a task takes for {@code channels} channels of a block. */
  private long elements(int channels, RowBlocks candidate) {
    long all = (long) candidate.largest() * correlation.width();
    return new SourcePlanes(correlation, sourceRows(candidate), channels).elements()
        + channels * correlation.taps() * all
        + gradientElements(candidate, all);
  }

  private long gradientElements(RowBlocks candidate, long all) {
    return planar && candidate.block(0).images() > 1 ? correlation.destinations() * all : 0;
  }

  private long taskElements() {
    return elements(chunk, blocks);
  }

  private long columnsOffset() {
    return planes.elements();
  }

  private long gradientOffset() {
    return columnsOffset() + (long) chunk * correlation.taps() * positions;
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  /** The sums of a chunk of input channels over a range of blocks. */
  private final class Accumulation {
    private final Gemm gemm;
    private final ElementMemory input;
    private final ElementMemory gradient;
    private final ElementMemory own;
    private final int group;
    private final int first;
    private final int sources;
    private final TapMatrices sums;

    Accumulation(
        Gemm gemm,
        ElementMemory input,
        ElementMemory gradient,
        ElementMemory own,
        int group,
        int first,
        TapMatrices sums) {
      this.gemm = gemm;
      this.input = input;
      this.gradient = gradient;
      this.own = own;
      this.group = group;
      this.first = first;
      this.sources = Math.min(chunk, correlation.sources() - first);
      this.sums = sums;
    }

    void run(int fromBlock, int toBlock) {
      for (int i = fromBlock; i < toBlock; i++) {
        RowBlocks.Block block = blocks.block(i);
        long count = (long) block.images() * block.rows() * correlation.width();
        AxisTaps.Span reach = correlation.rows().reach(block.fromRow(), block.toRow());
        for (int image = block.fromImage(); image < block.toImage(); image++) {
          planes.load(
              input,
              image,
              reach.first(),
              (reach.count() - 1) * correlation.rows().step() + 1,
              group * correlation.sources() + first,
              sources,
              own,
              0);
          spread(block, reach.first(), image - block.fromImage(), count);
        }
        accumulate(gradient(block, count), count, i > fromBlock);
      }
    }

    private void spread(RowBlocks.Block block, int firstRow, int image, long count) {
      int width = correlation.width();
      long firstPosition = (long) image * block.rows() * width;
      int taps = correlation.taps();
      for (int tap = 0; tap < taps; tap++) {
        long view = view(block, firstRow, tap);
        if (planar) {
          for (int s = 0; s < sources; s++) {
            long line = sourceMajor ? (long) s * taps + tap : (long) tap * sources + s;
            long to = columnsOffset() + line * count + firstPosition;
            long from = view + s * planes.channelStride();
            for (int r = 0; r < block.rows(); r++) {
              own.copy(from + (long) r * planes.width(), width, own, to + (long) r * width);
            }
          }
        } else {
          long depth = (long) taps * sources;
          long to =
              columnsOffset() + firstPosition * depth + (sourceMajor ? tap : (long) tap * sources);
          for (int r = 0; r < block.rows(); r++) {
            for (int c = 0; c < width; c++) {
              long pixel = (long) r * planes.width() + c;
              own.copy(
                  view + pixel * planes.positionStride(),
                  1,
                  sources,
                  own,
                  to,
                  sourceMajor ? taps : 1);
              to += depth;
            }
          }
        }
      }
    }

    private long view(RowBlocks.Block block, int firstRow, int tap) {
      int[] rowShifts = correlation.rows().shifts(0);
      int[] columnShifts = correlation.columns().shifts(0);
      return planes.offset(
          correlation.rows().base(block.fromRow())
              + rowShifts[tap / columnShifts.length]
              - firstRow,
          correlation.columns().base(0)
              + columnShifts[tap % columnShifts.length]
              - planes.firstColumn());
    }

    /** The block's output gradients: channels by positions. */
    private Matrix gradient(RowBlocks.Block block, long count) {
      int channel = group * correlation.destinations();
      int destinations = correlation.destinations();
      long from = outputShape.index(block.fromImage(), channel, block.fromRow(), 0);
      if (!planar) {
        return new Matrix(gradient.array(), from, destinations, count, 1, outputShape.channels());
      }
      long plane = (long) outputShape.height() * outputShape.width();
      if (block.images() == 1) {
        return new Matrix(gradient.array(), from, destinations, count, plane, 1);
      }
      for (int image = 0; image < block.images(); image++) {
        for (int d = 0; d < destinations; d++) {
          gradient.copy(
              outputShape.index(block.fromImage() + image, channel + d, 0, 0),
              plane,
              own,
              gradientOffset() + d * count + image * plane);
        }
      }
      return new Matrix(own.array(), gradientOffset(), destinations, count, count, 1);
    }

    private void accumulate(Matrix gradients, long count, boolean accumulate) {
      int taps = correlation.taps();
      int depth = taps * sources;
      int destinations = correlation.destinations();
      if (sourceMajor) {
        gemm.multiply(
            gradients,
            columns(0, depth, depth, count).transpose(),
            accumulate,
            sums.sourceMajor(destinations, first, depth));
      } else if (sources == correlation.sources() && sums.joined(sources)) {
        gemm.multiply(
            gradients,
            columns(0, depth, depth, count).transpose(),
            accumulate,
            sums.all(destinations, depth));
      } else {
        for (int tap = 0; tap < taps; tap++) {
          gemm.multiply(
              gradients,
              columns(tap * sources, sources, depth, count).transpose(),
              accumulate,
              sums.of(tap, destinations, first, sources));
        }
      }
    }

    private Matrix columns(int firstLine, int lines, int depth, long count) {
      return planar
          ? new Matrix(own.array(), columnsOffset() + firstLine * count, lines, count, count, 1)
          : new Matrix(own.array(), columnsOffset() + firstLine, lines, count, 1, depth);
    }
  }
}
