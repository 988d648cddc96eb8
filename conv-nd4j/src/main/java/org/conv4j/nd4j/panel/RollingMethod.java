package org.conv4j.nd4j.panel;

/**
 * A {@link TapMethod} that can take the rows of a plane as they come, a few at a time, in rounds of
 * {@link #step()} source rows, each of which completes a destination row: round {@code n} completes
 * row {@code n - lag()}, and there are as many rounds more than rows.
 */
interface RollingMethod extends TapMethod {

  /** Source rows of a round. */
  int step();

  /** How many rounds there are before the one that completes the first destination row. */
  int lag();

  /** The source row with which the first round begins; one that does not exist is zero. */
  int earliestRow();

  /**
   * Begins to work in {@code memory}; for one thread.
   *
   * @param carried where the sums are kept that are not complete yet: two for each pixel of a
   *     destination row, in whole vectors
   */
  Roll roll(float[] memory, int carried);

  /** The work of one thread, plane after plane. */
  interface Roll {

    /**
     * Computes some rounds, after all those before it of the same plane.
     *
     * @param shared holds the starting value and the weights of the plane's channel
     * @param source where in memory their source rows begin
     * @param destination where the destination rows that they complete begin
     */
    void advance(
        int rounds, float[] shared, int startAt, int weightsAt, int source, int destination);
  }
}
