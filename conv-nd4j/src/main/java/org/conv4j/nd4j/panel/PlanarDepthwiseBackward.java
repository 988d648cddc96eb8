package org.conv4j.nd4j.panel;

import java.util.Optional;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * Both gradients of a depthwise convolution of planar tensors: planes of the output gradient are
 * read once, multiplied by those of the input, and spread over those of the input gradient while a
 * cache holds them.
 *
 * <p>The bits are those of {@link PlanarDepthwise} and {@link PlanarDepthwiseFilterGradient}.
 */
public final class PlanarDepthwiseBackward implements BothGradients {

  private final long workspaceBytes;
  private final PlaneMethod method;
  private final PlaneWeights weights;
  private final PlanarDepthwiseFilterGradient filterGradient;
  private final int gradientPlane;
  private final int plane;

  private PlanarDepthwiseBackward(
      Correlation correlation,
      PlaneMethod method,
      PlanarDepthwiseFilterGradient filterGradient,
      long workspaceBytes) {
    this.workspaceBytes = workspaceBytes;
    this.method = method;
    this.weights = new PlaneWeights(correlation, method.taps());
    this.filterGradient = filterGradient;
    this.gradientPlane = correlation.source().height() * correlation.source().width();
    this.plane = correlation.destination().height() * correlation.destination().width();
  }

  /**
   * This plan, if whole planes of a problem stay in a cache.
   *
   * @param problem with one channel on either side in each group
   */
  public static Optional<PlanarDepthwiseBackward> of(
      ConvProblem problem, Kernels kernels, Workers workers, long workspaceBytes) {
    Correlation back = Correlation.ofInputGradient(problem);
    if (!back.source().planar() || !kernels.slides()) {
      return Optional.empty();
    }
    PlaneMethod method = PlaneMethod.of(back, kernels, back.images() * back.groups());
    PlanarDepthwiseFilterGradient filterGradient =
        new PlanarDepthwiseFilterGradient(
            Correlation.ofOutput(problem), kernels, workers, workspaceBytes);
    return method.blocks().count() == 1 && filterGradient.blocks().count() == 1
        ? Optional.of(new PlanarDepthwiseBackward(back, method, filterGradient, workspaceBytes))
        : Optional.empty();
  }

  @Override
  public long taskFloats() {
    return planesOffset() + (long) filterGradient.blocks().planesAtOnce() * plane + method.margin();
  }

  /**
   * What the filter gradient needs comes first, then scratch, then planes of the input gradient.
   */
  private long scratchOffset() {
    return filterGradient.taskFloats();
  }

  private long planesOffset() {
    return scratchOffset() + method.scratch() + method.margin();
  }

  @Override
  public long sharedFloats() {
    return filterGradient.sharedFloats() + weights.floats();
  }

  @Override
  public void execute(
      FloatMemory input,
      FloatMemory filter,
      FloatMemory outputGradient,
      FloatMemory inputGradient,
      FloatMemory filterGradientMemory) {
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] sums = frame.floats(filterGradient.sharedFloats(), taskFloats());
      float[] shared = frame.floats(weights.floats(), taskFloats());
      weights.read(filter, null, shared);
      filterGradient.execute(
          sums,
          filterGradientMemory,
          taskFrame ->
              new Task(
                  input, outputGradient, shared, taskFrame.floats(taskFloats()), inputGradient));
    }
  }

  /** Some channels of some images. */
  private final class Task implements DepthwiseParts.Sums {
    private final float[] shared;
    private final float[] own;
    private final FloatMemory to;
    private final DepthwiseParts.Sums sums;
    private final PlaneMethod.Work work;

    Task(
        FloatMemory input,
        FloatMemory outputGradient,
        float[] shared,
        float[] own,
        FloatMemory inputGradient) {
      this.shared = shared;
      this.own = own;
      this.to = inputGradient;
      this.sums = filterGradient.sums(input, outputGradient, own);
      this.work = method.begin(own, (int) scratchOffset());
    }

    @Override
    public void begin(int channels) {
      sums.begin(channels);
    }

    @Override
    public void add(int firstPlane, int channel, int block) {
      sums.add(firstPlane, channel, block);
      int count = filterGradient.blocks().planesFrom(channel);
      int from = (int) filterGradient.gradientOffset();
      int at = (int) planesOffset();
      for (int i = 0; i < count; i++) {
        work.multiply(
            0,
            shared,
            channel + i,
            weights.offset(channel + i),
            from + i * gradientPlane,
            at + i * plane);
      }
      to.write(own, at, count * plane, (long) firstPlane * plane);
    }

    @Override
    public void complete(int channels) {
      sums.complete(channels);
    }

    @Override
    public float sum(int channel, int tap) {
      return sums.sum(channel, tap);
    }
  }
}
