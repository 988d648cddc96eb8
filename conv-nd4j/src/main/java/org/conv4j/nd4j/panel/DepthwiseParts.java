package org.conv4j.nd4j.panel;

import java.util.function.Function;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * How a filter gradient of planes is shared out: each task has some channels, and where those are
 * too few to keep threads busy, a part of the blocks of all images. Parts are added in order.
 */
final class DepthwiseParts {

  private static final int TASKS = 8;

  private final Correlation correlation;
  private final PlaneBlocks blocks;
  private final ChannelWeights weights;
  private final int channels;
  private final int parts;

  DepthwiseParts(Correlation correlation, PlaneBlocks blocks) {
    this.correlation = correlation;
    this.blocks = blocks;
    this.channels = correlation.groups();
    this.weights = new ChannelWeights(correlation, channels);
    this.parts =
        Math.min(
            correlation.images() * blocks.count(), (TASKS + blocks.groups() - 1) / blocks.groups());
  }

  /** Floats that all tasks share. */
  long sharedFloats() {
    return (long) parts * weights.floats() + weights.scratch();
  }

  /**
   * Computes.
   *
   * @param shared {@link #sharedFloats()} floats
   * @param begin makes the sums of a task
   */
  void execute(
      Workers workers,
      long workspaceBytes,
      float[] shared,
      FloatMemory filterGradient,
      Function<Workspace.Frame, Sums> begin) {
    workers.run(
        parts * blocks.groups(),
        workspaceBytes,
        (task, frame) -> {
          int part = task / blocks.groups();
          int channel = task % blocks.groups() * blocks.planesAtOnce();
          Sums sums = begin.apply(frame);
          accumulate(sums, part, channel);
          place(sums, channel, shared, part * weights.floats());
        });
    Parts.add(shared, 0, weights.floats(), parts, weights.floats());
    weights.write(shared, 0, shared, parts * weights.floats(), filterGradient);
  }

  private void accumulate(Sums sums, int part, int channel) {
    int count = blocks.planesFrom(channel);
    sums.begin(count);
    int perImage = blocks.count();
    long all = (long) correlation.images() * perImage;
    int end = (int) (all * (part + 1) / parts);
    for (int i = (int) (all * part / parts); i < end; i++) {
      sums.add(i / perImage * channels + channel, channel, i % perImage);
    }
    sums.complete(count);
  }

  private void place(Sums sums, int channel, float[] shared, int at) {
    int count = blocks.planesFrom(channel);
    for (int tap = 0; tap < correlation.taps(); tap++) {
      for (int i = 0; i < count; i++) {
        shared[at + tap * channels + channel + i] = sums.sum(i, tap);
      }
    }
  }

  /** What a task adds up: a sum for each tap of each of its channels. */
  interface Sums {

    /** Begins with sums of zero, for {@code channels} channels. */
    void begin(int channels);

    /**
     * Adds what a block of the planes of some channels contributes.
     *
     * @param plane the first of these planes
     * @param channel the first of these channels
     * @param block its number in the plane
     */
    void add(int plane, int channel, int block);

    /** Completes the sums of {@code channels} channels. */
    void complete(int channels);

    /** A complete sum; channels are counted from the first of the task. */
    float sum(int channel, int tap);
  }
}
