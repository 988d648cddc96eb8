package org.conv4j.nd4j.panel;

import org.conv4j.nd4j.kernel.Kernels;

/** A {@link PlaneMethod} that gives the filter gradient of the same convolution, too. */
interface TapMethod extends PlaneMethod {

  /**
   * The method that suits a correlation.
   *
   * @param planes how many planes lie one after the other, and may be copied at once
   */
  static TapMethod of(Correlation correlation, Kernels kernels, int planes) {
    if (kernels.slides() && WindowMethod.suits(correlation)) {
      return new WindowMethod(correlation, kernels, planes);
    }
    return StepMethod.suits(correlation)
        ? new StepMethod(correlation, kernels, planes)
        : new ViewMethod(correlation, kernels, planes);
  }

  @Override
  Work begin(float[] memory, int scratch);

  /** Floats of the sums of a channel: see {@link Work#addTaps}. */
  int sums();

  /** The work of one thread. */
  interface Work extends PlaneMethod.Work {

    /**
     * Adds products of a block's source rows and of the gradient of its destination rows to the
     * sums of a channel, which begin as zeros.
     *
     * @param source where in memory the block's source rows begin
     * @param gradient where the gradient of its destination rows begins
     * @param sums where the sums begin
     */
    void addTaps(int block, int source, int gradient, int sums);

    /**
     * Brings the sums of a channel to one vector for each tap, the first of them, whose lanes are
     * to be added.
     */
    void sumTaps(int sums);
  }
}
