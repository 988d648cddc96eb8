package org.conv4j.nd4j.normalization;

/**
 * Constants of each channel in (x - centre) slope + shift + g factor.
 *
 * @param factor null where there is no g
 */
record LaneConstants(double[] centre, double[] slope, double[] shift, double[] factor) {

  /** The centre alone. */
  static LaneConstants centred(double[] centre) {
    return new LaneConstants(centre, null, null, null);
  }
}
