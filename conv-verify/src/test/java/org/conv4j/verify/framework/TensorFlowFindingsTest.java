package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What TensorFlow 2.18 does not survive; in no suite, for what is left of it may die later. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TensorFlowFindingsTest {

  private static final ConvProblem PROBLEM = ConvProblem.parse("n1_c4h6w12_k4r1s1_sh2sw2_nobias");

  /** Memory is overwritten: who dies of it, and when, is chance. */
  @Tag("exhaustive")
  @Test
  void the_filter_gradient_of_a_strided_1x1_kernel_kills_the_process_or_hangs() {
    FrameworkOptions options = FrameworkOptions.defaults().withAnswerLimit(Duration.ofSeconds(10));
    List<Answer> answers = new ArrayList<>();
    for (int attempt = 0; attempt < 10 && answers.stream().noneMatch(this::fatal); attempt++) {
      try (FrameworkSession session = Frameworks.open("tensorflow", options)) {
        answers.add(
            session
                .run(PROBLEM, Integers.of(PROBLEM), EnumSet.of(ConvDirection.FILTER_GRADIENT))
                .get(ConvDirection.FILTER_GRADIENT));
      }
    }
    assertTrue(answers.stream().anyMatch(this::fatal), answers.toString());
  }

  private boolean fatal(Answer answer) {
    return answer instanceof Answer.Crashed || answer instanceof Answer.Hung;
  }
}
