package org.conv4j.nd4j.panel;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.NativePlanes;
import org.conv4j.nd4j.kernel.PixelVectors;
import org.conv4j.nd4j.kernel.ShiftedProduct;
import org.conv4j.nd4j.parallel.Units;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * A correlation of planar tensors with pixels in the lanes of vectors: sums over taps of shifted
 * planes, so that nothing is transposed and few channels fill vectors as well as many. Where either
 * side moves in steps, its planes are taken apart into phases, one for each remainder; rows of a
 * phase follow each other in one run with the padding that the next tap needs, and the pixels that
 * are computed there are not stored.
 *
 * <p>Each destination element is one chain of multiply-adds over source channels and taps in order,
 * whatever the blocks are.
 */
public final class PlanarCorrelation {

  private static final int PANEL_TARGET = 240 << 10;

  /** Source floats where results need no room; of 4 to 240 thousand the fastest, by 5 %. */
  private static final int STREAM_PANEL_TARGET = 64 << 10;

  private static final int RESULT_TARGET = 64 << 10;

  private final Correlation correlation;
  private final Kernels kernels;
  private final Workers workers;
  private final long workspaceBytes;
  private final ImageShape source;
  private final ImageShape destination;
  private final AxisPhases rowAxis;
  private final AxisPhases columnAxis;
  private final int lineWidth;
  private final int sourcePhases;
  private final int destinationPhases;
  private final int widest;
  private final boolean streams;
  private final RowBlocks blocks;
  private final PixelVectors pixels;
  private final long planeFloats;
  private final long resultStride;
  private final int[][] shifts;
  private final WeightColumns weights;

  /**
   * A plan; needs {@link #taskFloats} and {@link #sharedFloats} of workspace.
   *
   * @param correlation of planar tensors
   */
  public PlanarCorrelation(
      Correlation correlation, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.kernels = kernels;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.source = correlation.source();
    this.destination = correlation.destination();
    this.rowAxis = new AxisPhases(correlation.rows());
    this.columnAxis = new AxisPhases(correlation.columns());
    this.lineWidth = columnAxis.positions() + columnAxis.reach();
    this.sourcePhases = rowAxis.sourceStep() * columnAxis.sourceStep();
    this.destinationPhases = rowAxis.destinationStep() * columnAxis.destinationStep();
    this.widest = kernels.widest() * kernels.lanes();
    this.streams =
        kernels.streams()
            && destinationPhases == 1
            && destination.width() >= kernels.lanes()
            && destination.floats() <= FloatMemory.MOST_OF_BYTES;
    int share = (int) Math.min(1 << 28, workspaceBytes / Float.BYTES / 4);
    int rows = rowAxis.positions();
    while (rows > 1
        && (panelFloats(rows) > Math.min(streams ? STREAM_PANEL_TARGET : PANEL_TARGET, share)
            || resultFloats(rows) > Math.min(RESULT_TARGET, share)
            || correlation.groups() * blocksOf(rows).count() < workers.wantedTasks()
                && rows * lineWidth > widest)) {
      rows = (rows + 1) / 2;
    }
    this.blocks = blocksOf(rows);
    this.planeFloats = planeFloats(blocks.largest());
    this.resultStride = resultStride(blocks.largest());
    this.pixels =
        streams
            ? PixelVectors.of(
                blocks.largest(),
                destination.width(),
                lineWidth,
                destination.width(),
                kernels.lanes())
            : null;
    this.shifts = new int[destinationPhases][];
    int[][] taps = new int[destinationPhases][];
    for (int phase = 0; phase < destinationPhases; phase++) {
      taps[phase] = fillTables(phase);
    }
    this.weights = new WeightColumns(correlation, taps);
  }

  /** Some positions of the row phases of one image, at most {@code rows}. */
  private RowBlocks blocksOf(int rows) {
    return RowBlocks.of(correlation.images(), rowAxis.positions(), rows);
  }

