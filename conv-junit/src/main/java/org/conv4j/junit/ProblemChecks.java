package org.conv4j.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.network.LayerConvolution;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is checked of an implementation. */
final class ProblemChecks {

  private ProblemChecks() {}

  /**
   * Each problem with integers and with random reals.
   *
   * @throws IllegalArgumentException if there is no notation, or something else is one
   */
  static List<Check> of(
      Function<ConvProblem, ? extends Convolution<INDArray>> implementation,
      List<String> notations) {
    return checks(
        notations,
        problem -> checks(new ConvolutionSubject(implementation.apply(problem)), problem));
  }

  /**
   * Each problem on DL4J's layer for it, with integers and with random reals.
   *
   * @throws IllegalArgumentException if there is no notation, something else is one, or DL4J has no
   *     layer for one
   */
  static List<Check> ofLayers(List<String> notations) {
    return checks(
        notations,
        problem -> {
          LayerConvolution layer = LayerConvolution.standing(problem);
          return checks(new LayerSubject(layer), layer.problem());
        });
  }

  private static List<Check> checks(Subject subject, ConvProblem problem) {
    List<Check> checks = new ArrayList<>(Check.of(subject, Numbers.integers(problem)));
    checks.addAll(Check.of(subject, Numbers.reals(problem)));
    return checks;
  }

  private static List<Check> checks(
      List<String> notations, Function<ConvProblem, List<Check>> ofProblem) {
    if (notations.isEmpty()) {
      throw new IllegalArgumentException("no problem is named: there is nothing to check");
    }
    return notations.stream()
        .flatMap(notation -> ofProblem.apply(ConvProblem.parse(notation)).stream())
        .toList();
  }
}
