package org.conv4j.nd4j.panel;

import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;

/** A correlation in which each source channel makes one destination channel. */
public interface DepthwisePlan {

  /**
   * The way that suits the layout.
   *
   * @param correlation with one source and one destination channel in each group
   */
  static DepthwisePlan of(
      Correlation correlation, Kernels kernels, Workers workers, long workspaceBytes) {
    if (!correlation.source().planar()) {
      return new InterleavedDepthwise(correlation, kernels, workers, workspaceBytes);
    }
    if (!kernels.slides() && RowDepthwise.suits(correlation)) {
      return new RowDepthwise(correlation, workers, workspaceBytes);
    }
    if (!kernels.slides()
        && !StepMethod.suits(correlation)
        && !SpreadMethod.suits(correlation)
        && LineDepthwise.suits(correlation)) {
      return LineDepthwise.of(correlation, workers, workspaceBytes);
    }
    return RollingDepthwise.of(correlation, kernels, workers, workspaceBytes)
        .orElseGet(() -> new PlanarDepthwise(correlation, kernels, workers, workspaceBytes));
  }

  /** Floats of workspace that every task takes. */
  long taskFloats();

  /** Floats of workspace that the calling thread takes besides. */
  long sharedFloats();

  /**
   * Computes the destination.
   *
   * @param bias added to each destination channel; null for none
   */
  void execute(FloatMemory source, FloatMemory filter, FloatMemory bias, FloatMemory destination);
}
