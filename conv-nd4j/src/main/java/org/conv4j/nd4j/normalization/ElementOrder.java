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

  /** Some elements that lie side by side. */
  @FunctionalInterface
  interface Run {
    /**
     * One such.
     *
     * @param position of the first of them
     * @param done how many came before
     */
    void at(long position, int done, int count);
  }

  /** Takes {@code count} elements, {@code element} the first, run by run. */
  void eachRun(long element, int count, Run each) {
    long number = element / run;
    long within = element - number * run;
    for (int done = 0; done < count; number++, within = 0) {
      int here = (int) Math.min(count - done, run - within);
      each.at(first + number * step + within, done, here);
      done += here;
    }
  }
}
