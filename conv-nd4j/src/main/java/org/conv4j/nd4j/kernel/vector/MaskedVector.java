package org.conv4j.nd4j.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Vectors in which some lanes are zero, whatever lies there: a NaN, for instance. */
final class MaskedVector {

  private MaskedVector() {}

  /**
   * Floats {@code at} on.
   *
   * @param mask of {@link Species#MASK}
   */
  static FloatVector load(float[] memory, int at, IntVector mask) {
    return FloatVector.fromArray(Species.FLOAT, memory, at)
        .reinterpretAsInts()
        .and(mask)
        .reinterpretAsFloats();
  }
}
