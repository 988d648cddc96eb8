package org.conv4j.nd4j.selection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.algorithm.Algorithm;
import org.conv4j.nd4j.algorithm.Limits;
import org.conv4j.nd4j.algorithm.Proposal;
import org.conv4j.nd4j.kernel.KernelProvider;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.selection.Choice.PassedOver;

/**
 * Chooses what is fastest here: as found before, or by timing every algorithm that can and may.
 *
 * @param otherwise chooses what is not timed: the bias gradient
 */
record FromSearch(
    ConvProblem problem,
    Limits limits,
    boolean transforms,
    AlgorithmTable table,
    Findings findings,
    Chooser otherwise)
    implements Chooser {

  @Override
  public <P> Choice<P> choose(ConvDirection direction, Function<Algorithm, Proposal<P>> ask) {
    if (direction == ConvDirection.BIAS_GRADIENT) {
      return otherwise.choose(direction, ask);
    }
    Map<String, Supplier<P>> plans = new LinkedHashMap<>();
    List<PassedOver> passedOver = new ArrayList<>();
    for (AlgorithmTable.Row row : table.rows()) {
      String name = row.algorithm().name();
      Proposal<P> proposal = ask.apply(row.algorithm());
      if (proposal instanceof Proposal.Refusal<P> refusal) {
        passedOver.add(new PassedOver(name, "declines: " + refusal.reason()));
      } else if (!row.worth().admits(transforms)) {
        passedOver.add(new PassedOver(name, "less accurate than a direct sum"));
      } else {
        plans.put(name, new Once<>(((Proposal.Offer<P>) proposal).plan()));
      }
    }
    if (plans.isEmpty()) {
      return new Choice.Declined<>("any", "no algorithm of the table takes it: " + passedOver);
    }
    Optional<String> known =
        findings.fastest(problem, direction, machine()).filter(plans::containsKey);
    String fastest = known.orElseGet(() -> search(direction, plans));
    for (String name : plans.keySet()) {
      if (!name.equals(fastest)) {
        passedOver.add(new PassedOver(name, "slower than " + fastest + " when they were timed"));
      }
    }
    String reason = "fastest of those timed, says " + findings.file();
    return new Choice.Chosen<>(fastest, reason, plans.get(fastest), () -> passedOver);
  }

  /** The fastest of both, if it is the same, may know how to compute them together. */
  @Override
  public <P> Optional<Choice.Chosen<P>> chooseJointly(
      Set<String> oneByOne, Function<Algorithm, Proposal<P>> ask) {
    return otherwise
        .chooseJointly(oneByOne, ask)
        .filter(joint -> oneByOne.equals(Set.of(joint.algorithm())));
  }

  private <P> String search(ConvDirection direction, Map<String, Supplier<P>> plans) {
    String fastest = null;
    double least = Double.POSITIVE_INFINITY;
    try (PlanTimer timer = new PlanTimer(problem, direction)) {
      for (Map.Entry<String, Supplier<P>> plan : plans.entrySet()) {
        double millis = timer.millis(plan.getValue().get());
        if (millis < least) {
          least = millis;
          fastest = plan.getKey();
        }
      }
    }
    findings.add(problem, direction, machine(), fastest, least);
    return fastest;
  }

  /** Everything that makes the same algorithm faster or slower, or another one admitted. */
  private String machine() {
    return "%s, %d threads, %s, %s, workspace %d, transforms %s"
        .formatted(
            System.getProperty("os.arch"),
            Workers.shared().threads(),
            KernelProvider.kernels().description(),
            limits.machine().oneDnn() ? "oneDNN" : "no oneDNN",
            limits.workspaceBytes(),
            transforms ? "allowed" : "not allowed");
  }
}
