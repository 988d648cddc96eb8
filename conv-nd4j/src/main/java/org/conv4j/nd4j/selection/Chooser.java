package org.conv4j.nd4j.selection;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.conv4j.ConvDirection;
import org.conv4j.nd4j.algorithm.Algorithm;
import org.conv4j.nd4j.algorithm.Proposal;

/** A way to choose, the same for every direction. */
interface Chooser {

  /**
   * The choice for {@code direction}.
   *
   * @param ask asks an algorithm for its proposal for that direction
   */
  <P> Choice<P> choose(ConvDirection direction, Function<Algorithm, Proposal<P>> ask);

  /**
   * What computes both gradients together; empty where they are better computed one by one.
   *
   * @param oneByOne the algorithms that compute them one by one
   * @param ask asks an algorithm for its proposal
   */
  <P> Optional<Choice.Chosen<P>> chooseJointly(
      Set<String> oneByOne, Function<Algorithm, Proposal<P>> ask);
}
