package org.conv4j.verify.framework;

import java.util.List;
import java.util.function.UnaryOperator;

/** Starts frameworks by id. */
public interface SessionSource {

  /** The ids of all there are, in the order of reports. */
  List<String> ids();

  /**
   * Refuses what {@link #open} would refuse as no framework at all; cheap.
   *
   * @param id as on the command line, for instance {@code nd4j} or {@code conv-nd4j:portable}
   * @throws org.conv4j.verify.InputException if there is no framework of that id
   */
  void check(String id);

  /**
   * Starts a framework and waits for its handshake.
   *
   * @param id as in {@link #check}
   * @throws FrameworkUnavailableException if it cannot be started
   * @throws org.conv4j.verify.InputException if there is no framework of that id
   */
  FrameworkSession open(String id);

  /** The same frameworks, started with other options; those that have no options as they are. */
  SessionSource with(UnaryOperator<FrameworkOptions> change);
}
