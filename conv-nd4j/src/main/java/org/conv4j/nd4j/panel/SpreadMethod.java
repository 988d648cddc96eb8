package org.conv4j.nd4j.panel;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.PlaneWindow;

/**
 * The input gradient of a 3 x 3 kernel in steps of two, with one row and column of padding before
 * an input of even size: each row of the output gradient is spread over three of the input's.
 */
final class SpreadMethod implements PlaneMethod {

  private final Kernels kernels;
  private final ImageShape source;
  private final PlaneBlocks blocks;
  private final ColumnMasks masks;

  SpreadMethod(Correlation correlation, Kernels kernels, int planes) {
    this.kernels = kernels;
    this.source = correlation.source();
    int width = source.width();
    this.blocks =
        new PlaneBlocks(correlation, count -> count * 4 * width + (count + 1) * width, planes);
    this.masks = new ColumnMasks(width, kernels.lanes(), 2);
    masks.admit(0, x -> x, width);
    masks.admit(1, x -> x + 1, width);
  }

  /** Whether this is the method for a correlation. */
  static boolean suits(Correlation correlation) {
    return correlation.kernelHeight() == 3
        && correlation.kernelWidth() == 3
        && spreads(correlation.rows(), correlation.sourceHeight())
        && spreads(correlation.columns(), correlation.sourceWidth());
  }

  private static boolean spreads(AxisTaps axis, int sourceSize) {
    return axis.size() == 2 * sourceSize
        && axis.phases() == 2
        && axis.base(0) == 0
        && axis.base(1) == 1
        && Arrays.equals(axis.taps(0), new int[] {1})
        && Arrays.equals(axis.shifts(0), new int[] {0})
        && Arrays.equals(axis.taps(1), new int[] {0, 2})
        && Arrays.equals(axis.shifts(1), new int[] {0, -1});
  }

  @Override
  public PlaneBlocks blocks() {
    return blocks;
  }

  @Override
  public int[] taps() {
    return IntStream.range(0, 9).toArray();
  }

  /** A row of zeros, for the one below the last, and two vectors to spare. */
  @Override
  public long scratch() {
    return zeros() + 2L * kernels.lanes();
  }

  private int zeros() {
    return source.width() + kernels.lanes() + 1;
  }

  @Override
  public int margin() {
    return 2 * kernels.lanes();
  }

  @Override
  public Work begin(float[] memory, int scratch) {
    Arrays.fill(memory, scratch, scratch + zeros(), 0);
    PlaneWindow window = new PlaneWindow();
    window.memory = memory;
    window.pitch = source.width();
    window.masks = masks.lanes();
    window.maskStride = masks.stride();
    window.width = source.width();
    window.spare = scratch + zeros();
    return (block, shared, startAt, weightsAt, from, to) -> {
      PlaneBlocks.Block rows = blocks.block(block);
      int first = rows.source().first();
      window.rows = rows.rows();
      window.first = from + (rows.fromRow() - first) * source.width();
      window.below =
          rows.toRow() < source.height() ? from + (rows.toRow() - first) * source.width() : scratch;
      window.to = to;
      window.weights = shared;
      window.weightsOffset = weightsAt;
      window.start = shared[startAt];
      kernels.spreadByTwo(window);
    };
  }
}
