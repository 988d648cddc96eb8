package org.conv4j;

/** The four computations of a convolution. */
public enum ConvDirection {
  /** Output from input, filter and bias. */
  FORWARD("forward", Operand.OUTPUT),
  /** Gradient with respect to the input, from filter and output gradient. */
  INPUT_GRADIENT("input-gradient", Operand.INPUT_GRADIENT),
  /** Gradient with respect to the filter, from input and output gradient. */
  FILTER_GRADIENT("filter-gradient", Operand.FILTER_GRADIENT),
  /** Gradient with respect to the bias, from the output gradient. */
  BIAS_GRADIENT("bias-gradient", Operand.BIAS_GRADIENT);

  private final String id;
  private final Operand result;

  ConvDirection(String id, Operand result) {
    this.id = id;
    this.result = result;
  }

  /** The name in files and on the command line, for instance {@code input-gradient}. */
  public String id() {
    return id;
  }

  /** The operand that this direction computes. */
  public Operand result() {
    return result;
  }

  /**
   * The direction of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static ConvDirection ofId(String id) {
    for (ConvDirection direction : values()) {
      if (direction.id.equals(id)) {
        return direction;
      }
    }
    throw new IllegalArgumentException(
        "unknown direction '"
            + id
            + "': expected forward, input-gradient, filter-gradient or bias-gradient");
  }
}
