package org.conv4j.verify.relation;

import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;

/** Whoever computes convolutions. */
@FunctionalInterface
public interface Engine {

  /**
   * One result, in the problem's layouts.
   *
   * @throws NoResultException if there is none
   */
  Tensor compute(ConvProblem problem, Operands operands, ConvDirection direction);
}
