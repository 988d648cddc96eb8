package org.conv4j.check;

import java.util.ArrayList;
import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.Operand;
import org.conv4j.Tensor;

/** A convolution's directions, chosen by value instead of by method. */
public final class Directions {

  private Directions() {}

  /** The directions that {@code problem} has: no bias gradient without a bias. */
  public static List<ConvDirection> of(ConvProblem problem) {
    List<ConvDirection> directions = new ArrayList<>(List.of(ConvDirection.values()));
    if (!problem.bias()) {
      directions.remove(ConvDirection.BIAS_GRADIENT);
    }
    return List.copyOf(directions);
  }

  /** The operands that {@code direction} reads under {@code problem}. */
  public static List<Operand> operands(ConvProblem problem, ConvDirection direction) {
    return switch (direction) {
      case FORWARD ->
          problem.bias()
              ? List.of(Operand.INPUT, Operand.FILTER, Operand.BIAS)
              : List.of(Operand.INPUT, Operand.FILTER);
      case INPUT_GRADIENT -> List.of(Operand.FILTER, Operand.OUTPUT_GRADIENT);
      case FILTER_GRADIENT -> List.of(Operand.INPUT, Operand.OUTPUT_GRADIENT);
      case BIAS_GRADIENT -> List.of(Operand.OUTPUT_GRADIENT);
    };
  }

  /** The result of one direction, in a new tensor. */
  public static Tensor compute(
      Convolution<Tensor> convolution, ConvDirection direction, Operands operands) {
    return switch (direction) {
      case FORWARD -> convolution.forward(operands.input(), operands.filter(), operands.bias());
      case INPUT_GRADIENT ->
          convolution.inputGradient(operands.filter(), operands.outputGradient());
      case FILTER_GRADIENT ->
          convolution.filterGradient(operands.input(), operands.outputGradient());
      case BIAS_GRADIENT -> convolution.biasGradient(operands.outputGradient());
    };
  }
}
