package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.liar.Lie;
import org.conv4j.verify.framework.liar.LyingChild;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ChildSessionTest {

  private static final ConvProblem LUCKY = ConvProblem.parse("n1_c2h5w4_k3r3s2");
  private static final ConvProblem UNLUCKY = ConvProblem.parse("n13_c2h5w4_k3r3s2");

  private static final FrameworkOptions OPTIONS =
      new FrameworkOptions(
          FrameworkOptions.defaults().home(),
          1,
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          List.of());

  private FrameworkSession session;

  @AfterEach
  void close() {
    if (session != null) {
      session.close();
    }
    assertEquals(0, ProcessHandle.current().descendants().filter(this::isFaulty).count());
  }

  private boolean isFaulty(ProcessHandle process) {
    return process.isAlive()
        && process.info().commandLine().orElse("").contains(LyingChild.class.getName());
  }

  private static FrameworkSession open(String fault, FrameworkOptions options) {
    return LyingFrameworks.open(Lie.ofId(fault.replace(' ', '_')), UNLUCKY.batch(), options);
  }

  private Map<ConvDirection, Answer> run(ConvProblem problem) {
    return session.run(problem, Integers.of(problem), EnumSet.allOf(ConvDirection.class));
  }

  /** The answer to the input gradient; the other directions, and the next case, must be right. */
  private Answer faultOf(String fault) {
    return faultOf(fault, OPTIONS);
  }

  private Answer faultOf(String fault, FrameworkOptions options) {
    session = open(fault, options);
    Map<ConvDirection, Answer> answers = run(UNLUCKY);
    assertEquals(EnumSet.allOf(ConvDirection.class), answers.keySet());
    Answer answer = answers.get(ConvDirection.INPUT_GRADIENT);
    for (ConvDirection other : EnumSet.complementOf(EnumSet.of(ConvDirection.INPUT_GRADIENT))) {
      Right.assertRight(UNLUCKY, Integers.of(UNLUCKY), other, answers.get(other));
    }
    for (Answer next : run(LUCKY).values()) {
      assertInstanceOf(Answer.Computed.class, next);
    }
    return answer;
  }

  @Test
  void a_child_that_exits_is_a_crash_with_its_code_and_last_words() {
    assertEquals(
        new Answer.Crashed("exit code 42; last on its standard error: something broke"),
        faultOf("exits"));
  }

  @Test
  void a_child_that_a_signal_ends_is_a_crash_with_the_signal() {
    assertEquals(new Answer.Crashed("signal 9 (SIGKILL)"), faultOf("is killed"));
  }

  @Test
  void a_child_that_does_not_answer_is_a_hang_with_the_limit() {
    assertEquals(
        new Answer.Hung("no answer within 5.0 s"),
        faultOf("hangs", OPTIONS.withAnswerLimit(Duration.ofSeconds(5))));
  }

  @Test
  void directions_announced_together_end_together() {
    session = open("hangs in all gradients", OPTIONS.withAnswerLimit(Duration.ofSeconds(5)));
    Map<ConvDirection, Answer> answers = run(UNLUCKY);
    assertInstanceOf(Answer.Computed.class, answers.get(ConvDirection.FORWARD));
    assertInstanceOf(Answer.Hung.class, answers.get(ConvDirection.INPUT_GRADIENT));
    assertInstanceOf(Answer.Hung.class, answers.get(ConvDirection.FILTER_GRADIENT));
    assertInstanceOf(Answer.Computed.class, answers.get(ConvDirection.BIAS_GRADIENT));
  }

  @ParameterizedTest
  @CsvSource({
    "prints a line, printed on its standard output: converged after 3 steps",
    "prints without end, printed on its standard output: 01234567890123456789",
    "prints half an answer, 'printed on its standard output: {\"answer\":\"computed\",\"id\":1,'",
    "answers without end, 'printed on its standard output: {\"answer\":\"01234567890123456789'",
    "answers in the wrong type, 'elements are float64, expected float32'",
    "answers with too few values, 'holds 520 values, found 3'",
    "answers with a broken shape, has a negative size: -1",
    "answers with nothing, without a result",
    "answers another case, was asked for input-gradient of case 1 and answered",
    "answers another direction, was asked for input-gradient of case 1 and answered",
    "fails, IllegalState: out of patience"
  })
  void a_child_that(String fault, String text) {
    Answer.Failed failed = assertInstanceOf(Answer.Failed.class, faultOf(fault));
    assertTrue(failed.text().contains(text), failed.text());
    assertTrue(failed.text().length() < 400, "a readable text");
  }

  @Test
  void a_child_that_dies_of_a_segmentation_fault_is_a_crash_with_its_signal() {
    Answer.Crashed crashed = assertInstanceOf(Answer.Crashed.class, faultOf("segmentation fault"));
    assertTrue(crashed.text().contains("SIG"), crashed.text());
  }

  @Test
  void a_wrong_shape_is_passed_on_to_be_judged() {
    Answer.Computed computed =
        assertInstanceOf(Answer.Computed.class, faultOf("answers in the wrong shape"));
    assertArrayEquals(new long[] {520}, computed.value().shape());
  }

  /** The directions after it are computed from operands that are as sent: they are right. */
  @ParameterizedTest
  @CsvSource({
    "overwrites its input, 'input at [12, 1, 4, 3] was ', 1 of 520 elements differ",
    "overwrites its filter, 'filter at [2, 1, 2, 1] was ', 1 of 36 elements differ"
  })
  void a_result_comes_with_the_operands_that_were_changed(
      String fault, String where, String howMany) {
    Answer.Altered altered = assertInstanceOf(Answer.Altered.class, faultOf(fault));
    Right.assertRight(
        UNLUCKY, Integers.of(UNLUCKY), ConvDirection.INPUT_GRADIENT, altered.computed());
    assertEquals(1, altered.changes().size());
    String change = altered.changes().get(0);
    assertTrue(change.startsWith(where) && change.endsWith(howMany), change);
  }

  @Test
  void a_refusal_is_passed_on_with_its_reason() {
    assertEquals(new Answer.Declined("not on Sundays"), faultOf("declines"));
  }

  @ParameterizedTest
  @CsvSource({
    "dies at the handshake, dies_at_the_handshake died while it started: exit code 3; last on its standard error: no libconv.so",
    "greets, greets does not speak the protocol; its first line is: Welcome to LyingChild 1.0",
    "fails at the handshake, fails_at_the_handshake failed to start: no such device",
    "'speaks another protocol', 'speaks_another_protocol speaks protocol 99, expected 1'"
  })
  void is_unavailable_when_it(String fault, String message) {
    FrameworkUnavailableException refused =
        assertThrows(FrameworkUnavailableException.class, () -> open(fault, OPTIONS));
    assertEquals(message, refused.getMessage());
  }

  @Test
  void is_unavailable_when_no_file_bears_the_version_that_it_tells() {
    FrameworkUnavailableException refused =
        assertThrows(
            FrameworkUnavailableException.class, () -> open("lies about its version", OPTIONS));
    assertEquals(
        "lies_about_its_version is refused: it says that it is liar 1.0.0-M2.1,"
            + " and no file on its class path bears that number",
        refused.getMessage());
  }

  @Test
  void is_unavailable_when_it_never_answers_the_handshake() {
    FrameworkOptions impatient =
        new FrameworkOptions(
            OPTIONS.home(), 1, Duration.ofSeconds(2), Duration.ofSeconds(2), List.of());
    FrameworkUnavailableException refused =
        assertThrows(
            FrameworkUnavailableException.class,
            () -> open("never answers the handshake", impatient));
    assertEquals("never_answers_the_handshake did not start within 2.0 s", refused.getMessage());
  }

  @Test
  void a_bias_gradient_without_a_bias_is_the_callers_mistake() {
    session = open("exits", OPTIONS);
    ConvProblem problem = ConvProblem.parse("n1_c2h5w4_k3r3s2_nobias");
    Operands operands = Integers.of(problem);
    assertThrows(
        IllegalArgumentException.class,
        () -> session.run(problem, operands, EnumSet.of(ConvDirection.BIAS_GRADIENT)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exits", "is killed"})
  void a_session_that_is_closed_after_a_crash_leaves_nothing_behind(String fault) {
    session = open(fault, OPTIONS);
    session.run(UNLUCKY, Integers.of(UNLUCKY), EnumSet.of(ConvDirection.INPUT_GRADIENT));
  }
}
