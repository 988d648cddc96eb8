package org.conv4j.nd4j.panel;

import java.util.Arrays;
import java.util.function.Function;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/** The filter gradient of a depthwise convolution with pixels in the lanes of vectors. */
final class PlanarDepthwiseFilterGradient implements DepthwiseFilterGradient {

  private final Correlation correlation;
  private final Kernels kernels;
  private final Workers workers;
  private final long workspaceBytes;
  private final ImageShape source;
  private final ImageShape destination;
  private final TapMethod method;
  private final PlaneBlocks blocks;
  private final DepthwiseParts parts;

  PlanarDepthwiseFilterGradient(
      Correlation correlation, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.kernels = kernels;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.source = correlation.source();
    this.destination = correlation.destination();
    this.method = TapMethod.of(correlation, kernels, correlation.groups());
    this.blocks = method.blocks();
    this.parts = new DepthwiseParts(correlation, blocks);
  }

  @Override
  public long taskFloats() {
    return sumsOffset() + (long) blocks.planesAtOnce() * method.sums();
  }

  /** Scratch comes first, then rows of the input, then of the gradient, then sums. */
  private long sourceOffset() {
    return method.scratch() + method.margin();
  }

  /** Where rows of the output gradient are, once they have been added. */
  long gradientOffset() {
    return sourceOffset() + blocks.sourceFloats() + method.margin();
  }

  private long sumsOffset() {
    return gradientOffset() + blocks.destinationFloats() + method.margin();
  }

  @Override
  public long sharedFloats() {
    return parts.sharedFloats();
  }

  @Override
  public void execute(FloatMemory input, FloatMemory outputGradient, FloatMemory filterGradient) {
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats(), taskFloats());
      execute(
          shared,
          filterGradient,
          taskFrame -> sums(input, outputGradient, taskFrame.floats(taskFloats())));
    }
  }

  /** As {@link DepthwiseParts#execute}. */
  void execute(
      float[] shared,
      FloatMemory filterGradient,
      Function<Workspace.Frame, DepthwiseParts.Sums> begin) {
    parts.execute(workers, workspaceBytes, shared, filterGradient, begin);
  }

  /** The blocks of a plane. */
  PlaneBlocks blocks() {
    return blocks;
  }

  /** Sums of some channels, in {@link #taskFloats()} floats of {@code own}. */
  DepthwiseParts.Sums sums(FloatMemory input, FloatMemory outputGradient, float[] own) {
    return new Task(input, outputGradient, own);
  }

  /** Some channels, over some blocks of some images; sums of lanes. */
  private final class Task implements DepthwiseParts.Sums {
    private final FloatMemory input;
    private final FloatMemory outputGradient;
    private final float[] own;
    private final TapMethod.Work work;

    Task(FloatMemory input, FloatMemory outputGradient, float[] own) {
      this.input = input;
      this.outputGradient = outputGradient;
      this.own = own;
      this.work = method.begin(own, 0);
    }

    private int sumsOf(int channel) {
      return (int) sumsOffset() + channel * method.sums();
    }

    @Override
    public void begin(int channels) {
      Arrays.fill(own, sumsOf(0), sumsOf(channels), 0);
    }

    @Override
    public void add(int plane, int channel, int index) {
      PlaneBlocks.Block block = blocks.block(index);
      int count = blocks.planesFrom(channel);
      int sourceFloats = block.source().count() * source.width();
      int floats = block.rows() * destination.width();
      int sourceAt = (int) sourceOffset();
      int gradientAt = (int) gradientOffset();
      input.read(
          ((long) plane * source.height() + block.source().first()) * source.width(),
          own,
          sourceAt,
          count * sourceFloats);
      outputGradient.read(
          ((long) plane * destination.height() + block.fromRow()) * destination.width(),
          own,
          gradientAt,
          count * floats);
      for (int i = 0; i < count; i++) {
        work.addTaps(index, sourceAt + i * sourceFloats, gradientAt + i * floats, sumsOf(i));
      }
    }

    @Override
    public void complete(int channels) {
      for (int i = 0; i < channels; i++) {
        work.sumTaps(sumsOf(i));
        kernels.addTapSums(own, sumsOf(i), correlation.taps());
      }
    }

    @Override
    public float sum(int channel, int tap) {
      return own[sumsOf(channel) + tap * kernels.lanes()];
    }
  }
}
