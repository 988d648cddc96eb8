package org.conv4j.nd4j.start;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.Nd4jConvolution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PreparationTest {

  static List<ConvProblem> problems() {
    return Preparation.PROBLEMS;
  }

  @Test
  void each_problem_is_computed_by_another_algorithm() {
    List<String> algorithms =
        Preparation.PROBLEMS.stream()
            .map(problem -> Nd4jConvolution.builder(problem).build())
            .map(convolution -> convolution.algorithm(ConvDirection.FORWARD))
            .toList();

    assertEquals(algorithms.size(), algorithms.stream().distinct().count(), algorithms::toString);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void each_problem_is_computed_in_both_passes(ConvProblem problem) {
    assertDoesNotThrow(() -> Preparation.compute(problem));
  }

  @Test
  void it_runs_on_a_daemon_thread_and_ends() throws InterruptedException {
    Thread thread = Preparation.thread();
    assertTrue(thread.isDaemon());

    thread.start();
    thread.join(60_000);

    assertFalse(thread.isAlive());
  }
}
