package org.conv4j.verify.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.run.Progress;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Tag("exhaustive")
class SelectionTrialTest {

  private static final String PROBLEM = "n1_c16h8w8_k16r3s3_same";

  @Test
  void a_child_times_all_algorithms_that_may_be_chosen() {
    SelectionResults results = run("conv-nd4j");
    assertEquals(
        List.of("forward", "filter-gradient"),
        results.choices().stream().map(TimedChoice::direction).toList());
    for (TimedChoice choice : results.choices()) {
      assertEquals(PROBLEM, choice.problem());
      assertTrue(names(choice).containsAll(List.of("winograd2", "direct", "im2col", "portable")));
      assertFalse(names(choice).contains("winograd4"), choice.toString());
      assertTrue(choice.times().stream().allMatch(time -> time.millis() > 0));
    }
  }

  @Test
  void transforms_are_timed_where_they_are_admitted() {
    assertTrue(names(run("conv-nd4j:transforms").choices().get(0)).contains("winograd4"));
  }

  private static List<String> names(TimedChoice choice) {
    return choice.times().stream().map(AlgorithmTime::algorithm).toList();
  }

  private static SelectionResults run(String framework) {
    return new SelectionTrial(FrameworkOptions.defaults().withThreads(1))
        .run(
            framework,
            new SelectionTask(
                List.of(ConvProblem.parse(PROBLEM)),
                List.of(ConvDirection.FORWARD, ConvDirection.FILTER_GRADIENT),
                framework.endsWith(":transforms"),
                1),
            (task, unit, total) -> new Silent());
  }

  private static final class Silent implements Progress {
    @Override
    public void step() {}

    @Override
    public void close() {}
  }
}
