package org.conv4j.verify.framework;

/** Starts frameworks by id. */
@FunctionalInterface
public interface SessionSource {

  /**
   * Starts a framework and waits for its handshake.
   *
   * @param id as on the command line, for instance {@code nd4j} or {@code conv-nd4j:portable}
   * @throws FrameworkUnavailableException if it cannot be started
   * @throws org.conv4j.verify.InputException if there is no framework of that id
   */
  FrameworkSession open(String id);
}
