package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.ElementType;
import org.conv4j.nd4j.gemm.DotProduct;
import org.conv4j.nd4j.gemm.Gemm;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * The filter gradient of a depthwise convolution for JVMs without the Vector API. For each tap, and
 * plane by plane, it is the dot product, by BLAS, of the output gradient as it lies in memory and
 * of one run of the tap's view of the input.
 */
final class DotDepthwiseFilterGradient implements DepthwiseFilterGradient {

  private final Correlation correlation;
  private final Workers workers;
  private final long workspaceBytes;
  private final ImageShape source;
  private final ImageShape destination;
  private final PlaneBlocks blocks;
  private final TapViews views;
  private final TapViews.Block[] viewsOfBlock;
  private final DepthwiseParts parts;

  DotDepthwiseFilterGradient(
      Correlation correlation, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.source = correlation.source();
    this.destination = correlation.destination();
    this.blocks =
        new PlaneBlocks(
            correlation,
            rows -> new TapViews(correlation, kernels, rows).floats(),
            correlation.groups());
    this.views = new TapViews(correlation, kernels, blocks.largest());
    this.viewsOfBlock = new TapViews.Block[blocks.count()];
    for (int i = 0; i < viewsOfBlock.length; i++) {
      PlaneBlocks.Block block = blocks.block(i);
      viewsOfBlock[i] = views.block(block.fromRow(), block.toRow(), block.source().first());
    }
    this.parts = new DepthwiseParts(correlation, blocks);
  }

  @Override
  public long taskFloats() {
    return ownFloats() + views.floats();
  }

  /** Views come first, then rows of the input, then sums. */
  private long ownFloats() {
    return sumsOffset() + (long) blocks.planesAtOnce() * correlation.taps();
  }

  private long sourceOffset() {
    return views.floats() + views.margin();
  }

  private long sumsOffset() {
    return sourceOffset() + blocks.sourceFloats() + views.margin();
  }

  @Override
  public long sharedFloats() {
    return parts.sharedFloats();
  }

  @Override
  public void execute(FloatMemory input, FloatMemory outputGradient, FloatMemory filterGradient) {
    try (Gemm gemm = Gemm.open();
        Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats(), taskFloats());
      parts.execute(
          workers,
          workspaceBytes,
          shared,
          filterGradient,
          taskFrame -> new Task(input, outputGradient, taskFrame, gemm.dotProduct()));
    }
  }

  /** Some channels, over some blocks of some images. */
  private final class Task implements DepthwiseParts.Sums {
    private final FloatMemory input;
    private final FloatMemory outputGradient;
    private final DotProduct product;
    private final float[] own;
    private final FloatMemory seen;
    private int blankedFor = -1;

    Task(FloatMemory input, FloatMemory outputGradient, Workspace.Frame frame, DotProduct product) {
      this.input = input;
      this.outputGradient = outputGradient;
      this.product = product;
      this.own = frame.floats(ownFloats(), views.floats());
      DenseArray memory = frame.elements(ElementType.FLOAT32, views.floats());
      this.seen = FloatMemory.of(memory);
    }

    @Override
    public void begin(int channels) {
      int sums = (int) sumsOffset();
      Arrays.fill(own, sums, sums + channels * correlation.taps(), 0);
    }

    @Override
    public void add(int plane, int channel, int index) {
      PlaneBlocks.Block block = blocks.block(index);
      int count = blocks.planesFrom(channel);
      int sourceFloats = block.source().count() * source.width();
      int floats = block.rows() * destination.width();
      int sourceAt = (int) sourceOffset();
      int sums = (int) sumsOffset();
      input.read(
          ((long) plane * source.height() + block.source().first()) * source.width(),
          own,
          sourceAt,
          count * sourceFloats);
      long gradient = ((long) plane * destination.height() + block.fromRow()) * destination.width();
      for (int i = 0; i < count; i++) {
        load(index, sourceAt + i * sourceFloats);
        addTaps(outputGradient.address(gradient + (long) i * floats), floats, sums);
        sums += correlation.taps();
      }
    }

    @Override
    public void complete(int channels) {}

    @Override
    public float sum(int channel, int tap) {
      return own[(int) sumsOffset() + channel * correlation.taps() + tap];
    }

    private void load(int index, int from) {
      if (blankedFor != index) {
        viewsOfBlock[index].blank(own, 0);
        blankedFor = index;
      }
      viewsOfBlock[index].load(own, from, 0);
      seen.write(own, 0, views.floats(), 0);
    }

    private void addTaps(long gradient, int pixels, int sums) {
      int[] shifts = views.shifts(0);
      for (int i = 0; i < shifts.length; i++) {
        own[sums + i] += product.of(pixels, seen.address(shifts[i]), gradient);
      }
    }
  }
}
