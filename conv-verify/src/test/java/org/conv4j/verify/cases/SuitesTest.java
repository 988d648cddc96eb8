package org.conv4j.verify.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.FilterLayout;
import org.conv4j.Padding;
import org.conv4j.Sides;
import org.conv4j.TensorLayout;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Directions;
import org.conv4j.check.Judge;
import org.conv4j.check.Judgement;
import org.conv4j.check.ReferenceJudge;
import org.conv4j.check.Tier;
import org.conv4j.reference.DirectReference;
import org.conv4j.verify.framework.FrameworkOptions;
import org.conv4j.verify.run.RunSelection;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SuitesTest {

  static List<String> names() {
    return Suites.names();
  }

  static List<String> files() {
    return Suites.FILES;
  }

  @ParameterizedTest
  @MethodSource("names")
  void every_suite_describes_itself_and_has_no_case_twice(String name) {
    Suite suite = Suites.named(name, 3, 50);
    assertEquals(name, suite.name());
    assertTrue(suite.description().endsWith("."), suite.description());
    Set<String> ids = new HashSet<>();
    for (ConvCase each : suite.cases()) {
      assertTrue(ids.add(each.id()), each.id() + " appears twice");
      assertEquals(each, ConvCase.parse(each.id()));
    }
  }

  @Test
  void an_unknown_suite_is_refused_with_the_names_of_all() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Suites.named("smoky", 1, 1));
    assertEquals(
        "unknown suite 'smoky': expected one of seed, smoke, basic, tails, padding, dilated, grouped,"
            + " depthwise, small-spatial, large-padding, degenerate, findings, relations,"
            + " resnet50, resnet50-dl4j, vgg16, mobilenet, unet, random, full",
        refusal.getMessage());
  }

  @Test
  void random_cases_depend_on_their_seed_alone() {
    assertEquals(
        Suites.named("random", 5, 20).cases(),
        Suites.named("random", 5, 30).cases().subList(0, 20));
    assertTrue(!Suites.named("random", 5, 20).equals(Suites.named("random", 6, 20)));
    assertThrows(IllegalArgumentException.class, () -> Suites.named("random", 5, 0));
  }

  @Test
  void smoke_holds_every_kind_of_convolution_in_both_tiers() {
    Suite smoke = Suites.named("smoke", 1, 1);
    assertTrue(smoke.cases().size() >= 120, smoke.cases().size() + " cases");
    List<Predicate<ConvProblem>> kinds =
        List.of(
            problem -> problem.layout() == TensorLayout.NCHW,
            problem -> problem.layout() == TensorLayout.NHWC,
            problem -> problem.filterLayout() == FilterLayout.OIHW,
            problem -> problem.filterLayout() == FilterLayout.HWIO,
            problem -> problem.filterLayout() == FilterLayout.OHWI,
            problem -> problem.stride().height() != problem.stride().width(),
            problem -> problem.stride().height() > problem.kernel().height(),
            problem -> asymmetric(problem.sides()) && problem.padding() instanceof Padding.Explicit,
            problem -> problem.padding() == Padding.Same.UPPER,
            problem -> problem.padding() == Padding.Same.LOWER,
            problem -> problem.dilation().height() > 1 && problem.dilation().width() > 1,
            problem -> problem.dilation().height() > 1 && problem.stride().height() > 1,
            problem -> problem.groups() > 1 && !problem.depthwise(),
            problem -> problem.depthwise() && problem.inputChannels() == problem.outputChannels(),
            problem -> problem.depthwise() && problem.inputChannels() < problem.outputChannels(),
            problem -> problem.batch() == 0,
            problem -> problem.outputChannels() == 0,
            problem -> problem.inputSize().height() == 0,
            problem -> problem.outputSize().height() == 0 && problem.inputSize().height() > 0,
            problem -> problem.kernel().height() > problem.inputSize().height(),
            problem -> !problem.bias(),
            problem -> problem.elementType() == ElementType.FLOAT64);
    for (Tier tier : EnumSet.of(Tier.INTEGER, Tier.REAL)) {
      for (int kind = 0; kind < kinds.size(); kind++) {
        assertTrue(
            problems(smoke, tier).anyMatch(kinds.get(kind)), "kind " + kind + " in " + tier.id());
      }
    }
  }

  @Test
  void smoke_meets_same_padding_with_every_remainder_of_strides_two_and_three() {
    List<ConvProblem> same =
        problems(Suites.named("smoke", 1, 1), Tier.INTEGER)
            .filter(problem -> problem.padding() == Padding.Same.UPPER)
            .toList();
    for (long stride = 2; stride <= 3; stride++) {
      for (long remainder = 0; remainder < stride; remainder++) {
        long s = stride;
        long r = remainder;
        assertTrue(
            same.stream()
                .anyMatch(
                    problem ->
                        problem.stride().height() == s && problem.inputSize().height() % s == r),
            "stride " + s + ", remainder " + r);
      }
    }
    assertTrue(same.contains(ConvProblem.parse("n1_c1h6w6_k1r1s1_sh3sw3_same")));
  }

  @Test
  void resnet50_holds_its_23_distinct_convolutions() {
    assertEquals(23, problems(Suites.named("resnet50", 1, 1), Tier.REAL).count());
  }

  @Test
  void resnet50_runs_in_its_real_sizes_and_vgg16_in_reduced_ones() {
    assertTrue(
        problems(Suites.named("resnet50", 1, 1), Tier.REAL)
            .anyMatch(ConvProblem.parse("n1_c64h56w56_k64r3s3_pt1pb1pl1pr1_nobias")::equals));
    assertEquals(
        ConvProblem.parse("n1_c64h56w56_k64r3s3_pt1pb1pl1pr1"),
        NetworkSuite.affordable(ConvProblem.parse("n1_c64h224w224_k64r3s3_pt1pb1pl1pr1")));
    for (String name : NetworkSuite.NAMES) {
      assertTrue(
          problems(Suites.named(name, 1, 1), Tier.REAL)
              .allMatch(each -> each.operations(ConvDirection.FORWARD) <= 2 * 250e6));
    }
    assertEquals(
        ConvProblem.parse("n1_c64h194w194_k2r1s1"),
        NetworkSuite.affordable(ConvProblem.parse("n1_c64h388w388_k2r1s1")));
    assertEquals(
        ConvProblem.parse("n1_c1h286w286_k64r3s3"),
        NetworkSuite.affordable(ConvProblem.parse("n1_c1h572w572_k64r3s3")));
  }

  @Test
  void full_holds_5000_cases_in_every_layout_type_and_tier() {
    Suite full = Suites.named("full", 1, 1);
    assertEquals(5_000, full.cases().size());
    for (Tier tier : Tier.values()) {
      for (TensorLayout layout : TensorLayout.values()) {
        for (FilterLayout filterLayout : FilterLayout.values()) {
          for (ElementType type : ElementType.values()) {
            assertTrue(
                problems(full, tier)
                        .filter(
                            each ->
                                each.layout() == layout
                                    && each.filterLayout() == filterLayout
                                    && each.elementType() == type)
                        .count()
                    >= 15,
                tier + " " + layout + " " + filterLayout + " " + type);
          }
        }
      }
    }
    Set<ConvCase> cases = new HashSet<>(full.cases());
    for (String name : Suites.FILES) {
      assertTrue(cases.containsAll(Suites.named(name, 1, 1).cases()), name);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void suite_files_name_problems_in_the_canonical_notation(String name) throws IOException {
    try (InputStream stream = Suites.class.getResourceAsStream(name + ".txt")) {
      new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("/")[0])
          .forEach(line -> assertEquals(line, ConvProblem.parse(line).toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed", "smoke"})
  void the_references_agree_and_no_case_is_mistrusted(String name) {
    referencesAgree(name);
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @MethodSource("files")
  void the_references_agree_on_every_suite_of_small_problems(String name) {
    referencesAgree(name);
  }

  private static void referencesAgree(String name) {
    for (ConvCase each : Suites.named(name, 1, 1).cases()) {
      ReferenceJudge judge = new ReferenceJudge(Judge.of(each));
      DirectReference reference = new DirectReference(each.problem());
      for (ConvDirection direction : Directions.of(each.problem())) {
        Judgement judgement =
            judge.judge(
                direction, Directions.compute(reference, direction, Judge.of(each).operands()));
        assertTrue(
            judgement.verdict().right(), () -> each.id() + " " + direction + ": " + judgement);
      }
    }
  }

  @Test
  void the_documentation_lists_every_suite_as_it_is() throws IOException {
    List<String> rows =
        Files.readAllLines(FrameworkOptions.defaults().home().resolve("docs/suites.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();
    assertEquals(
        Suites.names().stream()
            .map(name -> Suites.named(name, RunSelection.DEFAULT_SEED, RunSelection.DEFAULT_COUNT))
            .map(SuitesTest::row)
            .toList(),
        rows);
  }

  private static String row(Suite suite) {
    return "| `%s` | %d | %d | %s |"
        .formatted(
            suite.name(),
            suite.cases().size(),
            suite.cases().stream().map(ConvCase::problem).distinct().count(),
            suite.description());
  }

  private static boolean asymmetric(Sides sides) {
    return sides.top() != sides.bottom() && sides.left() != sides.right();
  }

  private static Stream<ConvProblem> problems(Suite suite, Tier tier) {
    return suite.cases().stream().filter(each -> each.tier() == tier).map(ConvCase::problem);
  }
}
