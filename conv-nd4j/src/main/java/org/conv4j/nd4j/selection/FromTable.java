package org.conv4j.nd4j.selection;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.algorithm.Algorithm;
import org.conv4j.nd4j.algorithm.Machine;
import org.conv4j.nd4j.algorithm.Proposal;
import org.conv4j.nd4j.selection.Choice.PassedOver;

/**
 * Chooses the first row of a table that can and should. Rows after it are asked only when somebody
 * wants to know why they were not chosen.
 */
record FromTable(ConvProblem problem, Machine machine, boolean transforms, AlgorithmTable table)
    implements Chooser {

  @Override
  public <P> Choice<P> choose(ConvDirection direction, Function<Algorithm, Proposal<P>> ask) {
    for (AlgorithmTable.Row row : table.rows()) {
      String name = row.algorithm().name();
      if (objection(row, direction).isEmpty()
          && ask.apply(row.algorithm()) instanceof Proposal.Offer<P> offer) {
        return new Choice.Chosen<>(
            name,
            "first of the table that can and should",
            new Once<>(offer.plan()),
            new Once<>(() -> passedOver(direction, ask, name)));
      }
    }
    return new Choice.Declined<>(
        "any", "no algorithm of the table takes it: " + passedOver(direction, ask, "any"));
  }

  /** Of rows after those that compute them one by one, none does it better. */
  @Override
  public <P> Optional<Choice.Chosen<P>> chooseJointly(
      Set<String> oneByOne, Function<Algorithm, Proposal<P>> ask) {
    Set<String> toCome = new HashSet<>(oneByOne);
    for (AlgorithmTable.Row row : table.rows()) {
      if (toCome.isEmpty()) {
        break;
      }
      toCome.remove(row.algorithm().name());
      if (row.worth().jointly(problem, machine)
          && ask.apply(row.algorithm()) instanceof Proposal.Offer<P> offer) {
        return Optional.of(
            new Choice.Chosen<>(
                row.algorithm().name(),
                "less work for both than one after the other",
                new Once<>(offer.plan()),
                List::of));
      }
    }
    return Optional.empty();
  }

  private <P> List<PassedOver> passedOver(
      ConvDirection direction, Function<Algorithm, Proposal<P>> ask, String chosen) {
    List<PassedOver> others = new ArrayList<>();
    for (AlgorithmTable.Row row : table.rows()) {
      String name = row.algorithm().name();
      if (name.equals(chosen)) {
        continue;
      }
      String reason =
          ask.apply(row.algorithm()) instanceof Proposal.Refusal<P> refusal
              ? "declines: " + refusal.reason()
              : objection(row, direction).orElse("comes after " + chosen);
      others.add(new PassedOver(name, reason));
    }
    return others;
  }

  private Optional<String> objection(AlgorithmTable.Row row, ConvDirection direction) {
    return row.worth().objection(problem, direction, machine, transforms);
  }
}
