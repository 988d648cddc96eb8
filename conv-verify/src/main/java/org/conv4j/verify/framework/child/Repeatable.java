package org.conv4j.verify.framework.child;

import org.conv4j.ConvDirection;
import org.conv4j.Tensor;

/** Something to be timed, in a framework's own terms; or why there is no such thing. */
public sealed interface Repeatable {

  /**
   * The framework has no call for it.
   *
   * @param reason in one sentence
   */
  record Declined(String reason) implements Repeatable {}

  /**
   * A call of the framework on operands that are ready. {@link #before}, {@link #run} and {@link
   * #discard} follow each other, again and again; only {@code run} is timed.
   */
  non-sealed interface Call extends Repeatable {

    /** What computes it, as the framework tells; null where it does not. */
    String algorithm();

    /** What a run needs and is no part of it, such as an operand that the framework overwrites. */
    default void before() {}

    /** The framework's call, or calls, that make the results: nothing else. */
    void run();

    /** A result of the last run, in the problem's layouts. */
    Tensor result(ConvDirection direction);

    /** Gives the results of the last run back. */
    void discard();
  }
}
