package org.conv4j.nd4j.panel;

import org.conv4j.nd4j.workspace.FloatMemory;

/** The gradients with respect to input and filter, computed together. */
public interface BothGradients {

  /** Floats of workspace that every task takes. */
  long taskFloats();

  /** Floats of workspace that the calling thread takes besides. */
  long sharedFloats();

  /**
   * Computes both gradients.
   *
   * @param inputGradient overwritten
   * @param filterGradient overwritten
   */
  void execute(
      FloatMemory input,
      FloatMemory filter,
      FloatMemory outputGradient,
      FloatMemory inputGradient,
      FloatMemory filterGradient);
}
