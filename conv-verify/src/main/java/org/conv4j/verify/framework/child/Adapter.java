package org.conv4j.verify.framework.child;

import java.nio.file.Path;
import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.check.Operands;
import org.conv4j.verify.process.Reply;
import org.conv4j.verify.process.Request;

/**
 * Puts cases to one framework in its own terms. An adapter translates; it never corrects: whatever
 * the framework answers is passed on.
 */
public interface Adapter {

  /** What runs; {@code libraries} is left null. */
  Reply.Hello describe();

  /** The files of the native libraries that are loaded. */
  List<Path> libraries();

  /**
   * Makes a case ready: chooses how the framework expresses it and converts the operands.
   *
   * @return a case that declines with its reason where the framework cannot express the problem
   */
  PreparedCase prepare(ConvProblem problem, Operands operands);

  /**
   * Makes a case ready to be timed: as {@link #prepare}, but in the framework's best setting and
   * without keeping {@code operands}.
   *
   * @return a case that declines with its reason where the framework cannot express the problem
   */
  default TimedCase prepareTimed(ConvProblem problem, Operands operands) {
    return prepare(problem, operands);
  }

  /**
   * Executes an op of ND4J.
   *
   * @return {@link Reply.Executed}, or {@link Reply.Declined} where there is no ND4J
   */
  default Reply execute(Request.Op request) {
    return new Reply.Declined(request.id(), null, "it has no ops of ND4J");
  }

  /**
   * Multiplies square matrices of float32 by the BLAS that the framework brings, with all threads.
   *
   * @param size rows and columns
   * @param repetitions how many are timed; one before them is not
   * @return milliseconds, one number for each; none if the framework brings no BLAS that it lends
   */
  default double[] gemm(int size, int repetitions) {
    return new double[0];
  }
}
