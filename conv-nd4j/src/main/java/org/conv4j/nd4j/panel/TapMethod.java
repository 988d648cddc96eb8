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
  Work begin(float[] memory);

  /** The work of one thread. */
  interface Work extends PlaneMethod.Work {

    /**
     * Adds products of a block's source rows and of the gradient of its destination rows to partial
     * sums, one for each tap in every lane of a vector, which are to be added.
     *
     * @param source where in memory the block's source rows begin
     * @param gradient where the gradient of its destination rows begins
     * @param sums where the sums begin
     */
    void addTaps(int block, int source, int gradient, int sums);
  }
}
