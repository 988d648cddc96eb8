package org.conv4j.nd4j.panel;

import java.util.Random;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** An operand of a plan. */
record Planes(INDArray array) {

  static Planes random(long count, int seed) {
    Random random = new Random(seed);
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return new Planes(Nd4j.createFromArray(values));
  }

  FloatMemory memory() {
    return FloatMemory.of(DenseArray.of(array));
  }

  float[] values() {
    return array.toFloatVector();
  }
}
