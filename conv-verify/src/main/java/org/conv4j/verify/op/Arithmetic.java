package org.conv4j.verify.op;

import java.util.Arrays;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.TensorLayout;
import org.conv4j.check.Directions;
import org.conv4j.check.Gauge;
import org.conv4j.check.Operands;
import org.conv4j.reference.CompensatedReference;
import org.conv4j.reference.DirectReference;

/**
 * How the convolutions of an op are computed and put together. The expected result and its gauge
 * are the same formula, in numbers and in absolute values.
 */
sealed interface Arithmetic {

  /** One direction of a convolution. */
  Tensor of(ConvProblem problem, ConvDirection direction, Operands operands);

  /** {@code bias} as it is added. */
  Tensor summand(Tensor bias);

  /** {@code images} and, in each channel, its element of {@code bias}. */
  default Tensor plus(Tensor images, Tensor bias, TensorLayout layout) {
    Tensor sum = images.copy();
    double[] values = sum.values();
    double[] added = summand(bias).values();
    long stride = images.strides()[layout == TensorLayout.NCHW ? 1 : 3];
    for (int offset = 0; offset < values.length; offset++) {
      values[offset] += added[(int) (offset / stride % added.length)];
    }
    return sum;
  }

  /** The right numbers, in float64. */
  record Reference() implements Arithmetic {
    @Override
    public Tensor of(ConvProblem problem, ConvDirection direction, Operands operands) {
      return Directions.compute(
          problem.elementType() == ElementType.FLOAT32
              ? new DirectReference(problem)
              : new CompensatedReference(problem),
          direction,
          operands);
    }

    @Override
    public Tensor summand(Tensor bias) {
      return bias;
    }
  }

  /**
   * What rounding errors are relative to.
   *
   * @param kinds what is added up in each convolution
   */
  record Gauges(Kinds kinds) implements Arithmetic {
    @Override
    public Tensor of(ConvProblem problem, ConvDirection direction, Operands operands) {
      return kinds.of(problem, direction).of(problem, operands, direction);
    }

    @Override
    public Tensor summand(Tensor bias) {
      return Tensor.of(Arrays.stream(bias.values()).map(Math::abs).toArray(), bias.shape());
    }
  }

  /** Says of each convolution of an op, by direction, what its algorithm adds up. */
  @FunctionalInterface
  interface Kinds {
    Gauge of(ConvProblem problem, ConvDirection direction);
  }
}
