package org.conv4j.verify.framework.child;

/** The framework has no algorithm of the name that was to be forced. */
public final class UnknownAlgorithmException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** The message lists the names that there are. */
  public UnknownAlgorithmException(String message) {
    super(message);
  }
}
