package org.conv4j.nd4j;

import org.conv4j.ConvDirection;

/** The algorithm that the caller insisted on does not compute that direction of that problem. */
public final class AlgorithmDeclinedException extends UnsupportedOperationException {

  private static final long serialVersionUID = 1L;

  private final String algorithm;
  private final transient ConvDirection direction;
  private final String reason;

  AlgorithmDeclinedException(String algorithm, ConvDirection direction, String reason) {
    super("algorithm '" + algorithm + "' declines " + direction.id() + ": " + reason);
    this.algorithm = algorithm;
    this.direction = direction;
    this.reason = reason;
  }

  /** The name of the algorithm. */
  public String algorithm() {
    return algorithm;
  }

  /** What it was asked to compute. */
  public ConvDirection direction() {
    return direction;
  }

  /** Why it declines, in words. */
  public String reason() {
    return reason;
  }
}
