package org.conv4j.verify.framework.child;

import org.conv4j.ConvProblem;
import org.conv4j.check.Operands;
import org.conv4j.verify.process.Reply;

/**
 * Puts cases to one framework in its own terms. An adapter translates; it never corrects: whatever
 * the framework answers is passed on.
 */
public interface Adapter {

  /** What runs. */
  Reply.Hello describe();

  /**
   * Makes a case ready: chooses how the framework expresses it and converts the operands.
   *
   * @return a case that declines with its reason where the framework cannot express the problem
   */
  PreparedCase prepare(ConvProblem problem, Operands operands);
}
