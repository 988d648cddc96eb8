package org.conv4j.nd4j.panel;

import org.conv4j.ConvProblem;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * The gradient of a dense 3 x 3 filter of stride 1 by Winograd's transforms: with V the transformed
 * input tiles and D = A dy AT the transformed output gradients, GT (sum over tiles of V . D) G.
 */
public interface WinogradFilterGradient {

  /**
   * The way that suits the number of channels.
   *
   * @param outputs rows and columns of outputs that a tile has
   */
  static WinogradFilterGradient of(
      ConvProblem problem, int outputs, Kernels kernels, Workers workers, long workspaceBytes) {
    return PartedWinogradFilterGradient.suits(problem, outputs, kernels, workspaceBytes)
        ? new PartedWinogradFilterGradient(problem, outputs, kernels, workers, workspaceBytes)
        : new SweptWinogradFilterGradient(problem, outputs, kernels, workers, workspaceBytes);
  }

  /** Floats of workspace that every task takes. */
  long taskFloats();

  /** Floats of workspace that the calling thread takes besides. */
  long sharedFloats();

  /** Computes the filter gradient. */
  void execute(FloatMemory input, FloatMemory outputGradient, FloatMemory filterGradient);
}
