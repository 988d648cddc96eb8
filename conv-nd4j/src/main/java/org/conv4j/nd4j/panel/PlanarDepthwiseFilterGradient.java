package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * The filter gradient of a depthwise convolution with pixels in the lanes of vectors. Where
 * channels are too few to keep threads busy, the blocks of all images are divided into parts, added
 * in order.
 */
final class PlanarDepthwiseFilterGradient implements DepthwiseFilterGradient {

  private static final int TASKS = 8;

  private final Correlation correlation;
  private final Kernels kernels;
  private final Workers workers;
  private final long workspaceBytes;
  private final ImageShape source;
  private final ImageShape destination;
  private final TapMethod method;
  private final PlaneBlocks blocks;
  private final ChannelWeights weights;
  private final int channels;
  private final int parts;

  PlanarDepthwiseFilterGradient(
      Correlation correlation, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.kernels = kernels;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.source = correlation.source();
    this.destination = correlation.destination();
    this.channels = correlation.groups();
    this.method = TapMethod.of(correlation, kernels, channels);
    this.blocks = method.blocks();
    this.weights = new ChannelWeights(correlation, channels);
    this.parts =
        Math.min(
            correlation.images() * blocks.count(), (TASKS + blocks.groups() - 1) / blocks.groups());
  }

  @Override
  public long taskFloats() {
    return sumsOffset() + (long) blocks.planesAtOnce() * sumsOfChannel();
  }

  /** Scratch comes first, then rows of the input, then of the gradient, then sums. */
  private long sourceOffset() {
    return method.scratch() + method.margin();
  }

  private long gradientOffset() {
    return sourceOffset() + blocks.sourceFloats() + method.margin();
  }

  private long sumsOffset() {
    return gradientOffset() + blocks.destinationFloats() + method.margin();
  }

  private int sumsOfChannel() {
    return correlation.taps() * kernels.lanes();
  }

  @Override
  public long sharedFloats() {
    return (long) parts * weights.floats() + weights.scratch();
  }

  @Override
  public void execute(FloatMemory input, FloatMemory outputGradient, FloatMemory filterGradient) {
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats(), taskFloats());
      workers.run(
          parts * blocks.groups(),
          workspaceBytes,
          (task, taskFrame) -> {
            Task work = new Task(input, outputGradient, taskFrame.floats(taskFloats()));
            int part = task / blocks.groups();
            int channel = task % blocks.groups() * blocks.planesAtOnce();
            work.accumulate(part, channel);
            work.addTapSums(channel, shared, part * weights.floats());
          });
      Parts.add(shared, 0, weights.floats(), parts, weights.floats());
      weights.write(shared, 0, shared, parts * weights.floats(), filterGradient);
    }
  }

  /** Some channels, over some blocks of some images. */
  private final class Task {
    private final FloatMemory input;
    private final FloatMemory outputGradient;
    private final float[] own;
    private final TapMethod.Work work;

    Task(FloatMemory input, FloatMemory outputGradient, float[] own) {
      this.input = input;
      this.outputGradient = outputGradient;
      this.own = own;
      this.work = method.begin(own);
    }

    void accumulate(int part, int channel) {
      int sums = blocks.planesFrom(channel) * sumsOfChannel();
      Arrays.fill(own, (int) sumsOffset(), (int) sumsOffset() + sums, 0);
      int perImage = blocks.count();
      long all = (long) correlation.images() * perImage;
      int end = (int) (all * (part + 1) / parts);
      for (int i = (int) (all * part / parts); i < end; i++) {
        add(i / perImage * channels + channel, channel, i % perImage);
      }
    }

    private void add(int plane, int channel, int index) {
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
        work.addTaps(
            index,
            sourceAt + i * sourceFloats,
            gradientAt + i * floats,
            (int) sumsOffset() + i * sumsOfChannel());
      }
    }

    /** Adds the partial sums of each tap. */
    void addTapSums(int channel, float[] shared, int at) {
      int count = blocks.planesFrom(channel);
      int from = (int) sumsOffset();
      kernels.addTapSums(own, from, count * correlation.taps());
      for (int i = 0; i < count; i++) {
        for (int tap = 0; tap < correlation.taps(); tap++, from += kernels.lanes()) {
          shared[at + tap * channels + channel + i] = own[from];
        }
      }
    }
  }
}
