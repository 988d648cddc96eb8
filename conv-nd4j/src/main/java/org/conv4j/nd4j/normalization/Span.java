package org.conv4j.nd4j.normalization;

/**
 * Elements of a sequence.
 *
 * @param order the sequence
 * @param from the first element
 * @param to after the last one
 */
record Span(ElementOrder order, long from, long to) {

  /** One channel, in all images. */
  static Span ofChannel(BatchShape shape, int channel) {
    return new Span(ElementOrder.ofChannel(shape, channel), 0, shape.elementsPerChannel());
  }

  /** One channel of one image, {@code plane} counting them as they lie. */
  static Span ofPlane(BatchShape shape, long plane) {
    long first = plane * shape.pixels();
    return new Span(ElementOrder.asTheyLie(shape), first, first + shape.pixels());
  }

  long length() {
    return to - from;
  }
}
