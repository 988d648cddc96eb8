package org.conv4j.verify.framework;

import org.conv4j.ConvProblem;

/** A framework gave no result where one was needed. The message is one sentence for the user. */
public final class NoAnswerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param framework id of the framework
   * @param problem what it was asked
   * @param answer what it said instead of a result
   */
  public NoAnswerException(String framework, ConvProblem problem, Answer answer) {
    super(framework + " gave no result for " + problem + ": " + Answer.explain(answer));
  }
}
