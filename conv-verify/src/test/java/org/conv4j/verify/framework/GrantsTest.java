package org.conv4j.verify.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.FilterLayout;
import org.conv4j.Padding;
import org.conv4j.TensorLayout;
import org.conv4j.check.Operands;
import org.conv4j.verify.record.ReportRecord;
import org.conv4j.verify.report.KnownDifferences;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the adapters to the table in {@code docs/frameworks.md}. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GrantsTest {

  /** What can be asked for, by the names of the table; one of each group makes a problem. */
  private static final List<Map<String, UnaryOperator<ConvProblem.Builder>>> GROUPS =
      List.of(
          Map.of(
              "layout NCHW", problem -> problem.layout(TensorLayout.NCHW),
              "layout NHWC", problem -> problem.layout(TensorLayout.NHWC)),
          Map.of(
              "filter layout OIHW", problem -> problem.filterLayout(FilterLayout.OIHW),
              "filter layout HWIO", problem -> problem.filterLayout(FilterLayout.HWIO),
              "filter layout OHWI", problem -> problem.filterLayout(FilterLayout.OHWI)),
          Map.of(
              "padding none", problem -> problem.padding(Padding.valid()),
              "padding symmetric", problem -> problem.padding(Padding.symmetric(2, 1)),
              "padding asymmetric", problem -> problem.padding(Padding.of(0, 1, 2, 0)),
              "padding SAME", problem -> problem.padding(Padding.same()),
              "padding SAME_LOWER, odd total", problem -> problem.padding(Padding.sameLower())),
          Map.of(
              "stride 1", problem -> problem.stride(1),
              "stride 2 x 3", problem -> problem.stride(2, 3)),
          Map.of(
              "dilation 1", problem -> problem.dilation(1),
              "dilation 2 x 3", problem -> problem.dilation(2, 3)),
          Map.of(
              "groups 1", problem -> problem.groups(1),
              "groups 2 of 2 channels", problem -> problem.groups(2),
              "depthwise", problem -> problem.groups(4),
              "depthwise, 2 outputs a channel", problem -> problem.filter(8, 3, 2).groups(4)),
          Map.of(
              "with bias", problem -> problem.bias(true),
              "without bias", problem -> problem.bias(false)),
          Map.of(
              "float32", problem -> problem.elementType(ElementType.FLOAT32),
              "float64", problem -> problem.elementType(ElementType.FLOAT64)));

  private static ConvProblem.Builder plain() {
    return ConvProblem.builder().input(2, 4, 8, 9).filter(4, 3, 2);
  }

  /** The cells of the table's lines, without the heading. */
  private static List<List<String>> table() throws IOException {
    Path docs = FrameworkOptions.defaults().home().resolve("docs").resolve("frameworks.md");
    List<List<String>> rows = new ArrayList<>();
    for (String line : Files.readAllLines(docs)) {
      List<String> cells = Arrays.stream(line.split("\\|")).map(String::strip).skip(1).toList();
      if (cells.size() == Frameworks.ids().size() + 1) {
        rows.add(cells);
      }
    }
    rows.remove(1);
    return rows;
  }

  private static List<String> rows(String id, String granted) throws IOException {
    List<List<String>> table = table();
    int column = table.get(0).indexOf(id);
    return table.stream()
        .skip(1)
        .filter(row -> row.get(column).equals(granted))
        .map(row -> row.get(0))
        .toList();
  }

  /**
   * Combinations of the rows of {@code names}, one from each group.
   *
   * @param unusual how many of a combination may differ from their group's first row
   */
  private static List<ConvProblem> combinations(List<String> names, int unusual) {
    List<Combination> made = List.of(new Combination(UnaryOperator.identity(), 0));
    for (Map<String, UnaryOperator<ConvProblem.Builder>> group : GROUPS) {
      List<String> admitted = names.stream().filter(group::containsKey).toList();
      made =
          made.stream()
              .flatMap(
                  before ->
                      admitted.stream()
                          .map(row -> before.with(group.get(row), admitted.indexOf(row))))
              .filter(combination -> combination.unusual <= unusual)
              .toList();
    }
    return made.stream().map(each -> each.change.apply(plain()).build()).toList();
  }

  private record Combination(UnaryOperator<ConvProblem.Builder> change, int unusual) {
    Combination with(UnaryOperator<ConvProblem.Builder> next, int position) {
      return new Combination(
          problem -> next.apply(change.apply(problem)), unusual + Math.min(1, position));
    }
  }

  @Test
  void the_table_has_a_line_for_everything_that_can_be_asked_for() throws IOException {
    TreeSet<String> known = new TreeSet<>();
    GROUPS.forEach(group -> known.addAll(group.keySet()));
    TreeSet<String> documented = new TreeSet<>();
    table().stream().skip(1).forEach(row -> documented.add(row.get(0)));
    assertEquals(known, documented);
    assertEquals(Frameworks.ids(), table().get(0).subList(1, table().get(0).size()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nd4j", "dl4j"})
  void what_is_granted_is_computed_right_with_three_things_at_a_time(String id) throws IOException {
    List<ConvProblem> problems = combinations(granted(id), 3);
    assertTrue(problems.size() >= 200, "combinations: " + problems.size());
    assertRight(id, problems);
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nd4j",
        "dl4j",
        "nd4j-onednn",
        "pytorch",
        "tensorflow",
        "onnxruntime",
        "onednn",
        "mxnet"
      })
  void what_is_granted_is_computed_right_in_every_combination(String id) throws IOException {
    assertEveryCombination(id);
  }

  private static void assertEveryCombination(String id) throws IOException {
    List<ConvProblem> problems = combinations(granted(id), GROUPS.size());
    assertTrue(problems.size() >= 2 * 3 * 3 * 2 * 2 * 2 * 2, "combinations: " + problems.size());
    assertRight(id, problems);
  }

  /** Only pairs: their own contract tests combine more. */
  @ParameterizedTest
  @ValueSource(strings = {"reference", "conv-nd4j", "dl4j-conv4j"})
  void what_is_granted_is_computed_right_in_every_pair(String id) throws IOException {
    assertEveryPair(id);
  }

  @Tag("exhaustive")
  @Test
  void what_is_granted_is_computed_right_in_every_pair_with_oneDNN() throws IOException {
    assertEveryPair("conv-nd4j-onednn");
  }

  private static void assertEveryPair(String id) throws IOException {
    List<ConvProblem> problems = combinations(granted(id), 2);
    assertTrue(problems.size() >= 60, "combinations: " + problems.size());
    assertRight(id, problems);
  }

  private static List<String> granted(String id) throws IOException {
    return Stream.concat(rows(id, "yes").stream(), rows(id, "float32").stream()).toList();
  }

  private static void assertRight(String id, List<ConvProblem> problems) throws IOException {
    boolean limited = !rows(id, "float32").isEmpty();
    try (FrameworkSession session = Frameworks.open(id, FrameworkOptions.defaults())) {
      for (ConvProblem problem : problems) {
        boolean mayDecline = limited && problem.elementType() == ElementType.FLOAT64;
        Operands operands = Integers.of(problem);
        run(session, problem)
            .forEach(
                (direction, answer) -> {
                  boolean declined =
                      mayDecline
                          && answer instanceof Answer.Declined
                          && direction != ConvDirection.FORWARD
                          && direction != ConvDirection.BIAS_GRADIENT;
                  if (!declined && !isKnown(session.info(), problem, direction, answer)) {
                    Right.assertRight(problem, operands, direction, answer);
                  }
                });
      }
    }
  }

  /** Whether the framework is listed as wrong there; what it declines never is. */
  private static boolean isKnown(
      FrameworkInfo info, ConvProblem problem, ConvDirection direction, Answer answer) {
    ReportRecord.Framework framework =
        new ReportRecord.Framework(
            info.id(), info.name(), info.version(), List.of(), info.threads(), null, null);
    ReportRecord.Case integers =
        new ReportRecord.Case(
            problem + "/integer/1",
            problem.toString(),
            problem.layout().name(),
            problem.filterLayout().name(),
            "float32",
            "integer",
            "0".repeat(64));
    return !(answer instanceof Answer.Declined)
        && !KnownDifferences.shipped().find(integers, framework, direction).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nd4j", "dl4j", "dl4j-conv4j"})
  void what_is_not_granted_is_declined_with_a_reason(String id) throws IOException {
    assertDeclined(id, 3);
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @ValueSource(strings = {"nd4j-onednn", "onnxruntime", "onednn"})
  void what_is_not_granted_is_declined_by_those_with_large_downloads(String id) throws IOException {
    assertDeclined(id, 1);
  }

  private static void assertDeclined(String id, int atLeast) throws IOException {
    List<String> refused = rows(id, "no");
    assertTrue(refused.size() >= atLeast, refused.toString());
    try (FrameworkSession session = Frameworks.open(id, FrameworkOptions.defaults())) {
      for (String row : refused) {
        ConvProblem.Builder problem = plain();
        GROUPS.stream()
            .filter(group -> group.containsKey(row))
            .forEach(group -> group.get(row).apply(problem));
        Map<ConvDirection, Answer> answers = run(session, problem.bias(false).build());
        answers.forEach(
            (direction, answer) -> {
              Answer.Declined declined =
                  assertInstanceOf(Answer.Declined.class, answer, () -> row + ": " + answer);
              assertTrue(declined.reason().length() > 20, declined.reason());
            });
      }
    }
  }

  private static Map<ConvDirection, Answer> run(FrameworkSession session, ConvProblem problem) {
    EnumSet<ConvDirection> directions = EnumSet.allOf(ConvDirection.class);
    if (!problem.bias()) {
      directions.remove(ConvDirection.BIAS_GRADIENT);
    }
    return session.run(problem, Integers.of(problem), directions);
  }
}
