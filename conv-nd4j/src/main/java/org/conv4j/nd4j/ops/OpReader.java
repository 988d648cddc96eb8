package org.conv4j.nd4j.ops;

/** Understands one op. */
interface OpReader {

  /**
   * What conv4j would compute for {@code call}; nothing is computed before it runs.
   *
   * @throws LeftToNd4j if the call is ND4J's to compute
   * @throws org.conv4j.ConvShapeException if nobody could compute it
   */
  Runnable read(OpCall call);
}