  /** Fills the shifts of a phase, and returns its taps. */
  private int[] fillTables(int phase) {
    int rowPhase = phase / columnAxis.destinationStep();
    int columnPhase = phase % columnAxis.destinationStep();
    int[] rowTaps = rowAxis.taps(rowPhase);
    int[] columnTaps = columnAxis.taps(columnPhase);
    int taps = rowTaps.length * columnTaps.length;
    shifts[phase] = new int[correlation.sources() * taps];
    int[] places = new int[taps];
    for (int tap = 0; tap < taps; tap++) {
      int i = tap / columnTaps.length;
      int j = tap % columnTaps.length;
      int plane =
          rowAxis.sourcePhases(rowPhase)[i] * columnAxis.sourceStep()
              + columnAxis.sourcePhases(columnPhase)[j];
      int shift =
          (rowAxis.shifts(rowPhase)[i] - rowAxis.lowest()) * lineWidth
              + columnAxis.shifts(columnPhase)[j]
              - columnAxis.lowest();
      places[tap] = rowTaps[i] * correlation.kernelWidth() + columnTaps[j];
      for (int channel = 0; channel < correlation.sources(); channel++) {
        shifts[phase][channel * taps + tap] =
            (int) ((channel * sourcePhases + plane) * planeFloats + shift);
      }
    }
    return places;
  }

  /** Floats of workspace that every task takes. */
  public long taskFloats() {
    long sourceRows = (long) (blocks.largest() + rowAxis.reach()) * rowAxis.sourceStep();
    long destinationRows = (long) blocks.largest() * rowAxis.destinationStep();
    return lineOffset()
        + Math.max(sourceRows * source.width(), destinationRows * destination.width())
        + widest;
  }

  /** Floats of workspace that the calling thread takes besides. */
  public long sharedFloats() {
    return weights.floats();
  }

