package org.conv4j.verify.relation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.Tensor;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Directions;
import org.conv4j.check.ProblemGenerator;
import org.conv4j.check.Verdict;
import org.conv4j.reference.DirectReference;
import org.conv4j.reference.MirroredReference;
import org.conv4j.verify.cases.Suites;
import org.conv4j.verify.mutant.Mutant;
import org.conv4j.verify.mutant.Mutants;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RelationsTest {

  private static final List<ConvProblem> PROBLEMS =
      Suites.named(Suites.RELATIONS, 1, 1).cases().stream()
          .map(ConvCase::problem)
          .distinct()
          .toList();

  private static Engine engine(Function<ConvProblem, Convolution<Tensor>> implementation) {
    return (problem, operands, direction) -> {
      Tensor result = Directions.compute(implementation.apply(problem), direction, operands);
      double[] values = result.values();
      for (int i = 0; i < values.length; i++) {
        values[i] = problem.elementType().round(values[i]);
      }
      return result;
    };
  }

  private static Relation named(String id) {
    return Relations.all().stream()
        .filter(relation -> relation.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void all_hold_for_the_references_on_the_problems_of_the_suite() {
    for (Relation relation : Relations.all()) {
      int concerned = 0;
      for (ConvProblem problem : PROBLEMS) {
        if (relation.concerns(problem)) {
          concerned++;
          assertHolds(relation, problem, engine(DirectReference::new));
          assertHolds(relation, problem, engine(MirroredReference::new));
        }
      }
      assertTrue(concerned >= 2, relation + " concerns " + concerned + " problems");
    }
  }

  @Test
  void all_hold_for_the_reference_on_random_problems() {
    int concerned = 0;
    for (int number = 0; number < 150; number++) {
      ConvProblem problem = ProblemGenerator.standard().problem(5, number);
      for (Relation relation : Relations.all()) {
        if (relation.concerns(problem)) {
          concerned++;
          assertHolds(relation, problem, engine(DirectReference::new));
        }
      }
    }
    assertTrue(concerned > 1_000, concerned + " trials");
  }

  private static void assertHolds(Relation relation, ConvProblem problem, Engine engine) {
    assertEquals(
        new Relation.Finding(Verdict.EXACT, null),
        relation.trial(problem, 3, engine),
        relation + " " + problem);
  }

  @ParameterizedTest
  @CsvSource({
    "adjoint, input_gradient_negated",
    "finite-difference, gradients_averaged",
    "linear-in-input, negatives_clipped",
    "linear-in-filter, stale_buffer",
    "linear-in-output-gradient, negatives_clipped",
    "groups, group_rotated",
    "dilation, no_dilation",
    "stride, stride_within_kernel",
    "padding, pad_begin_end_swapped",
    "flip, no_pad",
    "transpose, square_assumed",
    "impulse, flip_kernel",
    "batch, first_image_for_all",
    "repeat, run_to_run_noise"
  })
  void each_catches_a_mistake_of_its_kind(String id, String mutantId) {
    Mutant mutant = Mutants.named(mutantId);
    Relation relation = named(id);
    List<ConvProblem> problems =
        id.equals("stride")
            ? List.of(ConvProblem.parse("n2_c3h9w8_k4r2s2_sh3sw3"))
            : PROBLEMS.stream().filter(relation::concerns).toList();
    assertTrue(
        problems.stream()
            .map(problem -> relation.trial(problem, 3, engine(mutant::of)))
            .anyMatch(finding -> finding.verdict() == Verdict.FAIL && finding.reason() != null),
        mutantId);
  }

  @Test
  void a_result_that_depends_on_the_number_of_threads_is_found() {
    ConvProblem problem = ConvProblem.parse("n2_c3h6w7_k4r3s3");
    Engine right = engine(DirectReference::new);
    assertEquals(Verdict.EXACT, Relations.threads(right).trial(problem, 1, right).verdict());
    assertEquals(
        Verdict.FAIL,
        Relations.threads(engine(Mutants.named("drop_last_channel")::of))
            .trial(problem, 1, right)
            .verdict());
  }

  @Test
  void rounding_that_depends_on_the_number_of_threads_is_told_and_no_failure() {
    ConvProblem problem = ConvProblem.parse("n2_c3h6w7_k4r3s3");
    Engine right = engine(DirectReference::new);
    Engine nearly =
        (asked, operands, direction) -> {
          Tensor result = right.compute(asked, operands, direction);
          double last = result.values()[0];
          result.values()[0] = last == Math.rint(last) ? last : Math.nextUp((float) last);
          return result;
        };
    Relation.Finding finding = Relations.threads(nearly).trial(problem, 1, right);
    assertEquals(Verdict.PASS, finding.verdict());
    assertTrue(finding.reason().startsWith("not bit for bit: "), finding.reason());
  }

  @Test
  void a_wrong_shape_and_no_result_are_told() {
    AtomicInteger calls = new AtomicInteger();
    Engine flat =
        (problem, operands, direction) -> {
          calls.incrementAndGet();
          return Tensor.zeros(7);
        };
    try {
      named("transpose").trial(PROBLEMS.get(0), 1, flat);
    } catch (NoResultException told) {
      assertEquals(Verdict.FAIL, told.verdict());
      assertTrue(told.getMessage().contains("has shape [7]"), told.getMessage());
      assertEquals(1, calls.get());
      return;
    }
    throw new AssertionError("a wrong shape was taken");
  }

  @Test
  void none_concerns_problems_without_data() {
    for (Relation relation : Relations.all()) {
      assertFalse(relation.concerns(ConvProblem.parse("n0_c3h6w6_k4r3s3")), relation.id());
      assertFalse(relation.concerns(ConvProblem.parse("n2_c3h2w6_k4r3s3")), relation.id());
    }
  }

  @Test
  void each_has_a_name_and_a_sentence_of_its_own() {
    Set<String> names = new HashSet<>();
    for (Relation relation : Relations.all()) {
      assertTrue(names.add(relation.id()));
      assertTrue(relation.statement().endsWith("."), relation.statement());
    }
  }
}
