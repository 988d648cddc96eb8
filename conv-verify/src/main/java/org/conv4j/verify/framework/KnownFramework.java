package org.conv4j.verify.framework;

import java.util.Optional;

/**
 * A framework that runs in a child JVM.
 *
 * @param id its name on the command line and in reports
 * @param summary one line for people
 * @param mainClass of the child
 * @param libraries that it needs besides our own; empty if it needs none
 * @param nd4j what it does with ND4J
 */
record KnownFramework(
    String id, String summary, String mainClass, Optional<Libraries> libraries, Nd4j nd4j) {

  /** What a framework does with ND4J, and what follows for its class path and its handshake. */
  enum Nd4j {
    /** Nothing. */
    NONE,
    /** Uses it as released: conv-nd4j is not on the class path, the handshake must prove it. */
    STOCK,
    /** Runs conv-nd4j on it. */
    CONV_ND4J,
    /**
     * Uses it as released, with conv-nd4j on the class path: the handshake must prove its doors.
     */
    CONV_ND4J_DOORS;

    /** Whether conv-nd4j is on the class path. */
    boolean withConvNd4j() {
      return this == CONV_ND4J || this == CONV_ND4J_DOORS;
    }
  }

  /** Whether {@code id:ALGORITHM} forces an algorithm. */
  boolean takesAlgorithm() {
    return nd4j == Nd4j.CONV_ND4J;
  }
}
