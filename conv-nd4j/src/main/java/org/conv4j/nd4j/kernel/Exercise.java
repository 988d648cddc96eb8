package org.conv4j.nd4j.kernel;

/**
 * An operation of {@link Kernels}, to be warmed up apart from the others: see {@link Exercises}.
 *
 * <p>In the order in which they are warmed up if several are wanted: first what takes most of a
 * convolution; last what works with vectors of integers, too. What the JVM compiles after them has
 * to tell the two apart, and large methods, of which the transforms are the largest, then become
 * too large for it.
 */
enum Exercise {
  MULTIPLY_FOUR_VECTORS,
  MULTIPLY_TWO_VECTORS,
  MULTIPLY_ONE_VECTOR,
  MULTIPLY_SHIFTED,
  STREAM_SHIFTED,
  MULTIPLY_LANES,
  MULTIPLY_PLANE,
  ADD_TAPS,
  INPUT_ROWS_2,
  INPUT_ROWS_4,
  INPUT_ROWS_BY_TWO,
  INPUT_ROWS_SPREAD,
  INPUT_COLUMNS_2,
  INPUT_COLUMNS_4,
  INPUT_COLUMNS_BY_TWO,
  INPUT_COLUMNS_SPREAD,
  FILTER_2,
  FILTER_4,
  FILTER_BY_TWO,
  OUTPUT_2,
  OUTPUT_4,
  OUTPUT_BY_TWO,
  OUTPUT_SPREAD,
  GRADIENT_ROWS_2,
  GRADIENT_ROWS_4,
  GRADIENT_ROWS_BY_TWO,
  GRADIENT_COLUMNS_2,
  GRADIENT_COLUMNS_4,
  GRADIENT_COLUMNS_BY_TWO,
  FILTER_GRADIENT_2,
  FILTER_GRADIENT_4,
  FILTER_GRADIENT_BY_TWO,
  INTERLEAVE,
  DEINTERLEAVE,
  PICK,
  PICK_ROWS,
  PLACE_ROWS,
  ZIP,
  JOIN_PHASES,
  ADD_TAP_SUMS,
  SLIDE,
  ADD_WINDOWS,
  SLIDE_BY_TWO,
  ADD_WINDOWS_BY_TWO,
  SPREAD_BY_TWO,
  ROLL,
  ROLL_BY_TWO;

  /** The exercise of {@link Kernels#multiply} in blocks of so many vectors. */
  static Exercise multiply(int vectors) {
    return switch (vectors) {
      case 4 -> MULTIPLY_FOUR_VECTORS;
      case 2 -> MULTIPLY_TWO_VECTORS;
      default -> MULTIPLY_ONE_VECTOR;
    };
  }
}
