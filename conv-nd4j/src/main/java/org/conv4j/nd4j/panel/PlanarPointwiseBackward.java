package org.conv4j.nd4j.panel;

import java.util.Optional;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * Both gradients of a 1 x 1 convolution of planar tensors that no cache holds: an image of the
 * output gradient is read once, for the gradient of that image of the input and for the filter's.
 *
 * <p>The bits are those of {@link ImagePointwise} and {@link PlanarPointwiseFilterGradient}.
 */
public final class PlanarPointwiseBackward implements BothGradients {

  private final long workspaceBytes;
  private final ImagePointwise inputGradient;
  private final PlanarPointwiseFilterGradient filterGradient;

  private PlanarPointwiseBackward(
      ImagePointwise inputGradient,
      PlanarPointwiseFilterGradient filterGradient,
      long workspaceBytes) {
    this.inputGradient = inputGradient;
    this.filterGradient = filterGradient;
    this.workspaceBytes = workspaceBytes;
  }

  /**
   * This plan, if reading the output gradient takes enough time, and a task has all channels.
   *
   * @param problem planar, with a 1 x 1 kernel; some pixels of input and output must meet
   */
  public static Optional<PlanarPointwiseBackward> of(
      ConvProblem problem, Kernels kernels, Workers workers, long workspaceBytes) {
    Correlation back = Correlation.ofInputGradient(problem);
    if (!ImagePointwise.suits(back, kernels, workers) || !ImagePointwise.oneByOne(back, kernels)) {
      return Optional.empty();
    }
    PlanarPointwiseFilterGradient filterGradient =
        new PlanarPointwiseFilterGradient(problem, kernels, workers, workspaceBytes);
    return filterGradient.readsWholeImages()
        ? Optional.of(
            new PlanarPointwiseBackward(
                new ImagePointwise(back, kernels, workers, workspaceBytes),
                filterGradient,
                workspaceBytes))
        : Optional.empty();
  }

  @Override
  public long taskFloats() {
    return filterGradient.taskFloats() + inputGradient.floatsBesidePanel();
  }

  @Override
  public long sharedFloats() {
    return filterGradient.sharedFloats() + inputGradient.sharedFloats();
  }

  @Override
  public void execute(
      FloatMemory input,
      FloatMemory filter,
      FloatMemory outputGradient,
      FloatMemory inputGradientMemory,
      FloatMemory filterGradientMemory) {
    int panel = filterGradient.gradientOffset();
    int at = (int) filterGradient.taskFloats();
    try (Workspace.Frame frame = Workspace.ofThread().open(workspaceBytes)) {
      float[] weights =
          frame.floats(inputGradient.sharedFloats(), filterGradient.sharedFloats() + taskFloats());
      inputGradient.prepare(filter, null, weights);
      filterGradient.execute(
          input,
          outputGradient,
          filterGradientMemory,
          taskFloats(),
          (own, image, group) ->
              inputGradient.compute(image, group, weights, own, panel, at, inputGradientMemory));
    }
  }
}
