package org.conv4j.nd4j.panel;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.ShiftedProduct;

/**
 * Any kernel, stride and dilation: the destination, or each phase of it, is a sum over taps of one
 * run of every tap's view.
 */
final class ViewMethod implements TapMethod {

  private final Kernels kernels;
  private final ImageShape destination;
  private final int rowStep;
  private final int columnStep;
  private final PlaneBlocks blocks;
  private final TapViews views;
  private final TapViews.Block[] viewsOfBlock;
  private final int[] taps;

  ViewMethod(Correlation correlation, Kernels kernels, int planes) {
    this.kernels = kernels;
    this.destination = correlation.destination();
    this.rowStep = correlation.rows().phases();
    this.columnStep = correlation.columns().phases();
    this.blocks =
        new PlaneBlocks(
            correlation, rows -> new TapViews(correlation, kernels, rows).floats(), planes);
    this.views = new TapViews(correlation, kernels, blocks.largest());
    this.viewsOfBlock = new TapViews.Block[blocks.count()];
    for (int i = 0; i < viewsOfBlock.length; i++) {
      PlaneBlocks.Block block = blocks.block(i);
      viewsOfBlock[i] = views.block(block.fromRow(), block.toRow(), block.source().first());
    }
    this.taps =
        IntStream.range(0, rowStep * columnStep)
            .flatMap(phase -> Arrays.stream(views.taps(phase)))
            .toArray();
  }

  @Override
  public PlaneBlocks blocks() {
    return blocks;
  }

  @Override
  public int[] taps() {
    return taps;
  }

  @Override
  public long scratch() {
    return views.floats() + (apart() ? rowStep * columnStep * phaseFloats() : 0);
  }

  private long phaseFloats() {
    return (long) blocks.largest() * views.pitch() + kernels.lanes();
  }

  /** Whether the destination is computed in phases and put together afterwards. */
  private boolean apart() {
    return rowStep * columnStep > 1;
  }

  @Override
  public int sums() {
    return taps.length * kernels.lanes();
  }

  @Override
  public int margin() {
    return views.margin();
  }

  @Override
  public Work begin(float[] memory, int scratch) {
    return new ViewWork(memory, scratch);
  }

  /** The work of one thread; views come first in memory, then phases. */
  private final class ViewWork implements Work {
    private final float[] memory;
    private final int scratch;
    private final ShiftedProduct product = new ShiftedProduct();
    private int blankedFor = -1;

    ViewWork(float[] memory, int scratch) {
      this.memory = memory;
      this.scratch = scratch;
      product.b = memory;
      product.bOffset = scratch;
      product.c = memory;
    }

    private void load(int block, int source) {
      if (blankedFor != block) {
        viewsOfBlock[block].blank(memory, scratch);
        blankedFor = block;
      }
      viewsOfBlock[block].load(memory, source, scratch);
    }

    @Override
    public void multiply(
        int block, float[] shared, int startAt, int weightsAt, int source, int to) {
      load(block, source);
      PlaneBlocks.Block rows = blocks.block(block);
      product.start = shared;
      product.startOffset = startAt;
      product.a = shared;
      product.aOffset = weightsAt;
      for (int phase = 0; phase < rowStep * columnStep; phase++) {
        product.shifts = views.shifts(phase);
        product.depth = product.shifts.length;
        product.cOffset = apart() ? phase(phase) : to;
        kernels.multiplyPlane(product, rows.rows() * views.pitch());
        product.aOffset += product.depth;
      }
      if (apart()) {
        putTogether(rows.destination().count(), to);
      }
    }

    @Override
    public void addTaps(int block, int source, int gradient, int sums) {
      load(block, source);
      product.a = memory;
      product.aOffset = gradient;
      product.shifts = views.shifts(0);
      product.depth = product.shifts.length;
      product.cOffset = sums;
      product.cStride = kernels.lanes();
      kernels.addTaps(product, blocks.block(block).rows() * views.pitch());
    }

    @Override
    public void sumTaps(int sums) {}

    private void putTogether(int rows, int at) {
      int width = destination.width();
      if (rowStep == 2 && columnStep == 2) {
        kernels.joinPhases(
            memory, phase(0), (int) phaseFloats(), views.pitch(), rows, width, memory, at);
        return;
      }
      for (int r = 0; r < rows; r++) {
        putTogether(r % rowStep * columnStep, r / rowStep, at + r * width);
      }
    }

    /** Puts a row together from the phases of its columns, of which {@code phase} is the first. */
    private void putTogether(int phase, int row, int line) {
      int width = destination.width();
      int at = phase(phase) + row * views.pitch();
      for (int c = 0; c < columnStep; c++, at += (int) phaseFloats()) {
        for (int x = c, i = at; x < width; x += columnStep, i++) {
          memory[line + x] = memory[i];
        }
      }
    }

    private int phase(int phase) {
      return (int) (scratch + views.floats() + phase * phaseFloats());
    }
  }
}
