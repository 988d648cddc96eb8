package org.conv4j.nd4j.selection;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.algorithm.Algorithm;
import org.conv4j.nd4j.algorithm.BackwardPlan;
import org.conv4j.nd4j.algorithm.BiasGradientPlan;
import org.conv4j.nd4j.algorithm.FilterGradientPlan;
import org.conv4j.nd4j.algorithm.ForwardPlan;
import org.conv4j.nd4j.algorithm.InputGradientPlan;
import org.conv4j.nd4j.algorithm.Limits;
import org.conv4j.nd4j.algorithm.NoProducts;
import org.conv4j.nd4j.selection.Choice.PassedOver;

/**
 * The choice of an algorithm for each direction of one problem.
 *
 * @param problem what is to be computed
 * @param forward for the output
 * @param inputGradient for the gradient with respect to the input
 * @param filterGradient for the gradient with respect to the filter
 * @param biasGradient for the gradient with respect to the bias; made for problems without one, too
 * @param backward for the gradients with respect to input and filter together, where that is not
 *     the same as one after the other
 */
public record Selection(
    ConvProblem problem,
    Choice<ForwardPlan> forward,
    Choice<InputGradientPlan> inputGradient,
    Choice<FilterGradientPlan> filterGradient,
    Choice<BiasGradientPlan> biasGradient,
    Optional<Choice.Chosen<BackwardPlan>> backward) {

  /**
   * Chooses from {@code table}.
   *
   * @param transforms whether algorithms less accurate than a direct sum are admitted
   */
  public static Selection choose(
      ConvProblem problem, Limits limits, boolean transforms, AlgorithmTable table) {
    return select(problem, limits, new FromTable(problem, limits.machine(), transforms, table));
  }

  /**
   * Chooses what is fastest here, by {@code findings} or by timing.
   *
   * @param transforms whether algorithms less accurate than a direct sum are admitted
   */
  public static Selection search(
      ConvProblem problem,
      Limits limits,
      boolean transforms,
      AlgorithmTable table,
      Findings findings) {
    FromTable otherwise = new FromTable(problem, limits.machine(), transforms, table);
    return select(
        problem, limits, new FromSearch(problem, limits, transforms, table, findings, otherwise));
  }

  /**
   * Takes {@code algorithm} for every direction, whatever it is worth; where it declines, so does
   * the choice. The bias gradient is a plain sum, no convolution: an algorithm that has none of its
   * own leaves it to the table.
   */
  public static Selection force(
      ConvProblem problem, Limits limits, Algorithm algorithm, AlgorithmTable table) {
    FromTable otherwise = new FromTable(problem, limits.machine(), true, table);
    return select(problem, limits, new Insistence(algorithm, otherwise));
  }

  private static Selection select(ConvProblem problem, Limits limits, Chooser wish) {
    Chooser chooser = NoProducts.in(problem) ? new Insistence(new NoProducts(problem), wish) : wish;
    var forward = chooser.choose(ConvDirection.FORWARD, a -> a.forward(problem, limits));
    var inputGradient =
        chooser.choose(ConvDirection.INPUT_GRADIENT, a -> a.inputGradient(problem, limits));
    var filterGradient =
        chooser.choose(ConvDirection.FILTER_GRADIENT, a -> a.filterGradient(problem, limits));
    Set<String> oneByOne =
        new HashSet<>(List.of(inputGradient.algorithm(), filterGradient.algorithm()));
    return new Selection(
        problem,
        forward,
        inputGradient,
        filterGradient,
        chooser.choose(ConvDirection.BIAS_GRADIENT, a -> a.biasGradient(problem, limits)),
        chooser.chooseJointly(oneByOne, a -> a.backward(problem, limits)));
  }

  /** The choice for {@code direction}. */
  public Choice<?> of(ConvDirection direction) {
    return switch (direction) {
      case FORWARD -> forward;
      case INPUT_GRADIENT -> inputGradient;
      case FILTER_GRADIENT -> filterGradient;
      case BIAS_GRADIENT -> biasGradient;
    };
  }

  /** All choices with their reasons, a line for each algorithm. */
  public String explain() {
    StringBuilder text = new StringBuilder(problem.toString()).append('\n');
    for (ConvDirection direction : ConvDirection.values()) {
      if (direction != ConvDirection.BIAS_GRADIENT || problem.bias()) {
        Choice<?> choice = of(direction);
        text.append("%-16s %s%n".formatted(direction.id() + ':', headline(choice)));
        for (PassedOver other : choice.passedOver()) {
          text.append("  not %s: %s%n".formatted(other.algorithm(), other.reason()));
        }
      }
    }
    backward.ifPresent(
        joint -> text.append("%-16s %s%n".formatted("both gradients:", headline(joint))));
    return text.toString();
  }

  private static String headline(Choice<?> choice) {
    if (choice instanceof Choice.Declined<?> declined) {
      return declined.algorithm() + " declines: " + declined.reason();
    }
    Choice.Chosen<?> chosen = (Choice.Chosen<?>) choice;
    return chosen.algorithm() + ", " + chosen.reason();
  }
}
