package org.conv4j.nd4j.selection;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.conv4j.ConvDirection;
import org.conv4j.nd4j.algorithm.Algorithm;
import org.conv4j.nd4j.algorithm.Proposal;

/** Takes one algorithm or none, except for the bias gradient, which anybody may add up. */
record Insistence(Algorithm algorithm, Chooser otherwise) implements Chooser {

  @Override
  public <P> Choice<P> choose(ConvDirection direction, Function<Algorithm, Proposal<P>> ask) {
    Proposal<P> proposal = ask.apply(algorithm);
    if (proposal instanceof Proposal.Offer<P> offer) {
      return new Choice.Chosen<>(
          algorithm.name(), "the only candidate", new Once<>(offer.plan()), List::of);
    }
    if (direction == ConvDirection.BIAS_GRADIENT) {
      return otherwise.choose(direction, ask);
    }
    return new Choice.Declined<>(algorithm.name(), ((Proposal.Refusal<P>) proposal).reason());
  }

  @Override
  public <P> Optional<Choice.Chosen<P>> chooseJointly(
      Set<String> oneByOne, Function<Algorithm, Proposal<P>> ask) {
    return ask.apply(algorithm) instanceof Proposal.Offer<P> offer
        ? Optional.of(
            new Choice.Chosen<>(
                algorithm.name(), "the only candidate", new Once<>(offer.plan()), List::of))
        : Optional.empty();
  }
}
