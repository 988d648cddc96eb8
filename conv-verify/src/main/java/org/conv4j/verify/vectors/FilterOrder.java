package org.conv4j.verify.vectors;

import java.util.Arrays;
import java.util.List;
import org.conv4j.Extent;
import org.conv4j.FilterLayout;

/**
 * The order of a filter's axes as a file names it: any order of O, I, H, W, or TensorFlow's
 * depthwise HWCM (output channel {@code c * M + m}).
 */
sealed interface FilterOrder {

  /**
   * The order that {@code letters} name.
   *
   * @throws IllegalArgumentException if they are no such order
   */
  static FilterOrder parse(String letters) {
    if (letters.equals("HWCM")) {
      return new Depthwise();
    }
    char[] sorted = letters.toCharArray();
    Arrays.sort(sorted);
    if (!new String(sorted).equals("HIOW")) {
      throw new IllegalArgumentException(
          "'" + letters + "': expected O, I, H and W in some order, or HWCM");
    }
    return new Permutation(letters);
  }

  /** What {@code shape} says of the filter. */
  Sizes sizes(long[] shape);

  /** The layout that values have after {@link #arrange}. */
  FilterLayout layout();

  /** {@code values} of shape {@code shape} in {@link #layout()}; they may be the same array. */
  double[] arrange(double[] values, long[] shape);

  /**
   * What a filter's shape says.
   *
   * @param outputChannels in all
   * @param inputChannelsPerGroup 1 for a depthwise filter
   * @param kernel height and width
   * @param depthwiseChannels input channels that a depthwise order names; 0 for other orders
   */
  record Sizes(
      long outputChannels, long inputChannelsPerGroup, Extent kernel, long depthwiseChannels) {}

  /** HWCM: the same numbers in the same order as HWIO with one input channel per group. */
  record Depthwise() implements FilterOrder {
    @Override
    public Sizes sizes(long[] shape) {
      return new Sizes(
          Math.multiplyExact(shape[2], shape[3]), 1, new Extent(shape[0], shape[1]), shape[2]);
    }

    @Override
    public FilterLayout layout() {
      return FilterLayout.HWIO;
    }

    @Override
    public double[] arrange(double[] values, long[] shape) {
      return values;
    }
  }

  /**
   * Some order of O, I, H, W; those that {@link FilterLayout} knows stay as they are, the others
   * are rearranged to OIHW.
   */
  record Permutation(String letters) implements FilterOrder {
    private static final List<Character> OIHW = List.of('O', 'I', 'H', 'W');

    @Override
    public Sizes sizes(long[] shape) {
      return new Sizes(
          shape[at('O')], shape[at('I')], new Extent(shape[at('H')], shape[at('W')]), 0);
    }

    @Override
    public FilterLayout layout() {
      return Arrays.stream(FilterLayout.values())
          .filter(layout -> layout.name().equals(letters))
          .findFirst()
          .orElse(FilterLayout.OIHW);
    }

    @Override
    public double[] arrange(double[] values, long[] shape) {
      if (layout().name().equals(letters)) {
        return values;
      }
      int[] sizes = OIHW.stream().mapToInt(letter -> (int) shape[at(letter)]).toArray();
      int[] steps = OIHW.stream().mapToInt(letter -> stepAlong(at(letter), shape)).toArray();
      double[] arranged = new double[values.length];
      int next = 0;
      for (int o = 0; o < sizes[0]; o++) {
        for (int i = 0; i < sizes[1]; i++) {
          for (int h = 0; h < sizes[2]; h++) {
            for (int w = 0; w < sizes[3]; w++) {
              arranged[next++] = values[o * steps[0] + i * steps[1] + h * steps[2] + w * steps[3]];
            }
          }
        }
      }
      return arranged;
    }

    private int at(char letter) {
      return letters.indexOf(letter);
    }

    private static int stepAlong(int axis, long[] shape) {
      long step = 1;
      for (int inner = axis + 1; inner < shape.length; inner++) {
        step *= shape[inner];
      }
      return (int) step;
    }
  }
}
