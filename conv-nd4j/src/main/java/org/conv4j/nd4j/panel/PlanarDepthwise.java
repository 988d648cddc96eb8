package org.conv4j.nd4j.panel;

import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Units;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * Depthwise with pixels in the lanes of vectors, plane by plane. Planes lie one after the other in
 * memory, and small ones are copied several at a time.
 */
final class PlanarDepthwise implements DepthwisePlan {

  private final Correlation correlation;
  private final Workers workers;
  private final long workspaceBytes;
  private final ImageShape source;
  private final ImageShape destination;
  private final PlaneMethod method;
  private final PlaneBlocks blocks;
  private final PlaneWeights weights;

  PlanarDepthwise(Correlation correlation, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.source = correlation.source();
    this.destination = correlation.destination();
    this.method = PlaneMethod.of(correlation, kernels, correlation.images() * correlation.groups());
    this.blocks = method.blocks();
    this.weights = new PlaneWeights(correlation, method.taps());
  }

  @Override
  public long taskFloats() {
    return destinationOffset() + blocks.destinationFloats() + method.margin();
  }

  /** Scratch comes first, then source rows, then destination rows. */
  private long sourceOffset() {
    return method.scratch() + method.margin();
  }

  private long destinationOffset() {
    return sourceOffset() + blocks.sourceFloats() + method.margin();
  }

  @Override
  public long sharedFloats() {
    return weights.floats();
  }

  @Override
  public void execute(
      FloatMemory source, FloatMemory filter, FloatMemory bias, FloatMemory destination) {
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats(), taskFloats());
      weights.read(filter, bias, shared);
      int perPlane = blocks.count();
      int units = blocks.groups() * perPlane;
      Units.run(
          workers,
          units,
          workspaceBytes,
          taskFrame -> {
            Task work = new Task(source, shared, taskFrame.floats(taskFloats()), destination);
            return unit -> work.compute(unit / perPlane * blocks.planesAtOnce(), unit % perPlane);
          });
    }
  }

  /** One thread's blocks, one after the other. */
  private final class Task {
    private final FloatMemory from;
    private final FloatMemory to;
    private final float[] shared;
    private final float[] own;
    private final PlaneMethod.Work work;

    Task(FloatMemory from, float[] shared, float[] own, FloatMemory to) {
      this.from = from;
      this.to = to;
      this.shared = shared;
      this.own = own;
      this.work = method.begin(own, 0);
    }

    /** Computes a block of some planes. */
    void compute(int firstPlane, int index) {
      PlaneBlocks.Block block = blocks.block(index);
      int count = blocks.planesFrom(firstPlane);
      int sourceFloats = block.source().count() * source.width();
      int floats = block.destination().count() * destination.width();
      int sourceAt = (int) sourceOffset();
      int at = (int) destinationOffset();
      from.read(
          ((long) firstPlane * source.height() + block.source().first()) * source.width(),
          own,
          sourceAt,
          count * sourceFloats);
      int group = firstPlane % correlation.groups();
      for (int i = 0; i < count; i++) {
        work.multiply(
            index,
            shared,
            group,
            weights.offset(group),
            sourceAt + i * sourceFloats,
            at + i * floats);
        group = group + 1 == correlation.groups() ? 0 : group + 1;
      }
      to.write(
          own,
          at,
          count * floats,
          ((long) firstPlane * destination.height() + block.destination().first())
              * destination.width());
    }
  }
}
