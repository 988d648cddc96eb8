package org.conv4j;

/**
 * How much zero padding surrounds the input: four explicit numbers, or a rule that becomes four
 * numbers once the sizes are known. The rule survives beside its numbers: see {@link
 * ConvProblem#padding()} and {@link ConvProblem#sides()}.
 */
public sealed interface Padding {

  /**
   * The four numbers this padding comes to.
   *
   * @param input image size
   * @param kernel kernel size
   * @param stride stride
   * @param dilation dilation; 1 is dense
   */
  Sides resolve(Extent input, Extent kernel, Extent stride, Extent dilation);

  /** No padding. */
  static Padding valid() {
    return new Explicit(Sides.NONE);
  }

  /**
   * TensorFlow's SAME: {@code output = ceil(size / stride)}, the odd row or column goes to the
   * bottom or right.
   */
  static Padding same() {
    return Same.UPPER;
  }

  /** As {@link #same()}, but the odd row or column goes to the top or left (ONNX's SAME_LOWER). */
  static Padding sameLower() {
    return Same.LOWER;
  }

  /** The same number on all four sides. */
  static Padding symmetric(long all) {
    return new Explicit(new Sides(all, all, all, all));
  }

  /** {@code vertical} rows above and below, {@code horizontal} columns before and after. */
  static Padding symmetric(long vertical, long horizontal) {
    return new Explicit(new Sides(vertical, vertical, horizontal, horizontal));
  }

  /** Four independent numbers. */
  static Padding of(long top, long bottom, long left, long right) {
    return new Explicit(new Sides(top, bottom, left, right));
  }

  /**
   * Four numbers, given by the caller.
   *
   * @param sides the numbers
   */
  record Explicit(Sides sides) implements Padding {
    @Override
    public Sides resolve(Extent input, Extent kernel, Extent stride, Extent dilation) {
      return sides;
    }
  }

  /** The two SAME rules; they differ in where an odd total puts its extra row or column. */
  enum Same implements Padding {
    /** The extra one at the bottom or right: TensorFlow, Keras, ONNX SAME_UPPER. */
    UPPER,
    /** The extra one at the top or left: ONNX SAME_LOWER. */
    LOWER;

    @Override
    public Sides resolve(Extent input, Extent kernel, Extent stride, Extent dilation) {
      long vertical = total(input.height(), kernel.height(), stride.height(), dilation.height());
      long horizontal = total(input.width(), kernel.width(), stride.width(), dilation.width());
      return new Sides(
          begin(vertical),
          vertical - begin(vertical),
          begin(horizontal),
          horizontal - begin(horizontal));
    }

    private long begin(long total) {
      return this == UPPER ? total / 2 : total - total / 2;
    }

    private static long total(long size, long kernel, long stride, long dilation) {
      long output = -Math.floorDiv(-size, stride);
      long reach =
          Math.addExact(
              Math.multiplyExact(output - 1, stride),
              Math.addExact(Math.multiplyExact(kernel - 1, dilation), 1));
      return Math.max(0, Math.subtractExact(reach, size));
    }
  }
}
