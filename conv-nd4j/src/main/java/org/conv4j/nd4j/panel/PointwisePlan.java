package org.conv4j.nd4j.panel;

import java.util.ArrayList;
import java.util.List;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;

/** How a 1 x 1 correlation of planar tensors is computed. */
public interface PointwisePlan {

  /**
   * The plans that suit a correlation, the fastest first; they differ in the workspace they need.
   *
   * @param correlation of planar tensors and a 1 x 1 kernel; some pixels must meet
   */
  static List<PointwisePlan> of(
      Correlation correlation, Kernels kernels, Workers workers, long workspaceBytes) {
    List<PointwisePlan> plans = new ArrayList<>();
    if (StreamedPointwise.suits(correlation, kernels)) {
      plans.add(new StreamedPointwise(correlation, kernels, workers, workspaceBytes));
    }
    if (ImagePointwise.suits(correlation, kernels, workers)) {
      plans.add(new ImagePointwise(correlation, kernels, workers, workspaceBytes));
    }
    plans.add(new PlanarPointwise(correlation, kernels, workers, workspaceBytes));
    return plans;
  }

  /** Floats of workspace that every task takes. */
  long taskFloats();

  /** Floats of workspace that the calling thread takes for all tasks. */
  long sharedFloats();

  /** How many tasks threads share out. */
  int tasks();

  /**
   * Computes the destination.
   *
   * @param bias added to each destination channel; null for none
   */
  void execute(FloatMemory source, FloatMemory filter, FloatMemory bias, FloatMemory destination);
}
