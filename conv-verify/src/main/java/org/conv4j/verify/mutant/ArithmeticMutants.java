package org.conv4j.verify.mutant;

import java.util.List;
import java.util.function.Function;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.ElementType;
import org.conv4j.Tensor;

/** Mistakes of arithmetic: the right elements, multiplied and added with too few bits. */
final class ArithmeticMutants {

  private static final int FLOAT16_BITS = 11;
  private static final int TF32_BITS = 11;
  private static final int BFLOAT16_BITS = 8;

  private ArithmeticMutants() {}

  static List<Mutant> all() {
    return List.of(
        new Mutant(
            "float16_accumulation",
            "Sums are kept in float16's precision.",
            computed(problem -> new RoundedSums(FLOAT16_BITS))),
        new Mutant(
            "tf32_operands",
            "Operands are cut to the 11 significant bits of TF32.",
            computed(problem -> new CutOperands(TF32_BITS))),
        new Mutant(
            "bfloat16_operands",
            "Operands are rounded to bfloat16.",
            computed(problem -> new RoundedOperands(BFLOAT16_BITS))),
        new Mutant(
            "float32_inside_float64",
            "float64 problems are computed in float32.",
            computed(
                problem ->
                    problem.elementType() == ElementType.FLOAT64
                        ? new Float32()
                        : Arithmetic.RIGHT)));
  }

  private static Function<ConvProblem, Convolution<Tensor>> computed(
      Function<ConvProblem, Arithmetic> arithmetic) {
    return problem -> new WiredConvolution(new Wiring(problem), arithmetic.apply(problem));
  }

  private record RoundedSums(int bits) implements Arithmetic {
    @Override
    public double add(double sum, double product) {
      return Arithmetic.rounded(sum + product, bits);
    }
  }

  private record RoundedOperands(int bits) implements Arithmetic {
    @Override
    public double operand(double value) {
      return Arithmetic.rounded(value, bits);
    }
  }

  private record CutOperands(int bits) implements Arithmetic {
    @Override
    public double operand(double value) {
      double rounded = Arithmetic.rounded(value, bits);
      return Math.abs(rounded) <= Math.abs(value)
          ? rounded
          : rounded - Math.copySign(Math.scalb(1.0, Math.getExponent(value) - bits + 1), value);
    }
  }

  private static final class Float32 implements Arithmetic {
    @Override
    public double operand(double value) {
      return (float) value;
    }

    @Override
    public double add(double sum, double product) {
      return (float) (sum + product);
    }
  }
}
