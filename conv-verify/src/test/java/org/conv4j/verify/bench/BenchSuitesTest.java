package org.conv4j.verify.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.conv4j.ConvProblem;
import org.conv4j.verify.InputException;
import org.conv4j.verify.framework.Computation;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BenchSuitesTest {

  static Stream<String> names() {
    return BenchSuites.names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void has_every_problem_once_and_says_what_it_is(String name) {
    for (Workload workload : BenchSuites.workloads(name, List.of(1L, 8L))) {
      Set<ConvProblem> different = new HashSet<>(workload.problems());
      assertEquals(workload.problems().size(), different.size());
      assertFalse(different.isEmpty());
    }
    assertTrue(BenchSuites.description(name).endsWith("."), BenchSuites.description(name));
  }

  /**
   * How often each convolution occurs in its network; then its multiply-adds, as published for the
   * network, without its fully connected layers.
   */
  @ParameterizedTest
  @CsvSource({
    "resnet50, 1 1 3 4 2 1 1 1 4 3 3 1 1 1 6 5 5 1 1 1 3 2 2, 4.087e9",
    "vgg16, 1 1 1 1 1 2 1 2 3, 15.347e9",
    "mobilenet, 1 1 1 1 1 1 1 1 1 1 1 1 1 5 5 1 1 1 1, 0.568e9"
  })
  void adds_up_to_the_network(String name, String occurrences, double multiplyAdds) {
    List<ConvProblem> problems = BenchSuites.workloads(name, List.of(1L)).get(0).problems();
    String[] times = occurrences.split(" ");
    assertEquals(times.length, problems.size());
    double sum = 0;
    for (int i = 0; i < times.length; i++) {
      sum += Integer.parseInt(times[i]) * Computation.FORWARD.operations(problems.get(i)) / 2;
    }
    assertEquals(multiplyAdds, sum, 0.001 * multiplyAdds);
  }

  @Test
  void layers_of_a_network_fit_together() {
    for (String name : List.of("resnet50", "vgg16", "mobilenet")) {
      List<ConvProblem> problems = BenchSuites.workloads(name, List.of(8L)).get(0).problems();
      assertEquals(3, problems.get(0).inputChannels());
      Set<Long> made = new HashSet<>(List.of(3L));
      for (ConvProblem problem : problems) {
        assertTrue(made.contains(problem.inputChannels()), name + ": " + problem);
        made.add(problem.outputChannels());
        assertEquals(8, problem.batch());
      }
    }
  }

  @Test
  void depthwise_layers_come_with_the_pointwise_ones_that_read_them() {
    List<ConvProblem> problems = BenchSuites.workloads("mobilenet", List.of(1L)).get(0).problems();
    for (int i = 1; i < problems.size(); i += 2) {
      ConvProblem depthwise = problems.get(i);
      ConvProblem pointwise = problems.get(i + 1);
      assertTrue(depthwise.depthwise(), depthwise::toString);
      assertEquals(depthwise.outputSize(), pointwise.inputSize());
      assertEquals(depthwise.outputChannels(), pointwise.inputChannels());
    }
  }

  @Test
  void every_kind_of_kernel_is_there() {
    Set<KernelKind> kinds = EnumSet.noneOf(KernelKind.class);
    BenchSuites.names()
        .forEach(
            name ->
                BenchSuites.workloads(name, List.of(1L))
                    .forEach(
                        workload ->
                            workload.problems().forEach(each -> kinds.add(KernelKind.of(each)))));
    assertEquals(EnumSet.allOf(KernelKind.class), kinds);
  }

  @Test
  void refuses_what_there_is_not_in_one_sentence() {
    InputException unknown =
        assertThrows(InputException.class, () -> plan(List.of("alexnet"), List.of(), 1));
    assertEquals(
        "unknown suite 'alexnet': expected one of resnet50, resnet50-dl4j, vgg16, mobilenet, lenet,"
            + " seed",
        unknown.getMessage());
    InputException batch =
        assertThrows(InputException.class, () -> plan(List.of("lenet"), List.of(), 0));
    assertEquals("batch is 0: it must be at least 1", batch.getMessage());
    assertThrows(InputException.class, () -> plan(List.of(), List.of("n1_c1"), 1));
  }

  private static BenchPlan plan(List<String> suites, List<String> cases, long batch) {
    return BenchPlan.of(suites, cases, List.of(batch), List.of(Computation.FORWARD));
  }
}
