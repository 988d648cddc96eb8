package org.conv4j.nd4j;

import java.util.stream.Stream;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.algorithm.Limits;
import org.conv4j.nd4j.algorithm.Machine;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AlgorithmsAgreeWithTheReferenceTest {

  private static Stream<ConvProblem> problems() {
    return new RandomProblems(1).problems().limit(300);
  }

  private static Stream<ConvProblem> pointwiseProblems() {
    return new RandomProblems(2)
        .problems()
        .map(problem -> problem.toBuilder().filter(problem.outputChannels(), 1, 1))
        .flatMap(RandomProblems::ifValid)
        .limit(300);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void the_default_selection(ConvProblem problem) {
    new Fixture(problem, 2).verify(Nd4jConvolution.of(problem));
  }

  @ParameterizedTest
  @MethodSource("pointwiseProblems")
  void pointwise(ConvProblem problem) {
    new Fixture(problem, 6).verify(Nd4jConvolution.builder(problem).algorithm("pointwise").build());
  }

  @ParameterizedTest
  @MethodSource("problems")
  void portable(ConvProblem problem) {
    new Fixture(problem, 3).verify(Nd4jConvolution.builder(problem).algorithm("portable").build());
  }

  @ParameterizedTest
  @MethodSource("problems")
  void portable_in_the_smallest_workspace(ConvProblem problem) {
    new Fixture(problem, 4)
        .verify(
            Nd4jConvolution.builder(problem)
                .algorithm("portable")
                .workspaceBytes(Limits.LEAST_WORKSPACE_BYTES)
                .build());
  }

  @ParameterizedTest
  @MethodSource("problems")
  void portable_where_memory_has_no_addresses(ConvProblem problem) {
    new Fixture(problem, 5)
        .verify(
            Nd4jConvolution.builder(problem)
                .algorithm("portable")
                .machine(new Machine("elsewhere", false, false))
                .build());
  }
}
