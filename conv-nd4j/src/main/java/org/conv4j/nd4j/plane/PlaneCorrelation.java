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
 * Sums over taps as products of matrices, block by block of destination rows, each block the work
 * of one thread and of single-threaded BLAS. The source's rows lie in padded planes; their taps
 * come before BLAS in one of two ways:
 *
 * <ul>
 *   <li><em>columns</em>: each tap's view of the planes is copied, and one product sums them all;
 *   <li><em>shifted</em>: each tap's view is a matrix as it is, and as many products as there are
 *       taps are added. What such a view holds between the end of one row and the beginning of the
 *       next is computed, and left behind.
 * </ul>
 */
public final class PlaneCorrelation {

  /** Elements of planes, columns and results that a block works on: a second-level cache. */
  private static final int TARGET = 256 << 10;

  private static final int TASKS = 8;

  /** Below this many positions a product loses more speed than another task gains. */
  private static final int LEAST_POSITIONS = 128;

  private final Correlation correlation;
  private final ElementType type;
  private final boolean copied;
  private final Workers workers;
  private final long workspaceBytes;
  private final ImageShape destinationShape;
  private final boolean planar;
  private final boolean packs;
  private final boolean sharedWeights;
  private final boolean sourceMajor;
  private final int destinationBlock;
  private final int destinationBlocks;
  private final RowBlocks blocks;
  private final int sourceRows;
  private final SourcePlanes planes;
  private final long positions;

  private PlaneCorrelation(
      Correlation correlation,
      ElementType type,
      boolean copied,
      boolean sourceMajor,
      Workers workers,
      long workspaceBytes) {
    this.correlation = correlation;
    this.type = type;
    this.copied = copied;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.destinationShape = correlation.destination();
    this.planar = destinationShape.planar();
    this.sourceMajor = sourceMajor;
    this.packs = !sourceMajor && !TapMatrices.inPlace(correlation);
    long half = workspaceBytes / type.bytes() / 2;
    int destinations = correlation.destinations();
    this.sharedWeights =
        packs
            && correlation.groups() * TapMatrices.packedElements(correlation, destinations) <= half;
    int block = packs && !sharedWeights ? ceilDiv(destinations, TASKS) : destinations;
    long target = Math.min(TARGET, half / 2);
    while (block > 1
        && (block * (long) rowPitch() > target / 2
            || packs && !sharedWeights && packed(block) > half / 2)) {
      block = ceilDiv(block, 2);
    }
    this.destinationBlock = block;
    this.destinationBlocks = ceilDiv(destinations, block);
    int rows = rows(target);
    this.blocks = RowBlocks.of(correlation.images(), correlation.height(), rows);
    this.positions = (long) blocks.largest() * rowPitch();
    this.sourceRows =
        blocks.largestReach(correlation.rows())
                / Math.max(1, blocks.block(0).images())
                * correlation.rows().step()
            + correlation.rows().step();
    int channels = correlation.sources();
    while (channels > 1 && blockElements(channels) > half / 2) {
      channels = ceilDiv(channels, 2);
    }
    this.planes = new SourcePlanes(correlation, sourceRows, channels);
  }

  /** With columns; {@code forward} says that the destination is the output. */
  public static PlaneCorrelation columns(
      Correlation correlation,
      boolean forward,
      ElementType type,
      Workers workers,
      long workspaceBytes) {
    boolean sourceMajor =
        forward && correlation.source().planar() && correlation.filter().tap() == 1;
    return new PlaneCorrelation(correlation, type, true, sourceMajor, workers, workspaceBytes);
  }

  /** With shifted views. */
  public static PlaneCorrelation shifted(
      Correlation correlation, ElementType type, Workers workers, long workspaceBytes) {
    return new PlaneCorrelation(correlation, type, false, false, workers, workspaceBytes);
  }

  /** Bytes of workspace that the calling thread takes, its part in the work included. */
  public long bytes() {
    return (taskElements() + sharedElements()) * type.bytes();
  }

