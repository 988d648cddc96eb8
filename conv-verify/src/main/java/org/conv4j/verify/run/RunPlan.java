package org.conv4j.verify.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.conv4j.ConvDirection;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Directions;
import org.conv4j.verify.InputException;
import org.conv4j.verify.LargestOperand;

/**
 * What a report run is going to do.
 *
 * @param suite names of the suites, comma-separated, for the report's header
 * @param seed of generated cases and data
 * @param cases in order; no case twice
 * @param frameworks ids, in the order of the report's columns; none twice
 * @param framed cases of which the report shows the padded output gradient
 * @param relations tried after the cases, on every framework
 * @param reducing whether failing results are reduced to the smallest case that fails
 */
public record RunPlan(
    String suite,
    long seed,
    List<PlannedCase> cases,
    List<String> frameworks,
    Set<ConvCase> framed,
    List<PlannedRelation> relations,
    boolean reducing) {

  /** Elements of one operand: 2 GiB of float64. */
  private static final long LARGEST_ARRAY = 1L << 28;

  /** Copies the lists. */
  public RunPlan {
    cases = List.copyOf(cases);
    frameworks = List.copyOf(new LinkedHashSet<>(frameworks));
    framed = Set.copyOf(framed);
    relations = List.copyOf(relations);
  }

  /**
   * A plan of those of {@code directions} that each case has.
   *
   * @throws InputException if no result would come of it
   */
  public static RunPlan of(
      String suite,
      long seed,
      Collection<ConvCase> cases,
      Set<ConvDirection> directions,
      List<String> frameworks) {
    List<PlannedCase> planned = new ArrayList<>();
    for (ConvCase each : new LinkedHashSet<>(cases)) {
      List<ConvDirection> chosen =
          Directions.of(each.problem()).stream().filter(directions::contains).toList();
      if (!chosen.isEmpty()) {
        LargestOperand.check(each.problem(), LARGEST_ARRAY, "the reference takes at most %d");
        planned.add(new PlannedCase(each, chosen));
      }
    }
    if (planned.isEmpty()) {
      throw new InputException(
          cases.isEmpty()
              ? "nothing to do: the selection has no case"
              : "nothing to do: bias-gradient is asked for, and no case has a bias");
    }
    return new RunPlan(suite, seed, planned, frameworks, Set.of(), List.of(), false);
  }

  /** This plan, showing the padded output gradient of those cases. */
  public RunPlan framing(Set<ConvCase> shown) {
    return new RunPlan(suite, seed, cases, frameworks, shown, relations, reducing);
  }

  /** This plan, trying those relations. */
  public RunPlan relating(List<PlannedRelation> tried) {
    return new RunPlan(suite, seed, cases, frameworks, framed, tried, reducing);
  }

  /** This plan, reducing failing results. */
  public RunPlan reduced() {
    return new RunPlan(suite, seed, cases, frameworks, framed, relations, true);
  }

  /** The number of results that the run will write. */
  public long planned() {
    return cases.stream().mapToLong(each -> each.directions().size()).sum() * frameworks.size();
  }
}
