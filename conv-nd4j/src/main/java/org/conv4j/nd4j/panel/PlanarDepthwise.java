package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.ShiftedProduct;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * Depthwise with pixels in the lanes of vectors, plane by plane: each destination plane, or each
 * phase of it, is a sum over taps of one run of every tap's view. Planes lie one after the other in
 * memory, and small ones are copied several at a time.
 */
final class PlanarDepthwise implements DepthwisePlan {

  /** Above, a task computes several blocks. */
  private static final int MOST_TASKS = 64;

  private final Correlation correlation;
  private final Kernels kernels;
  private final Workers workers;
  private final long workspaceBytes;
  private final ImageShape source;
  private final ImageShape destination;
  private final int rowStep;
  private final int columnStep;
  private final PlaneBlocks blocks;
  private final TapViews views;
  private final int[] weightsBefore;

  PlanarDepthwise(Correlation correlation, Kernels kernels, Workers workers, long workspaceBytes) {
    this.correlation = correlation;
    this.kernels = kernels;
    this.workers = workers;
    this.workspaceBytes = workspaceBytes;
    this.source = correlation.source();
    this.destination = correlation.destination();
    this.rowStep = correlation.rows().phases();
    this.columnStep = correlation.columns().phases();
    this.blocks =
        new PlaneBlocks(correlation, kernels, correlation.images() * correlation.groups());
    this.views = blocks.views();
    this.weightsBefore = new int[rowStep * columnStep + 1];
    for (int phase = 0; phase < rowStep * columnStep; phase++) {
      weightsBefore[phase + 1] = weightsBefore[phase] + views.taps(phase).length;
    }
  }

  @Override
  public long taskFloats() {
    return phasesOffset() + (apart() ? rowStep * columnStep * phaseFloats() : 0);
  }

  /** The views come first, then source rows, then destination rows, then phases of them. */
  private long sourceOffset() {
    return views.floats() + views.margin();
  }

  private long destinationOffset() {
    return sourceOffset() + blocks.sourceFloats() + views.margin();
  }

  private long phasesOffset() {
    return destinationOffset() + blocks.destinationFloats() + 2L * kernels.lanes();
  }

  private long phaseFloats() {
    return (long) blocks.rows().largest() * views.pitch() + kernels.lanes();
  }

  /** Whether the destination is computed in phases and put together afterwards. */
  private boolean apart() {
    return rowStep * columnStep > 1;
  }

  @Override
  public long sharedFloats() {
    return (long) correlation.groups() * (1 + 2 * correlation.taps());
  }

  @Override
  public void execute(
      FloatMemory source, FloatMemory filter, FloatMemory bias, FloatMemory destination) {
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] shared = frame.floats(sharedFloats());
      if (bias == null) {
        Arrays.fill(shared, 0, correlation.groups(), 0);
      } else {
        bias.read(0, shared, 0, correlation.groups());
      }
      packWeights(filter, shared);
      int perPlane = blocks.rows().count();
      int units = blocks.groups() * perPlane;
      int perTask = Math.max(1, units / MOST_TASKS);
      workers.run(
          ceilDiv(units, perTask),
          workspaceBytes,
          (task, taskFrame) -> {
            Task work = new Task(source, shared, taskFrame.floats(taskFloats()), destination);
            int end = Math.min(units, (task + 1) * perTask);
            for (int unit = task * perTask; unit < end; unit++) {
              work.compute(unit / perPlane * blocks.planesAtOnce(), unit % perPlane);
            }
          });
    }
  }

  /** The weights of each channel, phase by phase, behind the starting values. */
  private void packWeights(FloatMemory filter, float[] shared) {
    Correlation.FilterStrides strides = correlation.filter();
    int count = correlation.groups() * correlation.taps();
    int to = correlation.groups();
    int copy = to + count;
    filter.read(0, shared, copy, count);
    for (int group = 0; group < correlation.groups(); group++) {
      for (int phase = 0; phase < rowStep * columnStep; phase++) {
        for (int tap : views.taps(phase)) {
          shared[to++] = shared[(int) (copy + group * strides.group() + tap * strides.tap())];
        }
      }
    }
  }

  private static int ceilDiv(int a, int b) {
    return -Math.floorDiv(-a, b);
  }

  /** One thread's blocks, one after the other. */
  private final class Task {
    private final FloatMemory from;
    private final FloatMemory to;
    private final float[] own;
    private final ShiftedProduct product = new ShiftedProduct();
    private int blankedFor = -1;

    Task(FloatMemory from, float[] shared, float[] own, FloatMemory to) {
      this.from = from;
      this.to = to;
      this.own = own;
      product.a = shared;
      product.b = own;
      product.start = shared;
      product.c = own;
    }

    /** Computes a block of some planes. */
    void compute(int firstPlane, int index) {
      RowBlocks.Block block = blocks.rows().block(index);
      AxisTaps.Span sourceRows = blocks.sourceRows(block);
      AxisTaps.Span rows = blocks.destinationRows(block);
      int count = blocks.planesFrom(firstPlane);
      int sourceFloats = sourceRows.count() * source.width();
      int floats = rows.count() * destination.width();
      int sourceAt = (int) sourceOffset();
      int at = (int) destinationOffset();
      from.read(
          ((long) firstPlane * source.height() + sourceRows.first()) * source.width(),
          own,
          sourceAt,
          count * sourceFloats);
      TapViews.Block ofBlock = blocks.views(index);
      if (blankedFor != index) {
        ofBlock.blank(own, 0);
        blankedFor = index;
      }
      for (int i = 0; i < count; i++) {
        ofBlock.load(own, sourceAt + i * sourceFloats, 0);
        multiply((firstPlane + i) % correlation.groups(), block.rows(), at + i * floats);
        if (apart()) {
          putTogether(rows.count(), at + i * floats);
        }
      }
      to.write(
          own,
          at,
          count * floats,
          ((long) firstPlane * destination.height() + rows.first()) * destination.width());
    }

    private void multiply(int group, int positions, int at) {
      int weights = correlation.groups() + group * weightsBefore[rowStep * columnStep];
      product.startOffset = group;
      for (int phase = 0; phase < rowStep * columnStep; phase++) {
        product.aOffset = weights + weightsBefore[phase];
        product.shifts = views.shifts(phase);
        product.depth = product.shifts.length;
        product.cOffset = apart() ? phase(phase) : at;
        kernels.multiplyPlane(product, positions * views.pitch());
      }
    }

    private void putTogether(int rows, int at) {
      if (rowStep == 2 && columnStep == 2) {
        kernels.joinPhases(
            own, phase(0), (int) phaseFloats(), views.pitch(), rows, destination.width(), own, at);
        return;
      }
      for (int r = 0; r < rows; r++) {
        putTogether(r % rowStep * columnStep, r / rowStep, at + r * destination.width());
      }
    }

    /** Puts a row together from the phases of its columns, of which {@code phase} is the first. */
    private void putTogether(int phase, int row, int line) {
      int width = destination.width();
      int at = phase(phase) + row * views.pitch();
      for (int c = 0; c < columnStep; c++, at += (int) phaseFloats()) {
        for (int x = c, i = at; x < width; x += columnStep, i++) {
          own[line + x] = own[i];
        }
      }
    }

    private int phase(int phase) {
      return (int) (phasesOffset() + phase * phaseFloats());
    }
  }
}
