package org.conv4j.verify.framework;

import java.util.SplittableRandom;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;

/** Operands of small integers, on which every right float32 convolution is exact. */
public final class Integers {

  private Integers() {}

  public static Operands of(ConvProblem problem) {
    SplittableRandom random = new SplittableRandom(7);
    return new Operands(
        fill(random, problem.inputShape()),
        fill(random, problem.filterShape()),
        problem.bias() ? fill(random, problem.biasShape()) : null,
        fill(random, problem.outputShape()));
  }

  private static Tensor fill(SplittableRandom random, long[] shape) {
    Tensor tensor = Tensor.zeros(shape);
    double[] values = tensor.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(-9, 10);
    }
    return tensor;
  }
}
