package org.conv4j.verify;

/**
 * What the user gave cannot be used: an unreadable file, a contradiction in it, an unwritable
 * folder. The message is one sentence for the user; the command line prints it and exits with 2.
 */
public final class InputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception with its one-sentence message. */
  public InputException(String message) {
    super(message);
  }

  /** Creates the exception with its one-sentence message and what led to it. */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
