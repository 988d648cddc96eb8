package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.ShiftedProduct;
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
  private static final int RESULT_TARGET = 64 << 10;
  private static final int TASKS = 8;

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
  private final RowBlocks blocks;
  private final long planeFloats;
  private final long resultStride;
  private final int[][] shifts;
  private final int[][] weights;
  private final int[] weightsBefore;
  private final int weightsPerGroup;

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
    int share = (int) Math.min(1 << 28, workspaceBytes / Float.BYTES / 4);
    int rows = rowAxis.positions();
    while (rows > 1
        && (panelFloats(rows) > Math.min(PANEL_TARGET, share)
            || resultFloats(rows) > Math.min(RESULT_TARGET, share)
            || correlation.groups() * blocksOf(rows).count() < TASKS
                && rows * lineWidth > widest)) {
      rows = (rows + 1) / 2;
    }
    this.blocks = blocksOf(rows);
    this.planeFloats = planeFloats(blocks.largest());
    this.resultStride = resultStride(blocks.largest());
    this.shifts = new int[destinationPhases][];
    this.weights = new int[destinationPhases][];
    this.weightsBefore = new int[destinationPhases + 1];
    for (int phase = 0; phase < destinationPhases; phase++) {
      fillTables(phase);
      weightsBefore[phase + 1] =
          weightsBefore[phase] + shifts[phase].length * correlation.destinations();
    }
    this.weightsPerGroup = weightsBefore[destinationPhases];
  }

  /** Some positions of the row phases of one image, at most {@code rows}. */
  private RowBlocks blocksOf(int rows) {
    return RowBlocks.of(correlation.images(), rowAxis.positions(), rows);
  }

  private void fillTables(int phase) {
    int rowPhase = phase / columnAxis.destinationStep();
    int columnPhase = phase % columnAxis.destinationStep();
    int[] rowTaps = rowAxis.taps(rowPhase);
    int[] columnTaps = columnAxis.taps(columnPhase);
    int taps = rowTaps.length * columnTaps.length;
    shifts[phase] = new int[correlation.sources() * taps];
    weights[phase] = new int[taps];
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
      weights[phase][tap] = rowTaps[i] * correlation.kernelWidth() + columnTaps[j];
      for (int channel = 0; channel < correlation.sources(); channel++) {
        shifts[phase][channel * taps + tap] =
            (int) ((channel * sourcePhases + plane) * planeFloats + shift);
      }
    }
  }

  /** Floats of workspace that every task takes. */
  public long taskFloats() {
    return lineOffset() + Math.max(source.width(), destination.width());
  }

  /** Floats of workspace that the calling thread takes besides. */
  public long sharedFloats() {
    return (long) correlation.groups() * (correlation.destinations() + weightsPerGroup)
        + filterFloats();
  }

  /**
   * Computes the destination.
   *
   * @param bias added to each destination channel; null for none
   */
  public void execute(
      FloatMemory source, FloatMemory filter, FloatMemory bias, FloatMemory destination) {
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats());
      int channels = correlation.groups() * correlation.destinations();
      if (bias == null) {
        Arrays.fill(shared, 0, channels, 0);
      } else {
        bias.read(0, shared, 0, channels);
      }
      packWeights(filter, shared);
      workers.run(
          correlation.groups() * blocks.count(),
          workspaceBytes,
          (task, taskFrame) ->
              new Task(
                      shared,
                      taskFrame.floats(taskFloats()),
                      task / blocks.count(),
                      blocks.block(task % blocks.count()))
                  .run(source, destination));
    }
  }

  /** For each group and phase, destination channels by source channels and taps. */
  private void packWeights(FloatMemory filter, float[] shared) {
    Correlation.FilterStrides strides = correlation.filter();
    int copy = weightsOffset(correlation.groups(), 0);
    filter.read(0, shared, copy, filterFloats());
    int to = weightsOffset(0, 0);
    for (int group = 0; group < correlation.groups(); group++) {
      for (int phase = 0; phase < destinationPhases; phase++) {
        for (int d = 0; d < correlation.destinations(); d++) {
          for (int s = 0; s < correlation.sources(); s++) {
            int from =
                (int)
                    (copy
                        + group * strides.group()
                        + d * strides.destination()
                        + s * strides.source());
            for (int tap : weights[phase]) {
              shared[to++] = shared[(int) (from + tap * strides.tap())];
            }
          }
        }
      }
    }
  }

  private int filterFloats() {
    return correlation.groups()
        * correlation.destinations()
        * correlation.sources()
        * correlation.taps();
  }

  private int weightsOffset(int group, int phase) {
    return correlation.groups() * correlation.destinations()
        + group * weightsPerGroup
        + weightsBefore[phase];
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
    return correlation.destinations() * destinationPhases * resultStride(rows);
  }

  /** Vectors reach beyond the last pixel. */
  private long resultOffset() {
    return panelFloats(blocks.largest()) + widest + columnAxis.reach();
  }

  private long lineOffset() {
    return resultOffset() + resultFloats(blocks.largest());
  }

  /** Some rows of every phase, of one image. */
  private final class Task {
    private final float[] shared;
    private final float[] own;
    private final int group;
    private final RowBlocks.Block block;

    Task(float[] shared, float[] own, int group, RowBlocks.Block block) {
      this.shared = shared;
      this.own = own;
      this.group = group;
      this.block = block;
    }

    void run(FloatMemory source, FloatMemory destination) {
      load(source);
      multiply();
      store(destination);
    }

    private void load(FloatMemory memory) {
      int first = block.fromRow() + rowAxis.lowest();
      int rows = block.rows() + rowAxis.reach();
      for (int channel = 0; channel < correlation.sources(); channel++) {
        for (int rowPhase = 0; rowPhase < rowAxis.sourceStep(); rowPhase++) {
          int plane = (channel * rowAxis.sourceStep() + rowPhase) * columnAxis.sourceStep();
          for (int r = 0; r < rows; r++) {
            loadRow(
                memory,
                group * correlation.sources() + channel,
                (first + r) * rowAxis.sourceStep() + rowPhase,
                (int) (plane * planeFloats) + r * lineWidth);
          }
        }
      }
    }

    /** Takes a row apart into the phases of its columns. */
    private void loadRow(FloatMemory memory, int channel, int y, int at) {
      int step = columnAxis.sourceStep();
      boolean outside = y < 0 || y >= source.height();
      if (!outside && step > 1) {
        memory.read(
            source.index(block.fromImage(), channel, y, 0),
            own,
            (int) lineOffset(),
            source.width());
      }
      for (int phase = 0; phase < step; phase++, at += (int) planeFloats) {
        int lowest = columnAxis.lowest();
        int from = Math.max(0, -lowest);
        int end = Math.floorDiv(source.width() - phase + step - 1, step) - lowest;
        int until = Math.max(from, Math.min(lineWidth, end));
        if (outside || from >= until) {
          Arrays.fill(own, at, at + lineWidth, 0);
          continue;
        }
        Arrays.fill(own, at, at + from, 0);
        Arrays.fill(own, at + until, at + lineWidth, 0);
        if (step == 1) {
          memory.read(
              source.index(block.fromImage(), channel, y, from + lowest),
              own,
              at + from,
              until - from);
        } else {
          int pixel = (int) lineOffset() + (from + lowest) * step + phase;
          for (int i = from; i < until; i++, pixel += step) {
            own[at + i] = own[pixel];
          }
        }
      }
    }

    private void multiply() {
      int pixels = block.rows() * lineWidth;
      ShiftedProduct p = new ShiftedProduct();
      p.a = shared;
      p.b = own;
      p.start = shared;
      p.startOffset = group * correlation.destinations();
      p.c = own;
      p.cStride = (int) resultStride;
      for (int phase = 0; phase < destinationPhases; phase++) {
        p.aOffset = weightsOffset(group, phase);
        p.depth = shifts[phase].length;
        p.shifts = shifts[phase];
        for (int pixel = 0; pixel < pixels; pixel += widest) {
          p.bOffset = pixel;
          p.cOffset = result(phase, 0) + pixel;
          kernels.multiplyShifted(p, 0, correlation.destinations());
        }
      }
    }

    private void store(FloatMemory memory) {
      for (int channel = 0; channel < correlation.destinations(); channel++) {
        for (int rowPhase = 0; rowPhase < rowAxis.destinationStep(); rowPhase++) {
          int rows = Math.min(block.toRow(), rowAxis.positions(rowPhase)) - block.fromRow();
          for (int r = 0; r < rows; r++) {
            storeRow(memory, channel, rowPhase, r);
          }
        }
      }
    }

    /** Puts a row together from the phases of its columns. */
    private void storeRow(FloatMemory memory, int channel, int rowPhase, int r) {
      int step = columnAxis.destinationStep();
      int phase = rowPhase * step;
      int at = result(phase, channel) + r * lineWidth;
      if (step > 1) {
        int line = (int) lineOffset();
        for (int c = 0; c < step; c++) {
          int from = result(phase + c, channel) + r * lineWidth;
          for (int x = c; x < destination.width(); x += step) {
            own[line + x] = own[from++];
          }
        }
        at = line;
      }
      memory.write(
          own,
          at,
          destination.width(),
          destination.index(
              block.fromImage(),
              group * correlation.destinations() + channel,
              (block.fromRow() + r) * rowAxis.destinationStep() + rowPhase,
              0));
    }

    private int result(int phase, int channel) {
      return (int) (resultOffset() + (phase * correlation.destinations() + channel) * resultStride);
    }
  }
}
