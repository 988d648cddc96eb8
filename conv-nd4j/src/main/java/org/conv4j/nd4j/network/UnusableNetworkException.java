package org.conv4j.nd4j.network;

/** A file holds no network that can be used, or an input does not fit it; why, in one sentence. */
public final class UnusableNetworkException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The message is one sentence for the user, without a full stop. */
  public UnusableNetworkException(String message) {
    super(message);
  }

  /** The message is one sentence for the user, without a full stop. */
  public UnusableNetworkException(String message, Throwable cause) {
    super(message, cause);
  }
}
