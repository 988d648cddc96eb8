package org.conv4j.nd4j.panel;

/** Tables of offsets, as products gather by them. */
final class Offsets {

  private Offsets() {}

  /** {@code count} offsets, {@code stride} apart, the first 0. */
  static int[] evenly(int count, int stride) {
    int[] offsets = new int[count];
    for (int i = 0; i < count; i++) {
      offsets[i] = i * stride;
    }
    return offsets;
  }
}
