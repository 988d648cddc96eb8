package org.conv4j.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.conv4j.ConvProblem;
import org.conv4j.check.ConvCase;
import org.conv4j.check.ProblemGenerator;
import org.conv4j.check.Tier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every implementation of {@link org.conv4j.Convolution} must do. A subclass says how to talk
 * to it; what it declines is left out, but an implementation that declines nearly everything does
 * not pass: {@link #options()} must then aim at what it accepts.
 *
 * @param <T> the array type
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class ConvolutionContract<T> implements Subject<T> {

  private static final int RANDOM = 1000;
  private static final int FEWEST = 100;
  private static final int MOST_TRIED = 4 * RANDOM;

  private final ContractChecks<T> checks = new ContractChecks<>(this);

  /** What random problems are like. */
  protected ProblemGenerator.Options options() {
    return ProblemGenerator.Options.standard();
  }

  /** Seed of the random problems. */
  protected long seed() {
    return 2026;
  }

  static List<String> geometries() {
    return ContractProblems.GEOMETRIES;
  }

  @ParameterizedTest
  @MethodSource("geometries")
  void is_right_in_every_layout_tier_and_direction(String geometry) {
    List<ConvProblem> accepted =
        ContractProblems.variants(geometry).stream().filter(this::accepts).toList();
    Assumptions.assumeFalse(accepted.isEmpty(), "declined in every layout");
    for (ConvProblem problem : accepted) {
      for (Tier tier : Tier.values()) {
        checks.everyDirectionIsRight(new ConvCase(problem, tier, 1));
      }
    }
  }

  @Test
  void is_right_for_a_thousand_random_problems() {
    List<ConvProblem> problems = random(RANDOM);
    assertTrue(
        problems.size() >= FEWEST,
        () -> "only " + problems.size() + " of " + MOST_TRIED + " random problems are accepted");
    int results = 0;
    int mistrusted = 0;
    for (int number = 0; number < problems.size(); number++) {
      for (Tier tier : List.of(Tier.INTEGER, Tier.REAL)) {
        mistrusted +=
            checks.everyDirectionIsRightOrShrunk(
                new ConvCase(problems.get(number), tier, seed() + number));
        results += 4;
      }
    }
    assertTrue(mistrusted < 0.02 * results, mistrusted + " mistrusted of about " + results);
  }

  @Test
  void backward_gives_the_single_gradients() {
    samples().forEach(checks::backwardGivesTheSingleGradients);
  }

  @Test
  void arrays_given_for_results_are_overwritten() {
    samples().forEach(checks::givenArraysAreOverwritten);
  }

  @Test
  void operands_are_not_modified() {
    samples().forEach(checks::operandsAreNotModified);
  }

  @Test
  void results_have_memory_of_their_own() {
    samples().forEach(checks::resultsHaveMemoryOfTheirOwn);
  }

  @Test
  void repeated_calls_give_the_same_bits() {
    samples().forEach(checks::repeatedCallsGiveTheSameBits);
  }

  @Test
  void threads_do_not_disturb_each_other() throws Exception {
    for (ConvProblem problem : samples()) {
      checks.threadsDoNotDisturbEachOther(problem);
    }
  }

  @Test
  void images_of_a_batch_are_independent() {
    samples().forEach(checks::imagesOfABatchAreIndependent);
  }

  @Test
  void arrays_that_do_not_fit_are_refused_by_name_and_number() {
    samples().forEach(checks::arraysThatDoNotFitAreRefused);
  }

  @Test
  void a_nan_reaches_its_receptive_field_and_no_more() {
    samples().forEach(checks::aNaNReachesItsReceptiveField);
  }

  private boolean accepts(ConvProblem problem) {
    return declines(problem).isEmpty();
  }

  private List<ConvProblem> random(int atMost) {
    ProblemGenerator generator = new ProblemGenerator(options());
    return LongStream.range(0, MOST_TRIED)
        .mapToObj(number -> generator.problem(seed(), number))
        .filter(this::accepts)
        .limit(atMost)
        .toList();
  }

  /** Problems of every kind that is accepted, and a few random ones. */
  private List<ConvProblem> samples() {
    List<ConvProblem> samples =
        new ArrayList<>(
            Stream.concat(
                    ContractProblems.samples().stream().filter(this::accepts), random(10).stream())
                .toList());
    assertTrue(samples.size() >= 10, "nearly every problem is declined");
    return samples;
  }
}
