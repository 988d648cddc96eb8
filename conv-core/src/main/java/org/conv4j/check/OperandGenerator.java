package org.conv4j.check;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Operand;
import org.conv4j.Tensor;

/**
 * Fills the operands of a case. The data depend on the problem's sizes, the tier and the seed
 * alone: they are the same on every machine, and the same number stands at the same batch, channel,
 * row and column whatever the layouts.
 *
 * <ul>
 *   <li>{@link Tier#INTEGER}: integers that are not zero, small enough (and, for very long sums,
 *       sparse enough) that every sum of every direction is exact in any order.
 *   <li>{@link Tier#REAL}: per operand either normal, or uniform in -1 to 1, or uniform in 0 to 1,
 *       rounded to the element type.
 *   <li>{@link Tier#SPECIAL}: as real, and in input and output gradient a few NaN, infinities,
 *       negative zeros, subnormals and numbers near overflow. An output gradient is infinite or NaN
 *       only at positions where no tap reads padding: whether 0 * NaN of a padded row counts is
 *       nobody's mistake.
 * </ul>
 */
public final class OperandGenerator {

  private OperandGenerator() {}

  /** The operands of {@code convCase}; new arrays at every call. */
  public static Operands generate(ConvCase convCase) {
    ConvProblem problem = convCase.problem();
    Fill fill =
        switch (convCase.tier()) {
          case INTEGER -> integers(problem);
          case REAL -> OperandGenerator::reals;
          case SPECIAL -> new SpecialFill(problem);
        };
    return new Operands(
        filled(convCase, Operand.INPUT, fill),
        filled(convCase, Operand.FILTER, fill),
        problem.bias() ? filled(convCase, Operand.BIAS, fill) : null,
        filled(convCase, Operand.OUTPUT_GRADIENT, fill));
  }

  /** Numbers for one operand, asked for in the order batch, channel, row, column. */
  interface Fill {
    DoubleSupplier of(Operand operand, ElementType type, SplitMix64 random);
  }

  private static Tensor filled(ConvCase convCase, Operand operand, Fill fill) {
    ConvProblem problem = convCase.problem();
    Tensor tensor = Tensor.zeros(operand.shape(problem));
    SplitMix64 random = SplitMix64.stream(convCase.seed(), operand.ordinal());
    DoubleSupplier numbers = fill.of(operand, problem.elementType(), random);
    if (operand == Operand.BIAS) {
      Arrays.setAll(tensor.values(), i -> numbers.getAsDouble());
      return tensor;
    }
    LogicalAxes axes = LogicalAxes.of(problem, operand);
    axes.forEachOffset(offset -> tensor.values()[offset] = numbers.getAsDouble());
    return tensor;
  }

  private static Fill integers(ConvProblem problem) {
    IntegerRange range = IntegerRange.of(problem);
    return (operand, type, random) -> {
      double density =
          switch (operand) {
            case INPUT -> range.inputDensity();
            case OUTPUT_GRADIENT -> range.outputGradientDensity();
            default -> 1;
          };
      return () -> {
        int magnitude = 1 + random.nextInt(range.amplitude());
        boolean negative = random.nextBoolean();
        return !random.chance(density) ? 0 : negative ? -magnitude : magnitude;
      };
    };
  }

  static DoubleSupplier reals(Operand operand, ElementType type, SplitMix64 random) {
    return switch (random.nextInt(3)) {
      case 0 -> () -> type.round(random.nextGaussian());
      case 1 -> () -> type.round(2 * random.nextDouble() - 1);
      default -> () -> type.round(random.nextDouble());
    };
  }
}
