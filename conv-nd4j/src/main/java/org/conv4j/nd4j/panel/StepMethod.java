package org.conv4j.nd4j.panel;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.PlaneWindow;

/**
 * A 3 x 3 kernel in steps of two over rows of even length, with at most one row of padding above
 * and below: even and odd columns are taken apart in one sweep over the plane, and a window slides
 * over both, under masks where there is padding.
 */
final class StepMethod implements TapMethod {

  private final Kernels kernels;
  private final ImageShape source;
  private final ImageShape destination;
  private final int top;
  private final int pitch;
  private final PlaneBlocks blocks;
  private final int planeFloats;
  private final ColumnMasks masks;
  private final int[] columns;

  StepMethod(Correlation correlation, Kernels kernels, int planes) {
    this.kernels = kernels;
    this.source = correlation.source();
    this.destination = correlation.destination();
    this.top = -correlation.rows().base(0);
    this.pitch = source.width() / 2;
    this.blocks =
        new PlaneBlocks(
            correlation, count -> 2 * planeFloats(count) + count * destination.width(), planes);
    this.planeFloats = planeFloats(blocks.rows().largest());
    this.masks = new ColumnMasks(destination.width(), kernels.lanes(), 4);
    this.columns = new int[3];
    for (int j = 0; j < 3; j++) {
      int first = correlation.columns().base(0) + j;
      int shift = Math.floorDiv(first, 2);
      columns[j] = Math.floorMod(first, 2) * planeFloats + shift;
      masks.admit(j, x -> x + shift, pitch);
    }
    masks.admit(3, x -> x, destination.width());
  }

  /** Whether this is the method for a correlation. */
  static boolean suits(Correlation correlation) {
    AxisTaps rows = correlation.rows();
    return correlation.sourceWidth() % 2 == 0
        && inStepsOfTwo(rows)
        && inStepsOfTwo(correlation.columns())
        && rows.base(0) >= -1
        && rows.base(rows.size() - 1) + 2 <= correlation.sourceHeight();
  }

  private static boolean inStepsOfTwo(AxisTaps axis) {
    return axis.phases() == 1
        && axis.advance() == 2
        && Arrays.equals(axis.shifts(0), new int[] {0, 1, 2});
  }

  /** The rows that {@code count} rows of the destination read, one more before, and a margin. */
  private int planeFloats(int count) {
    return (2 * count + 2) * pitch + margin();
  }

  @Override
  public PlaneBlocks blocks() {
    return blocks;
  }

  @Override
  public int[] taps() {
    return IntStream.range(0, 9).toArray();
  }

  /** Even columns, odd columns, what is read beyond, and a vector to spare. */
  @Override
  public long scratch() {
    return spare() + kernels.lanes();
  }

  private int spare() {
    return margin() + 2 * planeFloats;
  }

  @Override
  public int margin() {
    return destination.width() + 2 * kernels.lanes();
  }

  @Override
  public Work begin(float[] memory) {
    return new StepWork(memory);
  }

  /** The work of one thread. */
  private final class StepWork implements Work {
    private final float[] memory;
    private final PlaneWindow window = new PlaneWindow();
    private int blankedFor = -1;

    StepWork(float[] memory) {
      this.memory = memory;
      window.memory = memory;
      window.pitch = pitch;
      window.first = margin() + pitch;
      window.masks = masks.lanes();
      window.maskStride = masks.stride();
      window.columns = columns;
      window.width = destination.width();
      window.spare = spare();
    }

    private void load(int index, int from, int to) {
      RowBlocks.Block block = blocks.rows().block(index);
      int above = 2 * block.fromRow() - top;
      int begin = Math.max(0, above);
      int end = Math.min(source.height(), 2 * block.toRow() - top + 1);
      int even = window.first + (begin - above) * pitch;
      if (blankedFor != index) {
        Arrays.fill(memory, 0, spare(), 0);
        blankedFor = index;
      }
      int first = blocks.sourceRows(block).first();
      kernels.split(
          memory,
          from + (begin - first) * source.width(),
          (end - begin) * pitch,
          memory,
          even,
          even + planeFloats);
      window.rows = block.rows();
      window.to = to;
    }

    @Override
    public void multiply(int block, float[] shared, int startAt, int weightsAt, int from, int to) {
      load(block, from, to);
      window.weights = shared;
      window.weightsOffset = weightsAt;
      window.start = shared[startAt];
      kernels.slideByTwo(window);
    }

    @Override
    public void addTaps(int block, int from, int gradient, int sums) {
      load(block, from, gradient);
      window.sums = sums;
      kernels.addWindowsByTwo(window);
    }
  }
}
