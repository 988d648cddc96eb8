package org.conv4j.verify.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.verify.record.ReportRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SelectionFilesTest {

  private static final TimedChoice RIGHT =
      choice("n1_c1h1w1_k1r1s1", "direct", time("direct", 1), time("im2col", 4));
  private static final TimedChoice NEARLY =
      choice("n2_c1h1w1_k1r1s1", "direct", time("direct", 1.09), time("im2col", 1));
  private static final TimedChoice SLOW =
      choice("n3_c1h1w1_k1r1s1", "direct", time("direct", 12), time("first", 8), time("tiny", 9));
  private static final TimedChoice SLOWER =
      choice("n4_c1h1w1_k1r1s1", "tiny", time("direct", 0.02), time("tiny", 0.05));

  @Test
  void lists_what_is_more_than_a_tenth_slower_the_worst_first() {
    assertEquals(List.of(SLOWER, SLOW), results(RIGHT, SLOW, NEARLY, SLOWER).slow());
  }

  @Test
  void says_how_many_choices_are_good_and_shows_the_others() {
    List<String> lines = SelectionFiles.summary(results(RIGHT, SLOW, NEARLY));
    assertTrue(
        lines.get(0).startsWith("conv-nd4j: 2 of 3 choices are at most 10 % slower"), lines.get(0));
    String last = lines.get(lines.size() - 1);
    assertEquals(
        "| n3_c1h1w1_k1r1s1 | forward         | direct     |      12.0 | first      |     8.000 |"
            + "         1.50 |",
        last);
  }

  @Test
  void good_choices_need_no_table() {
    assertEquals(1, SelectionFiles.summary(results(RIGHT, NEARLY)).size());
  }

  @Test
  void json_holds_every_time() throws IOException {
    JsonNode json = new ObjectMapper().readTree(SelectionFiles.json(List.of(results(SLOW))));
    assertEquals(2, json.get("threads").asInt());
    JsonNode result = json.get("results").get(0);
    assertEquals("conv-nd4j", result.get("framework").asText());
    assertEquals("n3_c1h1w1_k1r1s1", result.get("problem").asText());
    assertEquals("forward", result.get("direction").asText());
    assertEquals("direct", result.get("chosen").asText());
    assertEquals(1.5, result.get("timesSlower").asDouble());
    assertEquals(3, result.get("times").size());
    assertEquals(8, result.get("times").get(1).get("millis").asDouble());
  }

  @Test
  void markdown_marks_what_was_given_up() {
    String page =
        SelectionFiles.markdown(
            List.of(results(RIGHT)), new ReportRecord.Host("Linux", "a processor", 2, "17"));
    assertTrue(
        page.contains(
            "| n1_c1h1w1_k1r1s1 | forward | direct | 1.00 | direct 1.000, im2col 4.000* |"),
        page);
  }

  @Test
  void a_choice_survives_its_line() throws IOException {
    ObjectMapper json = new ObjectMapper();
    assertEquals(SLOW, json.readValue(json.writeValueAsString(SLOW), TimedChoice.class));
  }

  @Test
  void a_choice_that_was_not_timed_is_none() {
    assertThrows(
        IllegalArgumentException.class,
        () -> choice("n1_c1h1w1_k1r1s1", "tiny", time("direct", 1)));
  }

  @Test
  void a_task_survives_being_arguments() {
    SelectionTask task =
        new SelectionTask(
            List.of(
                ConvProblem.parse("n1_c2h4w4_k3r3s3_same"), ConvProblem.parse("n1_c1h1w1_k1r1s1")),
            List.of(ConvDirection.FORWARD, ConvDirection.FILTER_GRADIENT),
            true,
            62.5);
    assertEquals(task, SelectionTask.of(task.toArguments()));
    assertEquals(4, task.choices());
  }

  @Test
  void many_choices_get_less_time_each() {
    assertEquals(200, SelectionTrial.allowanceMillis(Duration.ofMinutes(10), 6));
    assertEquals(50, SelectionTrial.allowanceMillis(Duration.ofMinutes(1), 1000));
    double between = SelectionTrial.allowanceMillis(Duration.ofMinutes(5), 153);
    assertTrue(between > 50 && between < 200, Double.toString(between));
  }

  private static SelectionResults results(TimedChoice... choices) {
    return new SelectionResults("conv-nd4j", 2, List.of(choices));
  }

  private static TimedChoice choice(String problem, String chosen, AlgorithmTime... times) {
    return new TimedChoice(problem, "forward", chosen, List.of(times));
  }

  /** Slow ones were given up after two runs. */
  private static AlgorithmTime time(String algorithm, double millis) {
    return new AlgorithmTime(algorithm, millis, millis == 4 ? 2 : 20);
  }
}
