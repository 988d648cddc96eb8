package org.conv4j.verify.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Tier;
import org.conv4j.verify.InputException;
import org.conv4j.verify.LargestOperand;
import org.conv4j.verify.framework.Computation;

/**
 * What is timed.
 *
 * @param workloads problems in groups; the same problem may be in several
 * @param computations of each problem
 */
public record BenchPlan(List<Workload> workloads, List<Computation> computations) {

  private static final long SEED = 1;

  /** Elements of one operand: they are made, and results checked, in Java arrays. */
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Copies the lists. */
  public BenchPlan {
    workloads = List.copyOf(workloads);
    computations = List.copyOf(computations);
  }

  /**
   * The plan of a command line.
   *
   * @param suites names of suites
   * @param notations further problems, as they are
   * @param batches of the suites, each 1 or more
   * @param computations each once
   * @throws InputException in one sentence, if there is no such suite, a notation is wrong, a batch
   *     is below 1, an array would be too large, or nothing is left to do
   */
  public static BenchPlan of(
      List<String> suites,
      List<String> notations,
      List<Long> batches,
      List<Computation> computations) {
    for (long batch : batches) {
      if (batch < 1) {
        throw new InputException("batch is " + batch + ": it must be at least 1");
      }
    }
    List<Workload> workloads = new ArrayList<>();
    suites.stream()
        .distinct()
        .forEach(
            name ->
                workloads.addAll(
                    BenchSuites.workloads(name, batches.stream().distinct().toList())));
    if (!notations.isEmpty()) {
      workloads.add(
          new Workload(
              "cases",
              OptionalLong.empty(),
              notations.stream().map(BenchPlan::parse).distinct().toList()));
    }
    BenchPlan plan = new BenchPlan(workloads, computations.stream().distinct().toList());
    plan.problems()
        .forEach(each -> LargestOperand.check(each, LARGEST_ARRAY, "at most %d can be timed"));
    return plan;
  }

  private static ConvProblem parse(String notation) {
    try {
      return ConvProblem.parse(notation);
    } catch (IllegalArgumentException refused) {
      throw new InputException(refused.getMessage(), refused);
    }
  }

  /** Each problem once, in the order in which they run. */
  public List<ConvProblem> problems() {
    return workloads.stream().flatMap(workload -> workload.problems().stream()).distinct().toList();
  }

  /**
   * The directions among the computations that leave a choice: the bias gradient is a plain sum.
   */
  public List<ConvDirection> choices() {
    return computations.stream()
        .flatMap(computation -> computation.directions().stream())
        .filter(direction -> direction != ConvDirection.BIAS_GRADIENT)
        .distinct()
        .sorted()
        .toList();
  }

  /** The data that {@code problem} is timed with. */
  static ConvCase caseOf(ConvProblem problem) {
    return new ConvCase(problem, Tier.REAL, SEED);
  }

  /** Each case once, in the order in which they run. */
  List<ConvCase> cases() {
    return problems().stream().map(BenchPlan::caseOf).toList();
  }
}