  /**
   * Computes the destination.
   *
   * @param bias added to each destination channel; null for none
   */
  public void execute(
      DenseArray source, DenseArray filter, DenseArray bias, DenseArray destination) {
    try (Gemm gemm = Gemm.open();
        Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      ElementMemory weights = ElementMemory.of(filter);
      DenseArray shared =
          sharedWeights ? frame.elements(type, sharedElements(), taskElements()) : null;
      if (sharedWeights) {
        packAll(weights, shared);
      }
      Operands operands =
          new Operands(
              gemm,
              ElementMemory.of(source),
              weights,
              shared,
              bias == null ? null : ElementMemory.of(bias),
              ElementMemory.of(destination));
      boolean perBlock = !packs || sharedWeights;
      int ranges = perBlock ? blocks.count() : 1;
      workers.run(
          correlation.groups() * destinationBlocks * ranges,
          workspaceBytes,
          (task, taskFrame) -> {
            int range = task % ranges;
            int group = task / ranges / destinationBlocks;
            int first = task / ranges % destinationBlocks * destinationBlock;
            DenseArray scratch = taskFrame.elements(type, taskElements());
            Task work = new Task(operands, ElementMemory.of(scratch), group, first);
            work.run(perBlock ? range : 0, perBlock ? range + 1 : blocks.count());
          });
    }
  }

  private void packAll(ElementMemory filter, DenseArray shared) {
    ElementMemory to = ElementMemory.of(shared);
    workers.run(
        correlation.groups() * destinationBlocks,
        workspaceBytes,
        (task, frame) -> {
          int group = task / destinationBlocks;
          int first = task % destinationBlocks * destinationBlock;
          TapMatrices.pack(
              correlation,
              filter,
              group,
              first,
              destinationsFrom(first),
              to,
              packedOffset(group, first));
        });
  }

  private long packedOffset(int group, int firstDestination) {
    return packed(group * correlation.destinations() + firstDestination);
  }

  private long packed(int destinations) {
    return TapMatrices.packedElements(correlation, destinations);
  }

  private int destinationsFrom(int first) {
    return Math.min(destinationBlock, correlation.destinations() - first);
  }

  /** Rows of a block, of all its images: as many as the target has room for. */
  private int rows(long target) {
    int most = copied ? correlation.images() * correlation.height() : correlation.height();
    long perRow =
        copied
            ? (long) correlation.width() * correlation.sources() * correlation.taps()
            : (long) rowPitch() * (correlation.sources() + destinationBlock);
    int wanted = (int) Math.max(1, Math.min(most, target / Math.max(1, perRow)));
    int narrow = (int) Math.max(1, target / ((long) destinationBlock * rowPitch()));
    int rows = Math.min(wanted, narrow);
    int others = correlation.groups() * (packs && !sharedWeights ? TASKS : destinationBlocks);
    while (rows > 1
        && others * RowBlocks.of(correlation.images(), correlation.height(), rows).count() < TASKS
        && rows / 2 * correlation.width() >= LEAST_POSITIONS) {
      rows /= 2;
    }
    return rows;
  }

  /** Positions from one destination row to the next in a product. */
  private int rowPitch() {
    int columns = Math.max(1, correlation.columns().extent().count());
    int advance = correlation.columns().advance();
    return copied ? correlation.width() : (columns + advance - 1) / advance;
  }

  private long blockElements(int channels) {
    long planeElements = new SourcePlanes(correlation, sourceRows, channels).elements();
    return planeElements + (copied ? channels * (long) correlation.taps() * positions : 0);
  }

  private long resultOffset() {
    return planes.elements();
  }

  private long columnsOffset() {
    return resultOffset() + destinationBlock * positions;
  }

  private long weightsOffset() {
    return columnsOffset()
        + (copied ? planes.channels() * (long) correlation.taps() * positions : 0);
  }

  private long taskElements() {
    return weightsOffset() + (packs && !sharedWeights ? packed(destinationBlock) : 0);
  }

