package org.conv4j.nd4j.plane;

import org.conv4j.nd4j.gemm.Matrix;
import org.conv4j.nd4j.panel.Correlation;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.ElementMemory;

/**
 * A block of a group's weights as matrices of destination by source channels, one for each tap.
 *
 * @param memory where the weights lie
 * @param origin the element of the first destination, source and tap
 * @param destinationStride elements from one destination to the next; this or the next is 1
 * @param sourceStride elements from one source to the next
 * @param tapStride elements from one tap to the next
 */
record TapMatrices(
    DenseArray memory, long origin, long destinationStride, long sourceStride, long tapStride) {

  /** Elements copied side by side while transposing; a line of a cache. */
  private static final int RUN = 16;

  /** Whether the filter's own memory holds such matrices; otherwise it must be packed. */
  static boolean inPlace(Correlation correlation) {
    return correlation.filter().destination() == 1 || correlation.filter().source() == 1;
  }

  /** The weights where they are, from a destination channel of a group on. */
  static TapMatrices of(
      Correlation correlation, DenseArray filter, int group, int firstDestination) {
    Correlation.FilterStrides strides = correlation.filter();
    return new TapMatrices(
        filter,
        group * strides.group() + firstDestination * strides.destination(),
        strides.destination(),
        strides.source(),
        strides.tap());
  }

  /** Elements that {@code destinations} channels take when packed. */
  static long packedElements(Correlation correlation, int destinations) {
    return (long) destinations * correlation.sources() * correlation.taps();
  }

  /** Weights that {@link #pack} has packed. */
  static TapMatrices packed(
      Correlation correlation, DenseArray memory, long origin, int destinations) {
    int taps = correlation.taps();
    return towardsOutput(correlation)
        ? new TapMatrices(memory, origin, 1, (long) taps * destinations, destinations)
        : new TapMatrices(
            memory, origin, (long) taps * correlation.sources(), 1, correlation.sources());
  }

  /**
   * Packs some destination channels of a group of a filter whose taps lie side by side: transposes
   * the matrix of output channels by input channels and taps.
   */
  static void pack(
      Correlation correlation,
      ElementMemory filter,
      int group,
      int firstDestination,
      int destinations,
      ElementMemory to,
      long at) {
    Correlation.FilterStrides strides = correlation.filter();
    boolean towardsOutput = towardsOutput(correlation);
    long rowStride = towardsOutput ? strides.destination() : strides.source();
    int outputs = towardsOutput ? destinations : correlation.sources();
    long columns =
        (long) correlation.taps() * (towardsOutput ? correlation.sources() : destinations);
    long origin = group * strides.group() + firstDestination * strides.destination();
    for (long column = 0; column < columns; column += RUN) {
      long run = Math.min(RUN, columns - column);
      for (int output = 0; output < outputs; output++) {
        filter.copy(
            origin + output * rowStride + column,
            1,
            run,
            to,
            at + column * outputs + output,
            outputs);
      }
    }
  }

  /** The same weights, as far into the memory. */
  TapMatrices shifted(long elements) {
    return new TapMatrices(memory, origin + elements, destinationStride, sourceStride, tapStride);
  }

  /** Destinations by sources, for one tap. */
  Matrix of(int tap, int destinations, int firstSource, int sources) {
    return new Matrix(
        memory,
        origin + tap * tapStride + firstSource * sourceStride,
        destinations,
        sources,
        destinationStride,
        sourceStride);
  }

  /**
   * Destinations by sources and taps, the tap running fastest; only of a filter in place whose taps
   * lie side by side.
   */
  Matrix sourceMajor(int destinations, int firstSource, int depth) {
    return new Matrix(
        memory, origin + firstSource * sourceStride, destinations, depth, destinationStride, 1);
  }

  /** Destinations by taps and sources, the source running fastest; only if {@link #joined}. */
  Matrix all(int destinations, int depth) {
    return new Matrix(memory, origin, destinations, depth, destinationStride, sourceStride);
  }

  /** Whether the sources of one tap are followed by those of the next. */
  boolean joined(int sources) {
    return tapStride == sources * sourceStride;
  }

  /** Whether a source's taps lie side by side: the filter's rows are output channels. */
  private static boolean towardsOutput(Correlation correlation) {
    return correlation.filter().source() == correlation.taps();
  }
}
