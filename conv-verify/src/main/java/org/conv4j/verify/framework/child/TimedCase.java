package org.conv4j.verify.framework.child;

import org.conv4j.verify.framework.Computation;

/** One case in a framework's own arrays, to be computed again and again. */
public interface TimedCase extends AutoCloseable {

  /**
   * The framework's call for a computation, on the operands as they are ready. What computes more
   * than was asked, or needs work between the framework's calls that a user of it would not do, is
   * declined.
   */
  default Repeatable repeatable(Computation computation) {
    return new Repeatable.Declined("the adapter of this framework has nothing to time");
  }

  /** Gives the arrays back. */
  @Override
  void close();
}
