package org.conv4j.nd4j.normalization;

/**
 * Channels of a batch that are read together. Each pass reads all their elements once; what it
 * returns does not depend on the number of threads.
 */
abstract class Section {

  /** Sums of two quantities for each channel of a section. */
  record Sums(double[] first, double[] second) {

    static Sums of(int channels) {
      return new Sums(new double[channels], new double[channels]);
    }

    void add(Sums other) {
      for (int channel = 0; channel < first.length; channel++) {
        first[channel] += other.first[channel];
        second[channel] += other.second[channel];
      }
    }
  }

  /** How many channels. */
  abstract int channels();

  /** The nearest number to {@code value} of the batch's element type. */
  abstract double rounded(double value);

  /** Sums of x. */
  abstract Sums sums();

  /** Sums of x - centre, and of its square. */
  abstract Sums deviations(double[] centre);

  /** Sums of g, the output's gradient, and of g (x - centre). */
  abstract Sums products(double[] centre);

  /** Writes (x - centre) slope + shift. */
  abstract void scale(LaneConstants constants);

  /** Writes (x - centre) slope + shift + g factor. */
  abstract void combine(LaneConstants constants);

  /** The centre as the lanes hold it. */
  final double[] rounded(double[] values) {
    double[] rounded = new double[values.length];
    for (int channel = 0; channel < values.length; channel++) {
      rounded[channel] = rounded(values[channel]);
    }
    return rounded;
  }
}
