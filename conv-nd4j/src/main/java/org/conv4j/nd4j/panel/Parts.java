package org.conv4j.nd4j.panel;

/** Sums of which each part of the images has its own. */
final class Parts {

  private Parts() {}

  /**
   * Adds the sums of all parts, in order, to those of the first.
   *
   * @param at where the first part's sums begin
   * @param count how many sums
   * @param stride distance from one part's to the next
   */
  static void add(float[] sums, int at, int count, int parts, int stride) {
    for (int part = 1; part < parts; part++) {
      int addend = at + part * stride;
      for (int i = 0; i < count; i++) {
        sums[at + i] += sums[addend + i];
      }
    }
  }
}
