package org.conv4j.verify.cases;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.FilterLayout;
import org.conv4j.TensorLayout;
import org.conv4j.check.ConvCase;
import org.conv4j.check.ProblemGenerator;
import org.conv4j.check.Tier;

/**
 * Everything: the small problems that have a name, in integers and in real numbers; each of them
 * once more, by turns in another layout, element type and tier; and random problems, by turns in
 * all tiers, to make up the number.
 */
final class FullSuite {

  static final int CASES = 5_000;

  /** Every so many of the varied problems is in float64. */
  private static final int FLOAT64 = 5;

  /** Sizes of zero have a suite of their own, and some frameworks die of them. */
  private static final double DEGENERATE = 0.02;

  private static final int LAYOUTS = TensorLayout.values().length * FilterLayout.values().length;

  private static final List<Tier> TIERS = List.of(Tier.SPECIAL, Tier.INTEGER, Tier.REAL);

  private FullSuite() {}

  static Suite of(long seed) {
    Set<ConvCase> cases = new LinkedHashSet<>();
    for (String name : Suites.FILES) {
      cases.addAll(SuiteFile.read(name, seed).cases());
    }
    List<ConvProblem> named = cases.stream().map(ConvCase::problem).distinct().toList();
    for (int number = 0; number < named.size(); number++) {
      cases.add(new ConvCase(varied(named.get(number), number), tier(number / LAYOUTS), seed));
    }
    ProblemGenerator generator =
        new ProblemGenerator(ProblemGenerator.Options.standard().shares(DEGENERATE, 0.1));
    for (int number = 0; cases.size() < CASES; number++) {
      cases.add(new ConvCase(generator.problem(seed, number), tier(number), seed + number));
    }
    return new Suite(
        "full",
        "All small problems of the other suites, again in other layouts, types and tiers, and"
            + " random ones: 5,000 cases.",
        new ArrayList<>(cases));
  }

  private static Tier tier(int number) {
    return TIERS.get(number % TIERS.size());
  }

  private static ConvProblem varied(ConvProblem problem, int number) {
    FilterLayout[] filterLayouts = FilterLayout.values();
    int turn = number % LAYOUTS;
    return problem.toBuilder()
        .layout(TensorLayout.values()[turn / filterLayouts.length])
        .filterLayout(filterLayouts[turn % filterLayouts.length])
        .elementType(number % FLOAT64 == 0 ? ElementType.FLOAT64 : ElementType.FLOAT32)
        .build();
  }
}
