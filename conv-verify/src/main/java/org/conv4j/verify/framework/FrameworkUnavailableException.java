package org.conv4j.verify.framework;

/**
 * A framework that is known but cannot be used: its class path cannot be had, its process does not
 * start, or it is not what its id promises. The message is one sentence for the user.
 */
public final class FrameworkUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Without a cause worth a stack trace. */
  public FrameworkUnavailableException(String message) {
    super(message);
  }

  /** With its cause. */
  public FrameworkUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
