package org.conv4j.verify.model;

import java.util.Optional;

/**
 * What stands for a layer that DL4J does not compute as one plain convolution. Frameworks are given
 * convolutions, not layers: it must be told which, or a verdict says less than it seems to.
 */
final class JudgedAs {

  private static final String ONE_DIMENSIONAL = "Convolution1D";

  private JudgedAs() {}

  /** A sentence on {@code event}; the same for all parts of a layer; empty where none is needed. */
  static Optional<String> of(ModelEvent event) {
    if (event instanceof ModelEvent.Op op) {
      return Optional.of(
          "%s (%s) is judged as a whole, too: %s has output and gradients of ND4J's op."
              .formatted(op.layer(), op.type(), op.name()));
    }
    return event instanceof ModelEvent.Convolution convolution
        ? what(convolution)
            .map(
                what ->
                    "%s (%s) is judged as %s."
                        .formatted(convolution.layer(), convolution.type(), what))
        : Optional.empty();
  }

  private static Optional<String> what(ModelEvent.Convolution convolution) {
    String layer = convolution.layer();
    if (convolution.part() == null) {
      return convolution.type().startsWith(ONE_DIMENSIONAL)
          ? Optional.of("a convolution of height 1")
          : Optional.empty();
    }
    return Optional.of(
        switch (convolution.part()) {
          case "transposed" ->
              "the convolution that leads the other way, %s.transposed: the input gradient of that is the layer's output without its bias, and its output the layer's input gradient"
                  .formatted(layer);
          default ->
              "the two convolutions in it, %1$s.depthwise and %1$s.pointwise, each on what it is given by the other"
                  .formatted(layer);
        });
  }
}