  /**
   * Computes the destination.
   *
   * @param bias added to each destination channel; null for none
   */
  public void execute(
      FloatMemory source, FloatMemory filter, FloatMemory bias, FloatMemory destination) {
    ByteBuffer memory = streams ? destination.bytes().orElseThrow() : null;
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats(), taskFloats());
      weights.read(filter, bias, shared);
      Units.run(
          workers,
          units(),
          workspaceBytes,
          taskFrame -> {
            Unit unit = new Unit(shared, taskFrame.floats(taskFloats()), memory);
            return i ->
                unit.compute(
                    source, i / blocks.count(), blocks.block(i % blocks.count()), destination);
          });
    }
  }

  /** How many units of work threads share out. */
  int units() {
    return correlation.groups() * blocks.count();
  }

  private long planeFloats(int rows) {
    return (long) (rows + rowAxis.reach()) * lineWidth;
  }

  private long panelFloats(int rows) {
    return correlation.sources() * sourcePhases * planeFloats(rows);
  }

  private long resultStride(int rows) {
    return ((long) rows * lineWidth + widest - 1) / widest * widest;
  }

  private long resultFloats(int rows) {
    return streams ? widest : correlation.destinations() * destinationPhases * resultStride(rows);
  }

  /** Vectors reach beyond the last pixel. */
  private long resultOffset() {
    return panelFloats(blocks.largest()) + widest + columnAxis.reach();
  }

  private long lineOffset() {
    return resultOffset() + resultFloats(blocks.largest());
  }

  /** Some rows of every phase, of one image and group, one after the other. */
  private final class Unit {
    private final float[] shared;
    private final float[] own;
    private final ShiftedProduct product = new ShiftedProduct();
    private final NativePlanes planes = new NativePlanes();
    private int group;
    private RowBlocks.Block block;

    Unit(float[] shared, float[] own, ByteBuffer memory) {
      this.shared = shared;
      this.own = own;
      product.a = shared;
      product.aStride = correlation.destinations();
      product.b = own;
      product.start = shared;
      product.c = own;
      product.cStride = streams ? 0 : (int) resultStride;
      planes.memory = memory;
      planes.pitch = destination.height() * destination.width();
      planes.pixels = pixels;
    }

    void compute(FloatMemory from, int ofGroup, RowBlocks.Block rows, FloatMemory to) {
      group = ofGroup;
      block = rows;
      for (int channel = 0; channel < correlation.sources(); channel++) {
        load(from, channel);
      }
      if (streams) {
        stream();
        return;
      }
      multiply();
      for (int channel = 0; channel < correlation.destinations(); channel++) {
        store(to, channel);
      }
    }

    /** Reads the rows of a channel at once, and takes them apart. */
    private void load(FloatMemory memory, int channel) {
      int step = rowAxis.sourceStep();
      int first = (block.fromRow() + rowAxis.lowest()) * step;
      int rows = (block.rows() + rowAxis.reach()) * step;
      int from = Math.min(source.height(), Math.max(0, first));
      int until = Math.max(from, Math.min(source.height(), first + rows));
      int lines = (int) lineOffset();
      if (from < until) {
        memory.read(
            source.index(block.fromImage(), group * correlation.sources() + channel, from, 0),
            own,
            lines,
            (until - from) * source.width());
      }
      for (int r = 0; r < rows; r++) {
        int y = first + r;
        int plane = (channel * step + r % step) * columnAxis.sourceStep();
        takeApart(
            y < from || y >= until ? -1 : lines + (y - from) * source.width(),
            (int) (plane * planeFloats) + r / step * lineWidth);
      }
    }

    /**
     * Takes a row apart into the phases of its columns.
     *
     * @param line where it is; negative outside of the tensor
     */
    private void takeApart(int line, int at) {
      int step = columnAxis.sourceStep();
      int lowest = columnAxis.lowest();
      for (int phase = 0; phase < step; phase++, at += (int) planeFloats) {
        int from = Math.max(0, -lowest);
        int end = Math.floorDiv(source.width() - phase + step - 1, step) - lowest;
        int until = Math.min(lineWidth, end);
        if (line < 0 || from >= until) {
          Arrays.fill(own, at, at + lineWidth, 0);
          continue;
        }
        Arrays.fill(own, at, at + from, 0);
        Arrays.fill(own, at + until, at + lineWidth, 0);
        int pixel = line + (from + lowest) * step + phase;
        if (step == 1) {
          System.arraycopy(own, pixel, own, at + from, until - from);
        } else {
          kernels.pick(own, pixel, step, until - from, own, at + from);
        }
      }
    }

    private void multiply() {
      int pixels = block.rows() * lineWidth;
      ShiftedProduct p = product;
      p.startOffset = weights.start(group);
      for (int phase = 0; phase < destinationPhases; phase++) {
        p.aOffset = weights.offset(group, phase);
        p.depth = shifts[phase].length;
        p.shifts = shifts[phase];
        for (int pixel = 0; pixel < pixels; pixel += widest) {
          p.bOffset = pixel;
          p.cOffset = result(phase, 0) + pixel;
          kernels.multiplyShifted(p, 0, correlation.destinations());
        }
      }
    }

    /** Multiplies, and writes results at once. */
    private void stream() {
      ShiftedProduct p = product;
      p.startOffset = weights.start(group);
      p.aOffset = weights.offset(group, 0);
      p.depth = shifts[0].length;
      p.shifts = shifts[0];
      p.bOffset = 0;
      p.cOffset = (int) resultOffset();
      planes.vectors = block.rows() * pixels.perLine();
      planes.offset =
          Math.toIntExact(
              destination.index(
                  block.fromImage(), group * correlation.destinations(), block.fromRow(), 0));
      kernels.streamShifted(p, 0, correlation.destinations(), planes);
    }

    private void store(FloatMemory memory, int channel) {
      if (destinationPhases == 1) {
        storeRows(memory, channel);
      } else {
        joinAndStore(memory, channel);
      }
    }

    private void storeRows(FloatMemory memory, int channel) {
      int width = destination.width();
      int from = result(0, channel);
      long to =
          destination.index(
              block.fromImage(), group * correlation.destinations() + channel, block.fromRow(), 0);
      for (int r = 0; r < block.rows(); r++, from += lineWidth, to += width) {
        memory.write(own, from, width, to);
      }
    }

    /** Puts the rows of a channel together, and writes them at once. */
    private void joinAndStore(FloatMemory memory, int channel) {
      int step = rowAxis.destinationStep();
      int first = block.fromRow() * step;
      int rows = Math.min(destination.height(), block.toRow() * step) - first;
      int line = (int) lineOffset();
      for (int r = 0; r < rows; r++, line += destination.width()) {
        putTogether(r % step, channel, r / step * lineWidth, line);
      }
      memory.write(
          own,
          (int) lineOffset(),
          rows * destination.width(),
          destination.index(
              block.fromImage(), group * correlation.destinations() + channel, first, 0));
    }

    private void putTogether(int rowPhase, int channel, int row, int line) {
      int step = columnAxis.destinationStep();
      int width = destination.width();
      int phase = rowPhase * step;
      if (step == 1) {
        System.arraycopy(own, result(phase, channel) + row, own, line, width);
      } else if (step == 2) {
        int even = result(phase, channel) + row;
        kernels.zip(own, even, result(phase + 1, channel) + row, width / 2, own, line);
        if (width % 2 != 0) {
          own[line + width - 1] = own[even + width / 2];
        }
      } else {
        for (int c = 0; c < step; c++) {
          int from = result(phase + c, channel) + row;
          for (int x = c; x < width; x += step) {
            own[line + x] = own[from++];
          }
        }
      }
    }

    private int result(int phase, int channel) {
      return (int) (resultOffset() + (phase * correlation.destinations() + channel) * resultStride);
    }
  }
}
