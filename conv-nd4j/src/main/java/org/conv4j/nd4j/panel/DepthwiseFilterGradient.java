package org.conv4j.nd4j.panel;

import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * The filter gradient of a depthwise convolution with one output channel for each input channel.
 */
public interface DepthwiseFilterGradient {

  /**
   * The way that suits the layout.
   *
   * @param correlation the output from the input, with one channel of each in each group
   */
  static DepthwiseFilterGradient of(
      Correlation correlation, Kernels kernels, Workers workers, long workspaceBytes) {
    if (!correlation.source().planar()) {
      return new InterleavedDepthwiseFilterGradient(correlation, kernels, workers, workspaceBytes);
    }
    return kernels.slides() || StepMethod.suits(correlation)
        ? new PlanarDepthwiseFilterGradient(correlation, kernels, workers, workspaceBytes)
        : new DotDepthwiseFilterGradient(correlation, kernels, workers, workspaceBytes);
  }

  /** Floats of workspace that every task takes. */
  long taskFloats();

  /** Floats of workspace that the calling thread takes besides. */
  long sharedFloats();

  /** Computes the filter gradient. */
  void execute(FloatMemory input, FloatMemory outputGradient, FloatMemory filterGradient);
}
