package org.conv4j.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.conv4j.ConvProblem;
import org.conv4j.check.ConvCase;
import org.conv4j.check.ProblemGenerator;
import org.conv4j.check.Tier;

/**
 * The clauses of {@link ContractChecks} together with the problems on which they are checked.
 *
 * @param <T> the array type
 */
public final class Contract<T> {

  private static final int FEWEST = 100;
  private static final int TRIED_PER_ACCEPTED = 4;
  private static final int FEWEST_SAMPLES = 10;

  private final Subject<T> subject;
  private final ContractChecks<T> checks;
  private final ProblemGenerator generator;
  private final long seed;

  /** The contract of {@code subject}, with random problems within {@code options}. */
  public Contract(Subject<T> subject, ProblemGenerator.Options options, long seed) {
    this.subject = subject;
    this.checks = new ContractChecks<>(subject);
    this.generator = new ProblemGenerator(options);
    this.seed = seed;
  }

  /** One problem of each kind, as notations. */
  public static List<String> geometries() {
    return ContractProblems.GEOMETRIES;
  }

  /** Checks every clause, the first failure first. */
  public void holds(int randomProblems) {
    geometries().forEach(this::rightInEveryLayoutAndTier);
    onSamples(ContractChecks::backwardGivesTheSingleGradients);
    onSamples(ContractChecks::givenArraysAreOverwritten);
    onSamples(ContractChecks::operandsAreNotModified);
    onSamples(ContractChecks::resultsHaveMemoryOfTheirOwn);
    onSamples(ContractChecks::repeatedCallsGiveTheSameBits);
    onSamples(ContractChecks::imagesOfABatchAreIndependent);
    onSamples(ContractChecks::arraysThatDoNotFitAreRefused);
    onSamples(ContractChecks::aNaNReachesItsReceptiveField);
    onSamples(ContractChecks::threadsDoNotDisturbEachOther);
    rightForRandomProblems(randomProblems);
  }

  /**
   * Checks {@code geometry} in every combination of layouts, in all tiers, and in float64.
   *
   * @return how many of these problems were not declined
   */
  public int rightInEveryLayoutAndTier(String geometry) {
    List<ConvProblem> accepted =
        ContractProblems.variants(geometry).stream().filter(this::accepts).toList();
    for (ConvProblem problem : accepted) {
      for (Tier tier : Tier.values()) {
        checks.everyDirectionIsRight(new ConvCase(problem, tier, 1));
      }
    }
    return accepted.size();
  }

  /** Checks random problems in integers and reals; what fails is shrunk. */
  public void rightForRandomProblems(int count) {
    List<ConvProblem> problems = random(count);
    assertTrue(
        problems.size() >= Math.min(count, FEWEST),
        () ->
            "only %d of %d random problems are accepted"
                .formatted(problems.size(), TRIED_PER_ACCEPTED * count));
    int mistrusted = 0;
    for (int number = 0; number < problems.size(); number++) {
      for (Tier tier : List.of(Tier.INTEGER, Tier.REAL)) {
        mistrusted +=
            checks.everyDirectionIsRightOrShrunk(
                new ConvCase(problems.get(number), tier, seed + number));
      }
    }
    assertTrue(mistrusted <= 0.1 * problems.size(), mistrusted + " results are mistrusted");
  }

  /** Checks one clause on problems of every kind that is accepted, and on a few random ones. */
  public void onSamples(BiConsumer<ContractChecks<T>, ConvProblem> clause) {
    List<ConvProblem> samples =
        new ArrayList<>(ContractProblems.samples().stream().filter(this::accepts).toList());
    samples.addAll(random(FEWEST_SAMPLES));
    assertTrue(samples.size() >= FEWEST_SAMPLES, "nearly every problem is declined");
    samples.forEach(problem -> clause.accept(checks, problem));
  }

  private boolean accepts(ConvProblem problem) {
    return subject.declines(problem).isEmpty();
  }

  private List<ConvProblem> random(int count) {
    return LongStream.range(0, (long) TRIED_PER_ACCEPTED * Math.max(count, FEWEST))
        .mapToObj(number -> generator.problem(seed, number))
        .filter(this::accepts)
        .limit(count)
        .toList();
  }
}
