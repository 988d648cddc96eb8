package org.conv4j.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Extent;
import org.conv4j.FilterLayout;
import org.conv4j.Padding;
import org.conv4j.TensorLayout;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProblemGeneratorTest {

  private static List<ConvProblem> problems(ProblemGenerator.Options options, int count) {
    ProblemGenerator generator = new ProblemGenerator(options);
    return LongStream.range(0, count).mapToObj(number -> generator.problem(1, number)).toList();
  }

  @Test
  void a_thousand_problems_hold_every_kind() {
    Map<String, Predicate<ConvProblem>> kinds = new LinkedHashMap<>();
    kinds.put("batch 0", problem -> problem.batch() == 0);
    kinds.put("batch 1", problem -> problem.batch() == 1);
    kinds.put("batch above 1", problem -> problem.batch() > 1);
    kinds.put("image of height 0", problem -> problem.inputSize().height() == 0);
    kinds.put(
        "output of height 0",
        problem -> problem.outputSize().height() == 0 && problem.inputSize().height() > 0);
    kinds.put("no output channels", problem -> problem.outputChannels() == 0);
    kinds.put(
        "kernel larger than the image",
        problem -> problem.kernel().height() > problem.inputSize().height());
    kinds.put(
        "stride larger than the kernel",
        problem -> problem.stride().height() > problem.kernel().height());
    kinds.put("unequal strides", problem -> problem.stride().height() != problem.stride().width());
    kinds.put(
        "four different paddings",
        problem ->
            problem.padding() instanceof Padding.Explicit
                && LongStream.of(
                            problem.sides().top(),
                            problem.sides().bottom(),
                            problem.sides().left(),
                            problem.sides().right())
                        .distinct()
                        .count()
                    == 4);
    kinds.put("same", problem -> problem.padding() == Padding.Same.UPPER);
    kinds.put("same lower", problem -> problem.padding() == Padding.Same.LOWER);
    kinds.put(
        "dilation with stride",
        problem -> problem.dilation().height() > 1 && problem.stride().height() > 1);
    kinds.put("groups", problem -> problem.groups() > 1 && !problem.depthwise());
    kinds.put("depthwise", ConvProblem::depthwise);
    kinds.put(
        "depthwise with a multiplier",
        problem -> problem.depthwise() && problem.outputChannels() > problem.inputChannels());
    kinds.put("channel tail", problem -> problem.inputChannels() == 17);
    kinds.put("channels beyond two blocks", problem -> problem.outputChannels() == 33);
    kinds.put(
        "as many outputs as inputs",
        problem ->
            problem.groups() == 1
                && problem.outputChannels() == problem.inputChannels()
                && problem.inputChannels() > 1);
    kinds.put("no bias", problem -> !problem.bias());
    kinds.put("float64", problem -> problem.elementType() == ElementType.FLOAT64);
    for (TensorLayout layout : TensorLayout.values()) {
      for (FilterLayout filter : FilterLayout.values()) {
        kinds.put(
            layout + " " + filter,
            problem -> problem.layout() == layout && problem.filterLayout() == filter);
      }
    }
    List<ConvProblem> problems = problems(ProblemGenerator.Options.standard(), 1000);
    kinds.forEach(
        (name, kind) -> assertTrue(problems.stream().anyMatch(kind), () -> "none: " + name));
    assertTrue(problems.stream().distinct().count() > 980);
  }

  @Test
  void a_problem_depends_on_seed_and_number_alone() {
    ProblemGenerator generator = ProblemGenerator.standard();
    ConvProblem tenth = generator.problem(1, 10);
    generator.problem(1, 11);
    assertEquals(tenth, ProblemGenerator.standard().problem(1, 10));
    assertTrue(!tenth.equals(generator.problem(2, 10)));
  }

  @Test
  void problems_stay_within_the_options() {
    ProblemGenerator.Options options =
        ProblemGenerator.Options.standard()
            .kernels(3, 3)
            .strideAndDilation(1, 1)
            .groupedShare(0)
            .shares(0, 0);
    for (ConvProblem problem : problems(options, 300)) {
      assertEquals(Extent.square(3), problem.kernel());
      assertEquals(Extent.square(1), problem.stride());
      assertEquals(Extent.square(1), problem.dilation());
      assertEquals(1, problem.groups());
      assertEquals(ElementType.FLOAT32, problem.elementType());
      assertTrue(problem.batch() >= 1 && problem.batch() <= options.batch());
      assertTrue(problem.inputChannels() <= options.channels());
      assertTrue(problem.outputSize().height() > 0 && problem.outputSize().width() > 0);
      assertTrue(problem.operations(ConvDirection.FORWARD) <= 2.0 * options.products());
    }
  }

  @Test
  void options_that_leave_nothing_are_refused() {
    ProblemGenerator.Options standard = ProblemGenerator.Options.standard();
    assertEquals(
        "largest kernel 2 is below the smallest, 3",
        assertThrows(IllegalArgumentException.class, () -> standard.kernels(3, 2)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> standard.strideAndDilation(0, 1));
  }
}