  private long sharedElements() {
    return sharedWeights ? correlation.groups() * packed(correlation.destinations()) : 0;
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  /** What all tasks of one call read and write. */
  private record Operands(
      Gemm gemm,
      ElementMemory source,
      ElementMemory filter,
      DenseArray packed,
      ElementMemory bias,
      ElementMemory destination) {}

  /** The destination positions of one phase along an axis, in a range of destinations. */
  private record Positions(int first, int step, int count) {
    static Positions of(AxisTaps axis, int phase, int from, int to) {
      int step = axis.phases();
      int first = from + Math.floorMod(phase - from, step);
      return new Positions(first, step, Math.max(0, Math.floorDiv(to - 1 - first, step) + 1));
    }
  }

  /** A block of destination channels, over some blocks of rows. */
  private final class Task {
    private final Operands operands;
    private final ElementMemory own;
    private final int group;
    private final int first;
    private final int destinations;
    private final TapMatrices weights;

    Task(Operands operands, ElementMemory own, int group, int first) {
      this.operands = operands;
      this.own = own;
      this.group = group;
      this.first = first;
      this.destinations = destinationsFrom(first);
      this.weights = weights();
    }

    private TapMatrices weights() {
      if (!packs) {
        return TapMatrices.of(correlation, operands.filter.array(), group, first);
      }
      if (sharedWeights) {
        return TapMatrices.packed(
            correlation, operands.packed, packedOffset(group, first), destinations);
      }
      TapMatrices.pack(
          correlation, operands.filter, group, first, destinations, own, weightsOffset());
      return TapMatrices.packed(correlation, own.array(), weightsOffset(), destinations);
    }

    void run(int fromBlock, int toBlock) {
      for (int i = fromBlock; i < toBlock; i++) {
        RowBlocks.Block block = blocks.block(i);
        for (int rowPhase = 0; rowPhase < correlation.rows().phases(); rowPhase++) {
          for (int columnPhase = 0; columnPhase < correlation.columns().phases(); columnPhase++) {
            Positions rows =
                Positions.of(correlation.rows(), rowPhase, block.fromRow(), block.toRow());
            Positions columns =
                Positions.of(correlation.columns(), columnPhase, 0, correlation.width());
            if (rows.count > 0 && columns.count > 0) {
              new Part(this, block, rowPhase, columnPhase, rows, columns).run();
            }
          }
        }
      }
    }
  }

  /** The positions of one phase in one block. */
  private final class Part {
    private final Task task;
    private final Operands operands;
    private final ElementMemory own;
    private final RowBlocks.Block block;
    private final Positions rows;
    private final Positions columns;
    private final int[] rowTaps;
    private final int[] columnTaps;
    private final int[] rowShifts;
    private final int[] columnShifts;
    private final int pitch;
    private final long count;

    Part(
        Task task,
        RowBlocks.Block block,
        int rowPhase,
        int columnPhase,
        Positions rows,
        Positions columns) {
      this.task = task;
      this.operands = task.operands;
      this.own = task.own;
      this.block = block;
      this.rows = rows;
      this.columns = columns;
      this.rowTaps = correlation.rows().taps(rowPhase);
      this.columnTaps = correlation.columns().taps(columnPhase);
      this.rowShifts = correlation.rows().shifts(rowPhase);
      this.columnShifts = correlation.columns().shifts(columnPhase);
      this.pitch = copied ? columns.count : planes.width();
      this.count =
          copied
              ? (long) block.images() * rows.count * columns.count
              : (rows.count - 1L) * pitch + columns.count;
    }

    void run() {
      boolean started = start();
      int taps = rowTaps.length * columnTaps.length;
      for (int source = 0; source < correlation.sources(); source += planes.channels()) {
        int sources = Math.min(planes.channels(), correlation.sources() - source);
        if (taps > 0 && copied) {
          for (int image = block.fromImage(); image < block.toImage(); image++) {
            load(image, source, sources);
            spread(image - block.fromImage(), sources);
          }
          multiplyColumns(source, sources, started || source > 0);
        } else if (taps > 0) {
          load(block.fromImage(), source, sources);
          multiplyViews(source, sources, started || source > 0);
        }
      }
      store();
    }

    /**
     * Sets the sums to what they start from, if that is not nothing.
     *
     * @return whether products are to be added
     */
    private boolean start() {
      if (operands.bias == null) {
        if (rowTaps.length * columnTaps.length == 0) {
          own.clear(resultOffset(), count * task.destinations);
        }
        return false;
      }
      long channel = (long) task.group * correlation.destinations() + task.first;
      if (planar) {
        for (int d = 0; d < task.destinations; d++) {
          operands.bias.repeat(channel + d, 1, count, own, resultOffset() + d * count);
        }
      } else {
        operands.bias.repeat(channel, task.destinations, count, own, resultOffset());
      }
      return true;
    }

    /** The source row from which the planes' rows count. */
    private int firstRow() {
      AxisTaps.Span reach = correlation.rows().reach(block.fromRow(), block.toRow());
      return reach.first();
    }

    private void load(int image, int source, int sources) {
      AxisTaps.Span reach = correlation.rows().reach(block.fromRow(), block.toRow());
      planes.load(
          operands.source,
          image,
          reach.first(),
          (reach.count() - 1) * correlation.rows().step() + 1,
          task.group * correlation.sources() + source,
          sources,
          own,
          0);
    }

    /** Where a tap's view of the planes begins. */
    private long view(int rowTap, int columnTap) {
      int row = correlation.rows().base(rows.first) + rowShifts[rowTap] - firstRow();
      int column =
          correlation.columns().base(columns.first)
              + columnShifts[columnTap]
              - planes.firstColumn();
      return planes.offset(row, column);
    }

    /** Copies the views of all taps into the columns of one image. */
    private void spread(int image, int sources) {
      int taps = rowTaps.length * columnTaps.length;
      long firstPosition = (long) image * rows.count * columns.count;
      for (int tap = 0; tap < taps; tap++) {
        long view = view(tap / columnTaps.length, tap % columnTaps.length);
        if (planar) {
          for (int s = 0; s < sources; s++) {
            long line = sourceMajor ? (long) s * taps + tap : (long) tap * sources + s;
            long to = columnsOffset() + line * count + firstPosition;
            long from = view + s * planes.channelStride();
            for (int r = 0; r < rows.count; r++) {
              own.copy(from + (long) r * planes.width(), columns.count, own, to + (long) r * pitch);
            }
          }
        } else {
          long to = columnsOffset() + firstPosition * taps * sources + (long) tap * sources;
          for (int r = 0; r < rows.count; r++) {
            for (int c = 0; c < columns.count; c++) {
              long pixel = (long) r * planes.width() + c;
              own.copy(view + pixel * planes.positionStride(), sources, own, to);
              to += (long) taps * sources;
            }
          }
        }
      }
    }

    private void multiplyColumns(int source, int sources, boolean accumulate) {
      int taps = rowTaps.length * columnTaps.length;
      int depth = taps * sources;
      if (sourceMajor) {
        operands.gemm.multiply(
            task.weights.sourceMajor(task.destinations, source, depth),
            columns(0, depth, depth),
            accumulate,
            result());
      } else if (taps == correlation.taps()
          && sources == correlation.sources()
          && task.weights.joined(sources)) {
        operands.gemm.multiply(
            task.weights.all(task.destinations, depth),
            columns(0, depth, depth),
            accumulate,
            result());
      } else {
        for (int tap = 0; tap < taps; tap++) {
          operands.gemm.multiply(
              task.weights.of(filterTap(tap), task.destinations, source, sources),
              columns(tap * sources, sources, depth),
              accumulate || tap > 0,
              result());
        }
      }
    }

    private void multiplyViews(int source, int sources, boolean accumulate) {
      int taps = rowTaps.length * columnTaps.length;
      for (int tap = 0; tap < taps; tap++) {
        long view = view(tap / columnTaps.length, tap % columnTaps.length);
        operands.gemm.multiply(
            task.weights.of(filterTap(tap), task.destinations, source, sources),
            new Matrix(
                own.array(), view, sources, count, planes.channelStride(), planes.positionStride()),
            accumulate || tap > 0,
            result());
      }
    }

    private int filterTap(int tap) {
      return rowTaps[tap / columnTaps.length] * correlation.kernelWidth()
          + columnTaps[tap % columnTaps.length];
    }

    /** Some lines of the columns: lines by positions. */
    private Matrix columns(int firstLine, int lines, int depth) {
      return planar
          ? new Matrix(own.array(), columnsOffset() + firstLine * count, lines, count, count, 1)
          : new Matrix(own.array(), columnsOffset() + firstLine, lines, count, 1, depth);
    }

    private Matrix result() {
      return planar
          ? new Matrix(own.array(), resultOffset(), task.destinations, count, count, 1)
          : new Matrix(own.array(), resultOffset(), task.destinations, count, 1, task.destinations);
    }

    private void store() {
      for (int image = block.fromImage(); image < block.toImage(); image++) {
        long position = (long) (image - block.fromImage()) * rows.count * pitch;
        if (planar) {
          for (int d = 0; d < task.destinations; d++) {
            storePlane(image, d, position);
          }
        } else {
          storePixels(image, position);
        }
      }
    }

    private int firstChannel() {
      return task.group * correlation.destinations() + task.first;
    }

    private long index(int image, int channel, int row) {
      return destinationShape.index(image, channel, rows.first + row * rows.step, columns.first);
    }

    private void storePlane(int image, int destination, long position) {
      long from = resultOffset() + destination * count + position;
      for (int r = 0; r < rows.count; r++, from += pitch) {
        long to = index(image, firstChannel() + destination, r);
        own.copy(from, 1, columns.count, operands.destination, to, columns.step);
      }
    }

    private void storePixels(int image, long position) {
      boolean runs = columns.step == 1 && task.destinations == destinationShape.channels();
      for (int r = 0; r < rows.count; r++) {
        long from = resultOffset() + (position + (long) r * pitch) * task.destinations;
        long to = index(image, firstChannel(), r);
        if (runs) {
          own.copy(from, (long) columns.count * task.destinations, operands.destination, to);
          continue;
        }
        for (int c = 0; c < columns.count; c++) {
          own.copy(
              from + (long) c * task.destinations,
              task.destinations,
              operands.destination,
              to + (long) c * columns.step * destinationShape.channels());
        }
      }
    }
  }
}
