package org.conv4j.nd4j.normalization;

/**
 * Elements of a sequence.
 *
 * @param order the sequence
 * @param from the first element
 * @param to after the last one
 */
record Span(ElementOrder order, long from, long to) {

  long length() {
    return to - from;
  }
}
