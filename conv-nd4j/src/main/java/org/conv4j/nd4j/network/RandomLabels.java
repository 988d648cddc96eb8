package org.conv4j.nd4j.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Labels for outputs of any shape. */
final class RandomLabels {

  private RandomLabels() {}

  /**
   * Exactly one 1 along axis 1, by ND4J's random numbers; where that axis has one element, 0 or 1.
   */
  static INDArray like(INDArray output) {
    INDArray numbers = Nd4j.rand(output.dataType(), output.shape());
    if (output.rank() < 2 || output.size(1) == 1) {
      return numbers.gt(0.5).castTo(output.dataType());
    }
    return numbers.eq(numbers.max(true, 1)).castTo(output.dataType());
  }
}
