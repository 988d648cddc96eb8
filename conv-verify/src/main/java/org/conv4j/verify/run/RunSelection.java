package org.conv4j.verify.run;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.conv4j.ConvDirection;
import org.conv4j.ElementType;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Tier;
import org.conv4j.verify.InputException;
import org.conv4j.verify.cases.Suite;
import org.conv4j.verify.cases.Suites;

/**
 * Which cases a user wants, as the command line says it.
 *
 * @param suites names of suites; empty when cases are named, or for the default suite
 * @param cases notations or whole case ids; empty when suites are meant
 * @param tier the only tier; empty for those that the suites have
 * @param directions the only directions; empty for all
 * @param seed of generated cases and data; empty for {@link #DEFAULT_SEED}
 * @param count number of random cases; empty for {@link #DEFAULT_COUNT}
 * @param relations which relations between results are tried; empty for few in the default suite
 *     and in {@code full}, all in {@code relations}, none elsewhere or where only some tier or
 *     direction is wanted
 * @param reducing whether failing results are reduced to the smallest case that fails; those of
 *     {@code random} and {@code full} are anyway
 */
public record RunSelection(
    List<String> suites,
    List<String> cases,
    Optional<Tier> tier,
    Set<ConvDirection> directions,
    Optional<Long> seed,
    Optional<Integer> count,
    Optional<RelationChoice> relations,
    boolean reducing) {

  /** The seed where none is given. */
  public static final long DEFAULT_SEED = 1;

  /** The number of random cases where none is given. */
  public static final int DEFAULT_COUNT = 100;

  private static final String RANDOM = "random";
  private static final String FULL = "full";

  /** The original system's suite: its report shows the padded output gradient. */
  private static final String SEED_SUITE = "seed";

  /** What the header calls a report of named cases. */
  private static final String NAMED_CASES = "cases";

  /**
   * The plan that comes of it.
   *
   * @throws InputException if a name is unknown, a notation is no problem, or two wishes contradict
   *     each other
   */
  public RunPlan plan(List<String> frameworks) {
    if (count.isPresent() && !suites.contains(RANDOM)) {
      throw new InputException("--cases is the number of random cases: it needs --suite " + RANDOM);
    }
    if (!cases.isEmpty() && !suites.isEmpty()) {
      throw new InputException("--case and --suite exclude each other");
    }
    RunPlan plan = cases.isEmpty() ? suitesPlan(frameworks) : casesPlan(frameworks);
    RunPlan related = plan.relating(related(plan));
    return reducing || suites.contains(RANDOM) || suites.contains(FULL)
        ? related.reduced()
        : related;
  }

  private List<PlannedRelation> related(RunPlan plan) {
    return switch (relations.orElse(usualRelations())) {
      case NONE -> List.of();
      case FEW -> PlannedRelation.few(suite(Suites.RELATIONS).cases());
      case ALL -> PlannedRelation.all(plan.cases().stream().map(PlannedCase::convCase).toList());
    };
  }

  private RelationChoice usualRelations() {
    if (!cases.isEmpty() || tier.isPresent() || !directions.isEmpty()) {
      return RelationChoice.NONE;
    }
    if (suites.contains(Suites.RELATIONS)) {
      return RelationChoice.ALL;
    }
    return suites.isEmpty() || suites.contains(Suites.DEFAULT) || suites.contains(FULL)
        ? RelationChoice.FEW
        : RelationChoice.NONE;
  }

  private RunPlan suitesPlan(List<String> frameworks) {
    List<String> names = suites.isEmpty() ? List.of(Suites.DEFAULT) : suites;
    List<ConvCase> chosen = new ArrayList<>();
    for (String name : new LinkedHashSet<>(names)) {
      chosen.addAll(suite(name).cases());
    }
    RunPlan plan =
        RunPlan.of(String.join(",", names), seedOrDefault(), chosen, wanted(), frameworks);
    return names.contains(SEED_SUITE)
        ? plan.framing(
            suite(SEED_SUITE).cases().stream()
                .filter(each -> each.tier() == Tier.INTEGER)
                .filter(each -> each.problem().elementType() == ElementType.FLOAT64)
                .collect(Collectors.toSet()))
        : plan;
  }

  private Suite suite(String name) {
    try {
      Suite suite = Suites.named(name, seedOrDefault(), count.orElse(DEFAULT_COUNT));
      return tier.map(suite::inTier).orElse(suite);
    } catch (IllegalArgumentException unknown) {
      throw new InputException(unknown.getMessage(), unknown);
    }
  }

  private RunPlan casesPlan(List<String> frameworks) {
    List<ConvCase> chosen = cases.stream().flatMap(text -> named(text).stream()).toList();
    long headerSeed = seed.orElse(chosen.get(0).seed());
    return RunPlan.of(NAMED_CASES, headerSeed, chosen, wanted(), frameworks);
  }

  /** A whole id names one case; a notation alone one in each of the tiers wanted. */
  private List<ConvCase> named(String text) {
    ConvCase named;
    try {
      named = ConvCase.parse(text);
    } catch (IllegalArgumentException noCase) {
      throw new InputException(noCase.getMessage(), noCase);
    }
    long parts = text.chars().filter(c -> c == '/').count();
    if (parts >= 1 && tier.filter(wanted -> wanted != named.tier()).isPresent()) {
      throw new InputException(
          "'%s' is in the %s tier, and --tier says %s"
              .formatted(text, named.tier().id(), tier.get().id()));
    }
    if (parts == 2 && seed.filter(wanted -> wanted != named.seed()).isPresent()) {
      throw new InputException(
          "'%s' has seed %d, and --seed says %d".formatted(text, named.seed(), seed.get()));
    }
    long caseSeed = parts == 2 ? named.seed() : seedOrDefault();
    List<Tier> tiers =
        parts >= 1
            ? List.of(named.tier())
            : tier.map(List::of).orElse(List.of(Tier.INTEGER, Tier.REAL));
    return tiers.stream().map(each -> new ConvCase(named.problem(), each, caseSeed)).toList();
  }

  private Set<ConvDirection> wanted() {
    return directions.isEmpty() ? EnumSet.allOf(ConvDirection.class) : directions;
  }

  private long seedOrDefault() {
    return seed.orElse(DEFAULT_SEED);
  }
}
