package org.conv4j.nd4j.selection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.algorithm.Algorithm;
import org.conv4j.nd4j.algorithm.Proposal;
import org.conv4j.nd4j.selection.Choice.PassedOver;

/** Chooses the first row of a table that can and should. */
record FromTable(ConvProblem problem, boolean transforms, AlgorithmTable table) implements Chooser {

  @Override
  public <P> Choice<P> choose(ConvDirection direction, Function<Algorithm, Proposal<P>> ask) {
    List<PassedOver> passedOver = new ArrayList<>();
    String chosen = null;
    Supplier<P> plan = null;
    for (AlgorithmTable.Row row : table.rows()) {
      String name = row.algorithm().name();
      Proposal<P> proposal = ask.apply(row.algorithm());
      if (proposal instanceof Proposal.Refusal<P> refusal) {
        passedOver.add(new PassedOver(name, "declines: " + refusal.reason()));
        continue;
      }
      Optional<String> objection = row.worth().objection(problem, direction, transforms);
      if (objection.isPresent()) {
        passedOver.add(new PassedOver(name, objection.get()));
      } else if (chosen != null) {
        passedOver.add(new PassedOver(name, "comes after " + chosen));
      } else {
        chosen = name;
        plan = ((Proposal.Offer<P>) proposal).plan();
      }
    }
    if (chosen == null) {
      return new Choice.Declined<>("any", "no algorithm of the table takes it: " + passedOver);
    }
    return new Choice.Chosen<>(
        chosen, "first of the table that can and should", new Once<>(plan), passedOver);
  }
}
