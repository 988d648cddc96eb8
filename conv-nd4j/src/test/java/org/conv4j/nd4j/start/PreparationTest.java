package org.conv4j.nd4j.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.nd4j.Nd4jConvolution;
import org.junit.jupiter.api.Test;

class PreparationTest {

  @Test
  void each_problem_is_computed_by_another_algorithm() {
    List<String> algorithms =
        Preparation.PROBLEMS.stream()
            .map(problem -> Nd4jConvolution.builder(problem).build())
            .map(convolution -> convolution.algorithm(ConvDirection.FORWARD))
            .toList();

    assertEquals(algorithms.size(), algorithms.stream().distinct().count(), algorithms::toString);
  }

  @Test
  void it_runs_on_a_daemon_thread_and_ends() throws InterruptedException {
    Preparation.begin();

    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("conv4j-preparation")) {
        assertTrue(thread.isDaemon());
        thread.join(60_000);
        assertFalse(thread.isAlive());
      }
    }
  }
}
