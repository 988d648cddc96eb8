package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.PlaneWindow;

/**
 * A 3 x 3 kernel in steps of one, with at most one row of padding above and below: slides over
 * source rows as they lie, under masks where there is padding.
 */
final class WindowMethod implements RollingMethod {

  private final Kernels kernels;
  private final ImageShape source;
  private final ImageShape destination;
  private final AxisPhases rows;
  private final AxisPhases columns;
  private final PlaneBlocks blocks;
  private final int[] taps;
  private final ColumnMasks masks;

  WindowMethod(Correlation correlation, Kernels kernels, int planes) {
    this.kernels = kernels;
    this.source = correlation.source();
    this.destination = correlation.destination();
    this.rows = new AxisPhases(correlation.rows());
    this.columns = new AxisPhases(correlation.columns());
    this.blocks =
        new PlaneBlocks(
            correlation,
            count -> count * destination.width() + (count + 2) * source.width(),
            planes);
    this.taps = new int[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        taps[3 * place(rows, i) + place(columns, j)] = 3 * rows.taps(0)[i] + columns.taps(0)[j];
      }
    }
    this.masks = new ColumnMasks(destination.width(), kernels.lanes(), 3);
    for (int j = 0; j < 3; j++) {
      int shift = j + columns.lowest();
      masks.admit(j, x -> x + shift, source.width());
    }
  }

  /** Whether this is the method for a correlation. */
  static boolean suits(Correlation correlation) {
    AxisPhases rows = new AxisPhases(correlation.rows());
    AxisPhases columns = new AxisPhases(correlation.columns());
    return correlation.kernelHeight() == 3
        && correlation.kernelWidth() == 3
        && neighbours(rows)
        && neighbours(columns)
        && rows.lowest() >= -1
        && rows.size() + rows.lowest() + 1 <= correlation.sourceHeight();
  }

  private static boolean neighbours(AxisPhases axis) {
    return axis.inStepsOfOne() && axis.reach() == 2;
  }

  /** Which of the three places next to each other a tap reads. */
  private static int place(AxisPhases axis, int tap) {
    return axis.shifts(0)[tap] - axis.lowest();
  }

  @Override
  public PlaneBlocks blocks() {
    return blocks;
  }

  @Override
  public int[] taps() {
    return taps;
  }

  /** A row of zeros, for those above and below, and a vector to spare. */
  @Override
  public long scratch() {
    return zeros() + kernels.lanes();
  }

  private int zeros() {
    return destination.width() + kernels.lanes() + 2;
  }

  @Override
  public int margin() {
    return Math.max(-columns.lowest(), destination.width() - source.width() + columns.lowest() + 2)
        + 2 * kernels.lanes();
  }

  @Override
  public Work begin(float[] memory, int scratch) {
    Arrays.fill(memory, scratch, scratch + zeros(), 0);
    return new WindowWork(memory, scratch);
  }

  @Override
  public int sums() {
    return -Math.floorDiv(-destination.width(), kernels.lanes()) * 9 * kernels.lanes();
  }

  @Override
  public int step() {
    return 1;
  }

  @Override
  public int lag() {
    return 2;
  }

  @Override
  public int earliestRow() {
    return rows.lowest();
  }

  @Override
  public Roll roll(float[] memory, int carried) {
    WindowWork work = new WindowWork(memory, 0);
    work.window.carried = carried;
    return work;
  }

  /** The work of one thread. */
  private final class WindowWork implements Work, Roll {
    private final PlaneWindow window = new PlaneWindow();
    private final int zeroRow;

    WindowWork(float[] memory, int scratch) {
      this.zeroRow = scratch;
      window.memory = memory;
      window.pitch = source.width();
      window.masks = masks.lanes();
      window.maskStride = masks.stride();
      window.width = destination.width();
      window.spare = scratch + zeros();
    }

    @Override
    public void advance(int rounds, float[] shared, int startAt, int weightsAt, int from, int to) {
      window.rows = rounds;
      window.first = from + columns.lowest();
      window.to = to;
      window.weights = shared;
      window.weightsOffset = weightsAt;
      window.start = shared[startAt];
      kernels.roll(window);
    }

    private void place(int index, int at, int to) {
      PlaneBlocks.Block block = blocks.block(index);
      int row = block.fromRow() + rows.lowest() + 1;
      window.rows = block.rows();
      window.first = at + (row - block.source().first()) * source.width() + columns.lowest();
      window.above = row > 0 ? window.first - source.width() : zeroRow;
      window.below =
          row + block.rows() < source.height()
              ? window.first + block.rows() * source.width()
              : zeroRow;
      window.to = to;
    }

    @Override
    public void multiply(int block, float[] shared, int startAt, int weightsAt, int from, int to) {
      place(block, from, to);
      window.weights = shared;
      window.weightsOffset = weightsAt;
      window.start = shared[startAt];
      kernels.slide(window);
    }

    @Override
    public void addTaps(int block, int from, int gradient, int sums) {
      place(block, from, gradient);
      window.sums = sums;
      kernels.addWindows(window);
    }

    @Override
    public void sumTaps(int sums) {
      window.sums = sums;
      kernels.sumWindows(window);
    }
  }
}
