package org.conv4j.verify.framework;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.check.Operands;

/**
 * A running framework. A session outlives crashes and hangs of what it talks to: the next case
 * finds a fresh one. Not for use by several threads at once.
 */
public interface FrameworkSession extends AutoCloseable {

  /** What runs. */
  FrameworkInfo info();

  /**
   * Computes the given directions of one case.
   *
   * @return one answer for each direction asked
   */
  Map<ConvDirection, Answer> run(
      ConvProblem problem, Operands operands, Set<ConvDirection> directions);

  /** This framework as something to be timed; empty if it does not offer that. */
  default Optional<Timing> timing() {
    return Optional.empty();
  }

  /** This framework as something that executes ops of ND4J; empty if it is never asked to. */
  default Optional<Ops> ops() {
    return Optional.empty();
  }

  @Override
  void close();
}
