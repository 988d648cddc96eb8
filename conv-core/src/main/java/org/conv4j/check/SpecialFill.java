package org.conv4j.check;

import java.util.function.DoubleSupplier;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Operand;

/**
 * Ordinary reals with a few special values among them, in input and output gradient. About one
 * element in sixteen is special, about one in 256 NaN or infinite: enough to be met, few enough
 * that most results stay ordinary.
 */
final class SpecialFill implements OperandGenerator.Fill {

  private final ConvProblem problem;

  SpecialFill(ConvProblem problem) {
    this.problem = problem;
  }

  @Override
  public DoubleSupplier of(Operand operand, ElementType type, SplitMix64 random) {
    DoubleSupplier ordinary = OperandGenerator.reals(operand, type, random);
    if (operand != Operand.INPUT && operand != Operand.OUTPUT_GRADIENT) {
      return ordinary;
    }
    Positions positions = new Positions(operand);
    long certain = positions.choose(random);
    return () -> {
      long position = positions.next();
      double number = ordinary.getAsDouble();
      int lot = random.nextInt(256);
      if ((lot == 0 || position == certain) && positions.mayBeNonFinite(position)) {
        return nonFinite(random);
      }
      return lot >= 16 || lot == 0 ? number : finite(lot, number, type, random);
    };
  }

  private static double nonFinite(SplitMix64 random) {
    return switch (random.nextInt(3)) {
      case 0 -> Double.NaN;
      case 1 -> Double.POSITIVE_INFINITY;
      default -> Double.NEGATIVE_INFINITY;
    };
  }

  private static double finite(int lot, double number, ElementType type, SplitMix64 random) {
    double sign = random.nextBoolean() ? -1 : 1;
    if (lot < 6) {
      return -0.0;
    }
    if (lot < 15) {
      return sign * (1 + random.nextInt(1 << 20)) * type.smallestSubnormal();
    }
    double largest = type == ElementType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    return type.round(
        sign * largest * Math.scalb(1 - random.nextDouble() / 2, -random.nextInt(16)));
  }

  /** Counts the elements of one operand in the order in which they are filled. */
  private final class Positions {
    private final boolean outputGradient;
    private final long height;
    private final long width;
    private final long size;
    private long next;

    Positions(Operand operand) {
      outputGradient = operand == Operand.OUTPUT_GRADIENT;
      LogicalAxes axes = LogicalAxes.of(problem, operand);
      height = axes.size(2);
      width = axes.size(3);
      size = axes.size(0) * (long) axes.size(1) * height * width;
    }

    long next() {
      return next++;
    }

    /** A position that gets a NaN or an infinity, if any may. */
    long choose(SplitMix64 random) {
      if (size == 0) {
        return -1;
      }
      long start = random.nextLong(size);
      for (long step = 0; step < Math.min(size, height * width); step++) {
        long position = (start + step) % size;
        if (mayBeNonFinite(position)) {
          return position;
        }
      }
      return -1;
    }

    boolean mayBeNonFinite(long position) {
      return !outputGradient
          || (inside(
                  position / width % height,
                  problem.stride().height(),
                  problem.dilation().height() * (problem.kernel().height() - 1),
                  problem.sides().top(),
                  problem.inputSize().height())
              && inside(
                  position % width,
                  problem.stride().width(),
                  problem.dilation().width() * (problem.kernel().width() - 1),
                  problem.sides().left(),
                  problem.inputSize().width()));
    }

    /** Whether every tap of output position {@code y} reads a real input element. */
    private boolean inside(long y, long stride, long reach, long padding, long input) {
      long first = y * stride - padding;
      return first >= 0 && first + reach < input;
    }
  }
}
