package org.conv4j.verify.relation;

import java.util.Arrays;
import org.conv4j.Extent;
import org.conv4j.FilterLayout;
import org.conv4j.Tensor;
import org.conv4j.TensorLayout;

/**
 * Numbers along four axes, whatever the layout they came in: batch, channel, row and column of
 * images; output channel, input channel, row and column of filters; channels alone of a bias.
 */
final class Volume {

  private final int[] sizes;
  private final double[] values;

  private Volume(int[] sizes, double[] values) {
    this.sizes = sizes;
    this.values = values;
  }

  /** A number for each position. */
  @FunctionalInterface
  interface Numbers {
    double at(int a, int b, int row, int column);
  }

  static Volume of(long a, long b, Extent size, Numbers numbers) {
    int[] sizes = {(int) a, (int) b, (int) size.height(), (int) size.width()};
    double[] values = new double[sizes[0] * sizes[1] * sizes[2] * sizes[3]];
    int next = 0;
    for (int i = 0; i < sizes[0]; i++) {
      for (int j = 0; j < sizes[1]; j++) {
        for (int row = 0; row < sizes[2]; row++) {
          for (int column = 0; column < sizes[3]; column++) {
            values[next++] = numbers.at(i, j, row, column);
          }
        }
      }
    }
    return new Volume(sizes, values);
  }

  static Volume images(TensorLayout layout, Tensor tensor) {
    return of(layout.toNchw(tensor.shape()), layout.toNchw(tensor.strides()), tensor);
  }

  static Volume filter(FilterLayout layout, Tensor tensor) {
    return of(layout.toOihw(tensor.shape()), layout.toOihw(tensor.strides()), tensor);
  }

  static Volume channels(Tensor tensor) {
    return of(tensor.size(), 1, Extent.square(1), (k, b, row, column) -> tensor.values()[k]);
  }

  private static Volume of(long[] shape, long[] strides, Tensor tensor) {
    return of(
        shape[0],
        shape[1],
        new Extent(shape[2], shape[3]),
        (a, b, row, column) ->
            tensor
                .values()[
                (int) (a * strides[0] + b * strides[1] + row * strides[2] + column * strides[3])]);
  }

  Tensor images(TensorLayout layout) {
    return filled(layout.shape(sizes[0], sizes[1], size()), layout::toNchw);
  }

  Tensor filter(FilterLayout layout) {
    return filled(layout.shape(sizes[0], sizes[1], size()), layout::toOihw);
  }

  Tensor channels() {
    return Tensor.of(values.clone(), values.length);
  }

  private interface Order {
    long[] of(long[] axes);
  }

  private Tensor filled(long[] shape, Order order) {
    Tensor tensor = Tensor.zeros(shape);
    long[] strides = order.of(tensor.strides());
    of(
        sizes[0],
        sizes[1],
        size(),
        (a, b, row, column) ->
            tensor
                    .values()[
                    (int)
                        (a * strides[0]
                            + b * strides[1]
                            + row * strides[2]
                            + column * strides[3])] =
                at(a, b, row, column));
    return tensor;
  }

  /** The number there; 0 beyond the rows and columns. */
  double at(int a, int b, long row, long column) {
    return row < 0 || row >= sizes[2] || column < 0 || column >= sizes[3]
        ? 0
        : values[(int) (((a * sizes[1] + b) * (long) sizes[2] + row) * sizes[3] + column)];
  }

  Extent size() {
    return new Extent(sizes[2], sizes[3]);
  }

  /** The same sizes, other numbers. */
  Volume mapped(Numbers numbers) {
    return of(sizes[0], sizes[1], size(), numbers);
  }

  /** Other rows and columns. */
  Volume resized(Extent size, Numbers numbers) {
    return of(sizes[0], sizes[1], size, numbers);
  }

  Volume plus(Volume other) {
    return mapped((a, b, row, column) -> at(a, b, row, column) + other.at(a, b, row, column));
  }

  Volume flipped() {
    return mapped((a, b, row, column) -> at(a, b, sizes[2] - 1L - row, sizes[3] - 1L - column));
  }

  Volume transposed() {
    return resized(new Extent(sizes[3], sizes[2]), (a, b, row, column) -> at(a, b, column, row));
  }

  /** Image {@code n} alone. */
  Volume image(int n) {
    return of(1, sizes[1], size(), (a, b, row, column) -> at(n, b, row, column));
  }

  /** The first place where the two differ, in words; null if they are equal (-0 equals +0). */
  String differenceFrom(Volume expected) {
    if (!Arrays.equals(sizes, expected.sizes)) {
      return "%s elements instead of %s"
          .formatted(Arrays.toString(sizes), Arrays.toString(expected.sizes));
    }
    int next = 0;
    for (int a = 0; a < sizes[0]; a++) {
      for (int b = 0; b < sizes[1]; b++) {
        for (int row = 0; row < sizes[2]; row++) {
          for (int column = 0; column < sizes[3]; column++) {
            if (values[next] != expected.values[next]) {
              return "at [%d, %d, %d, %d] %s instead of %s"
                  .formatted(a, b, row, column, values[next], expected.values[next]);
            }
            next++;
          }
        }
      }
    }
    return null;
  }
}
