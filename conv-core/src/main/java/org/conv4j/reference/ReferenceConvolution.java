package org.conv4j.reference;

import java.util.Arrays;
import org.conv4j.AbstractConvolution;
import org.conv4j.ConvProblem;
import org.conv4j.ConvShapeException;
import org.conv4j.Operand;
import org.conv4j.Tensor;

/**
 * A convolution on {@link Tensor}s. Everything is float64, whatever the problem's element type:
 * inputs are taken as they are and results are not rounded to it.
 */
public abstract class ReferenceConvolution extends AbstractConvolution<Tensor> {

  /** A reference for {@code problem}. */
  protected ReferenceConvolution(ConvProblem problem) {
    super(problem);
  }

  @Override
  protected final void check(Operand operand, Tensor array) {
    long[] expected = operand.shape(problem());
    if (!Arrays.equals(array.shape(), expected)) {
      throw new ConvShapeException(
          "%s has shape %s, expected %s (%s) for %s"
              .formatted(
                  operand.label(),
                  Arrays.toString(array.shape()),
                  Arrays.toString(expected),
                  operand.axes(problem()),
                  problem()));
    }
  }

  @Override
  protected final boolean overlap(Tensor one, Tensor other) {
    return one.size() > 0 && one.values() == other.values();
  }

  @Override
  protected final Tensor allocate(Operand operand) {
    return Tensor.zeros(operand.shape(problem()));
  }
}
