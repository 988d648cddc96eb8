package org.conv4j.contract;

import java.util.List;
import org.conv4j.check.ProblemGenerator;
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

  /** What random problems are like. */
  protected ProblemGenerator.Options options() {
    return ProblemGenerator.Options.standard();
  }

  /** How many random problems. */
  protected int randomProblems() {
    return 1000;
  }

  /** Seed of the random problems. */
  protected long seed() {
    return 2026;
  }

  private Contract<T> contract() {
    return new Contract<>(this, options(), seed());
  }

  static List<String> geometries() {
    return Contract.geometries();
  }

  @ParameterizedTest
  @MethodSource("geometries")
  void is_right_in_every_layout_tier_and_direction(String geometry) {
    int accepted = contract().rightInEveryLayoutAndTier(geometry);
    Assumptions.assumeTrue(accepted > 0, "declined in every layout");
  }

  @Test
  void is_right_for_random_problems() {
    contract().rightForRandomProblems(randomProblems());
  }

  @Test
  void backward_gives_the_single_gradients() {
    contract().onSamples(ContractChecks::backwardGivesTheSingleGradients);
  }

  @Test
  void arrays_given_for_results_are_overwritten() {
    contract().onSamples(ContractChecks::givenArraysAreOverwritten);
  }

  @Test
  void operands_are_not_modified() {
    contract().onSamples(ContractChecks::operandsAreNotModified);
  }

  @Test
  void results_have_memory_of_their_own() {
    contract().onSamples(ContractChecks::resultsHaveMemoryOfTheirOwn);
  }

  @Test
  void repeated_calls_give_the_same_bits() {
    contract().onSamples(ContractChecks::repeatedCallsGiveTheSameBits);
  }

  @Test
  void threads_do_not_disturb_each_other() {
    contract().onSamples(ContractChecks::threadsDoNotDisturbEachOther);
  }

  @Test
  void images_of_a_batch_are_independent() {
    contract().onSamples(ContractChecks::imagesOfABatchAreIndependent);
  }

  @Test
  void arrays_that_do_not_fit_are_refused_by_name_and_number() {
    contract().onSamples(ContractChecks::arraysThatDoNotFitAreRefused);
  }

  @Test
  void a_nan_reaches_its_receptive_field_and_no_more() {
    contract().onSamples(ContractChecks::aNaNReachesItsReceptiveField);
  }
}
