package org.conv4j.nd4j.panel;

/**
 * The positions of source and destination that meet along one axis through a kernel of size 1:
 * evenly spaced on both sides.
 *
 * @param count how many pairs there are
 * @param source the first source position
 * @param sourceStep distance to the next
 * @param destination the first destination position
 * @param destinationStep distance to the next
 */
record AxisPairs(int count, int source, int sourceStep, int destination, int destinationStep) {

  /** The pairs of an axis, whose source has {@code sourceSize} positions. */
  static AxisPairs of(AxisTaps axis, int sourceSize) {
    int count = 0;
    int[] sources = new int[2];
    int[] destinations = new int[2];
    for (int d = 0; d < axis.size(); d++) {
      int[] shifts = axis.shifts(axis.phase(d));
      int s = shifts.length == 0 ? -1 : axis.base(d) + shifts[0];
      if (s >= 0 && s < sourceSize) {
        if (count < 2) {
          sources[count] = s;
          destinations[count] = d;
        }
        count++;
      }
    }
    boolean several = count > 1;
    return new AxisPairs(
        count,
        sources[0],
        several ? sources[1] - sources[0] : 1,
        destinations[0],
        several ? destinations[1] - destinations[0] : 1);
  }
}
