package org.conv4j.nd4j.panel;

import org.conv4j.nd4j.kernel.Kernels;

/**
 * How the planes of a depthwise correlation are computed, block by block in one Java array that
 * holds scratch, source and destination rows.
 */
interface PlaneMethod {

  /**
   * The method that suits a correlation.
   *
   * @param planes how many planes lie one after the other, and may be copied at once
   */
  static PlaneMethod of(Correlation correlation, Kernels kernels, int planes) {
    return SpreadMethod.suits(correlation)
        ? new SpreadMethod(correlation, kernels, planes)
        : TapMethod.of(correlation, kernels, planes);
  }

  /** The blocks. */
  PlaneBlocks blocks();

  /** The taps in the order in which their weights are expected. */
  int[] taps();

  /** Floats of scratch. */
  long scratch();

  /**
   * Floats that may be read, and ignored, before and after what is read, and written after
   * destination rows.
   */
  int margin();

  /**
   * Begins to work in {@code memory}; for one thread.
   *
   * @param scratch where {@link #scratch()} floats begin that nobody else writes
   */
  Work begin(float[] memory, int scratch);

  /** The work of one thread. */
  interface Work {

    /**
     * Computes the destination rows of a block of a plane.
     *
     * @param shared holds the starting value and the weights of the plane's channel
     * @param source where in memory the block's source rows begin
     * @param destination where its destination rows begin
     */
    void multiply(
        int block, float[] shared, int startAt, int weightsAt, int source, int destination);
  }
}
