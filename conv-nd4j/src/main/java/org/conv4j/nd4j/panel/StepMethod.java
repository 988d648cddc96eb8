package org.conv4j.nd4j.panel;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.PlaneWindow;

/**
 * A 3 x 3 kernel in steps of two, with at most one row and one column of padding on each side:
 * slides over source rows as they lie. Of the three elements that a pixel meets in a row, two are a
 * pair that exists everywhere; the one before or behind it is met under a mask.
 */
final class StepMethod implements RollingMethod {

  private final Kernels kernels;
  private final ImageShape source;
  private final ImageShape destination;
  private final int firstRow;
  private final int outer;
  private final PlaneBlocks blocks;
  private final ColumnMasks masks;

  StepMethod(Correlation correlation, Kernels kernels, int planes) {
    this.kernels = kernels;
    this.source = correlation.source();
    this.destination = correlation.destination();
    this.firstRow = correlation.rows().base(0);
    this.outer = correlation.columns().base(0) < 0 ? -1 : 1;
    this.blocks =
        new PlaneBlocks(
            correlation,
            count -> count * destination.width() + (2 * count + 1) * source.width(),
            planes);
    int beside = outer < 0 ? 0 : 1;
    int pairs = 2 * destination.width();
    this.masks = new ColumnMasks(pairs, 2 * kernels.lanes(), 2);
    masks.admit(0, lane -> lane % 2 == beside ? lane + outer : -1, source.width());
    masks.admit(1, lane -> lane, pairs);
  }

  /** Whether this is the method for a correlation. */
  static boolean suits(Correlation correlation) {
    AxisTaps rows = correlation.rows();
    AxisTaps columns = correlation.columns();
    return inStepsOfTwo(rows)
        && inStepsOfTwo(columns)
        && rows.base(rows.size() - 1) + 2 <= correlation.sourceHeight()
        && 2 * columns.size() <= correlation.sourceWidth();
  }

  private static boolean inStepsOfTwo(AxisTaps axis) {
    return axis.phases() == 1
        && axis.advance() == 2
        && (axis.base(0) == 0 || axis.base(0) == -1)
        && Arrays.equals(axis.shifts(0), new int[] {0, 1, 2});
  }

  @Override
  public PlaneBlocks blocks() {
    return blocks;
  }

  @Override
  public int[] taps() {
    return IntStream.range(0, 9).toArray();
  }

  /** A row of zeros, for those above and below, and a vector to spare. */
  @Override
  public long scratch() {
    return zeros() + kernels.lanes();
  }

  /** An element before the row, and what vectors read behind it. */
  private int zeros() {
    return 1 + 2 * destination.width() + 3 * kernels.lanes();
  }

  @Override
  public int margin() {
    return 3 * kernels.lanes();
  }

  @Override
  public Work begin(float[] memory, int scratch) {
    Arrays.fill(memory, scratch, scratch + zeros(), 0);
    return new StepWork(memory, scratch);
  }

  @Override
  public int sums() {
    return -Math.floorDiv(-2 * destination.width(), kernels.lanes()) * 9 * kernels.lanes();
  }

  @Override
  public int step() {
    return 2;
  }

  @Override
  public int lag() {
    return 1;
  }

  @Override
  public int earliestRow() {
    return firstRow - 1;
  }

  @Override
  public Roll roll(float[] memory, int carried) {
    StepWork work = new StepWork(memory, 0);
    work.window.carried = carried;
    return work;
  }

  /** The work of one thread. */
  private final class StepWork implements Work, Roll {
    private final PlaneWindow window = new PlaneWindow();
    private final int zeroRow;

    StepWork(float[] memory, int scratch) {
      this.zeroRow = scratch + 1;
      window.memory = memory;
      window.pitch = source.width();
      window.masks = masks.lanes();
      window.maskStride = masks.stride();
      window.outer = outer;
      window.width = destination.width();
      window.spare = scratch + zeros();
    }

    @Override
    public void advance(int rounds, float[] shared, int startAt, int weightsAt, int from, int to) {
      window.rows = rounds;
      window.first = from;
      window.to = to;
      window.weights = shared;
      window.weightsOffset = weightsAt;
      window.start = shared[startAt];
      kernels.rollByTwo(window);
    }

    private void place(int index, int at, int to) {
      PlaneBlocks.Block block = blocks.block(index);
      int held = block.source().first();
      int above = 2 * block.fromRow() + firstRow;
      int below = above + 2 * block.rows();
      window.rows = block.rows();
      window.above = above < 0 ? zeroRow : at + (above - held) * source.width();
      window.first = at + (above + 1 - held) * source.width();
      window.below = below < source.height() ? at + (below - held) * source.width() : zeroRow;
      window.to = to;
    }

    @Override
    public void multiply(int block, float[] shared, int startAt, int weightsAt, int from, int to) {
      place(block, from, to);
      window.weights = shared;
      window.weightsOffset = weightsAt;
      window.start = shared[startAt];
      kernels.slideByTwo(window);
    }

    @Override
    public void addTaps(int block, int from, int gradient, int sums) {
      place(block, from, gradient);
      window.sums = sums;
      kernels.addWindowsByTwo(window);
    }

    @Override
    public void sumTaps(int sums) {
      window.sums = sums;
      kernels.sumWindowsByTwo(window);
    }
  }
}
