package org.conv4j.nd4j.normalization;

/**
 * A sequence of elements, as runs that lie side by side in memory.
 *
 * @param first position of the first element
 * @param run elements side by side
 * @param step from the beginning of a run to that of the next
 */
record ElementOrder(long first, long run, long step) {

  /** The elements of one channel, image by image. */
  static ElementOrder ofChannel(BatchShape shape, int channel) {
    return new ElementOrder(
        channel * shape.pixels(), shape.pixels(), shape.channels() * shape.pixels());
  }

  /** All elements as they lie. */
  static ElementOrder asTheyLie(BatchShape shape) {
    return new ElementOrder(0, shape.elements(), shape.elements());
  }

  /** Where an element lies. */
  long position(long element) {
    return first + element / run * step + element % run;
  }

  /** How many of {@code count} elements, {@code element} the first, lie side by side. */
  int sideBySide(long element, int count) {
    return (int) Math.min(count, run - element % run);
  }
}
