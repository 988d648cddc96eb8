package org.conv4j.verify.relation;

import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.check.Verdict;

/** An engine gave no result, so that nothing can be said of a relation. */
public final class NoResultException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient ConvProblem problem;
  private final ConvDirection direction;
  private final Verdict verdict;

  /**
   * No result.
   *
   * @param problem that was put to the engine
   * @param direction that was asked for
   * @param verdict what that comes to
   * @param reason in one sentence
   */
  public NoResultException(
      ConvProblem problem, ConvDirection direction, Verdict verdict, String reason) {
    super(reason);
    this.problem = problem;
    this.direction = direction;
    this.verdict = verdict;
  }

  /** That was put to the engine. */
  public ConvProblem problem() {
    return problem;
  }

  /** That was asked for. */
  public ConvDirection direction() {
    return direction;
  }

  /** What it comes to. */
  public Verdict verdict() {
    return verdict;
  }
}
