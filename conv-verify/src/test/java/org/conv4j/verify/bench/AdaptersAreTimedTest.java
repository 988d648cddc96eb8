package org.conv4j.verify.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Directions;
import org.conv4j.check.Tier;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.framework.FrameworkSession;
import org.conv4j.verify.framework.Frameworks;
import org.conv4j.verify.framework.Timing;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AdaptersAreTimedTest {

  private static final List<String> PROBLEMS =
      List.of(
          "n2_c3h7w6_k5r3s2",
          "n2_c4h6w6_k8r3s3_g4_pt1pb1pl1pr1_nobias",
          "n2_c3h7w6_k5r3s3_sh2sw2_same_nhwc_hwio");

  @ParameterizedTest
  @ValueSource(strings = {"reference", "conv-nd4j", "nd4j", "dl4j", "dl4j-conv4j"})
  void computes_rightly_what_it_times(String id) {
    computesRightlyWhatItTimes(id, List.of(Computation.FORWARD, Computation.BACKWARD));
  }

  @ParameterizedTest
  @Tag("exhaustive")
  @ValueSource(strings = {"nd4j-onednn", "conv-nd4j-onednn", "pytorch", "tensorflow", "onednn"})
  void the_large_ones_too(String id) {
    computesRightlyWhatItTimes(id, List.of(Computation.FORWARD, Computation.BACKWARD));
  }

  @Test
  @Tag("exhaustive")
  void onnx_runtime_is_timed_forward_and_says_why_not_backward() {
    computesRightlyWhatItTimes("onnxruntime", List.of(Computation.FORWARD));
  }

  @Test
  @Tag("exhaustive")
  void mxnet_is_timed_forward_and_says_why_not_backward() {
    computesRightlyWhatItTimes("mxnet", List.of(Computation.FORWARD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n8_c72h28w28_k72r3s3_g72_pt1pb1pl1pr1",
        "n9_c256h14w14_k256r3s3_g256_sh2sw2_pt1pb1pl1pr1_hwio_nobias"
      })
  void leaves_gradients_of_depthwise_layers_to_oneDNN_where_there_are_no_vectors(String notation) {
    String id = "conv-nd4j-onednn:no-vector";
    try (FrameworkSession session = Frameworks.open(id, FrameworkOptions.defaults())) {
      Timing timing = session.timing().orElseThrow();
      ConvCase convCase = new ConvCase(ConvProblem.parse(notation), Tier.REAL, 5);
      assertEquals(new Timing.Done<>(convCase), timing.prepare(convCase));
      right(timing, convCase, Computation.BACKWARD);
      assertTrue(done(timing.check(Computation.BACKWARD)).algorithm().contains("native"), notation);
    }
  }

  private static void computesRightlyWhatItTimes(String id, List<Computation> computations) {
    try (FrameworkSession session = Frameworks.open(id, FrameworkOptions.defaults())) {
      Timing timing = session.timing().orElseThrow();
      for (String notation : PROBLEMS) {
        ConvCase convCase = new ConvCase(ConvProblem.parse(notation), Tier.REAL, 5);
        assertEquals(new Timing.Done<>(convCase), timing.prepare(convCase));
        for (Computation computation : computations) {
          times(timing, convCase, computation);
        }
        single(timing, convCase);
      }
    }
  }

  private static void times(Timing timing, ConvCase convCase, Computation computation) {
    right(timing, convCase, computation);
    assertEquals(3, done(timing.time(computation, 3, Duration.ofMinutes(1))).size());
    assertEquals(1, done(timing.time(computation, 3, Duration.ZERO)).size());
    right(timing, convCase, computation);
  }

  private static void right(Timing timing, ConvCase convCase, Computation computation) {
    Timing.Checked checked = done(timing.check(computation));
    ResultCheck check = check(convCase);
    for (ConvDirection direction : computation.directions(convCase.problem())) {
      assertEquals(
          Optional.empty(),
          check.objection(direction, checked.sums().get(direction)),
          direction.id());
    }
  }

  private static void single(Timing timing, ConvCase convCase) {
    Timing.Result<Timing.Checked> result = timing.check(Computation.FILTER_GRADIENT);
    if (result instanceof Timing.Not<Timing.Checked> not) {
      Answer.Declined declined = assertInstanceOf(Answer.Declined.class, not.answer());
      assertTrue(
          declined.reason().contains("all gradients in one call")
              || declined.reason().contains("computes no gradients")
              || declined.reason().contains("begins MXNet's backward pass at a sum"),
          declined.reason());
    } else {
      right(timing, convCase, Computation.FILTER_GRADIENT);
    }
  }

  private static <T> T done(Timing.Result<T> result) {
    if (result instanceof Timing.Done<T> done) {
      return done.value();
    }
    return fail(result.toString());
  }

  private static ResultCheck check(ConvCase convCase) {
    return new ResultCheck(convCase, Directions.of(convCase.problem()), Runnable::run);
  }
}
