package org.conv4j.verify.vectors;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.conv4j.ConvDirection;

/** What a vector computes: the value of its key {@code op}. */
enum VectorOp {
  CONV2D("conv2d", EnumSet.of(ConvDirection.FORWARD)),
  CONV2D_BACKPROP_INPUT("conv2d_backprop_input", EnumSet.of(ConvDirection.INPUT_GRADIENT)),
  CONV2D_BACKPROP_FILTER("conv2d_backprop_filter", EnumSet.of(ConvDirection.FILTER_GRADIENT)),
  CONV2D_BACKWARD(
      "conv2d_backward",
      EnumSet.of(
          ConvDirection.INPUT_GRADIENT,
          ConvDirection.FILTER_GRADIENT,
          ConvDirection.BIAS_GRADIENT)),
  CONV2D_FORWARD_AND_BACKWARD("conv2d_forward_and_backward", EnumSet.allOf(ConvDirection.class)),
  SEPARABLE_CONV2D("separable_conv2d", EnumSet.of(ConvDirection.FORWARD));

  private final String key;
  private final Set<ConvDirection> directions;

  VectorOp(String key, Set<ConvDirection> directions) {
    this.key = key;
    this.directions = directions;
  }

  /** The name in files. */
  String key() {
    return key;
  }

  /** The directions whose results a vector may give. */
  Set<ConvDirection> directions() {
    return directions;
  }

  static Optional<VectorOp> of(String key) {
    return Arrays.stream(values()).filter(op -> op.key.equals(key)).findFirst();
  }

  static String names() {
    return Arrays.stream(values()).map(VectorOp::key).collect(Collectors.joining(", "));
  }
}
