package org.conv4j;

/**
 * Sizes that do not make a convolution, or an array that does not fit its problem. The message
 * names the operand, the numbers and the rule that failed.
 */
public final class ConvShapeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception with its one-sentence message. */
  public ConvShapeException(String message) {
    super(message);
  }
}
