package org.conv4j.reference;

import java.util.Arrays;
import org.conv4j.Extent;
import org.conv4j.Sides;
import org.conv4j.Tensor;

/** Rearrangements of tensors of four axes; each returns a new tensor. */
final class RankFour {

  private RankFour() {}

  /** The tensor whose axis {@code a} is axis {@code axes[a]} of {@code tensor}. */
  static Tensor permuted(Tensor tensor, int... axes) {
    long[] from = tensor.shape();
    long[] shape = Arrays.stream(axes).mapToLong(axis -> from[axis]).toArray();
    Tensor result = Tensor.zeros(shape);
    if (result.size() == 0) {
      return result;
    }
    long[] fromStrides = tensor.strides();
    int[] strides = Arrays.stream(axes).map(axis -> (int) fromStrides[axis]).toArray();
    double[] source = tensor.values();
    double[] target = result.values();
    int next = 0;
    for (int a = 0; a < shape[0]; a++) {
      for (int b = 0; b < shape[1]; b++) {
        for (int c = 0; c < shape[2]; c++) {
          int offset = a * strides[0] + b * strides[1] + c * strides[2];
          for (int d = 0; d < shape[3]; d++) {
            target[next++] = source[offset + d * strides[3]];
          }
        }
      }
    }
    return result;
  }

  /**
   * NHWC images within a frame of zeros; a negative side cuts rows or columns off instead.
   *
   * @throws org.conv4j.ConvShapeException if the result does not fit a Java array
   */
  static Tensor framed(Tensor images, Sides frame) {
    long[] shape = images.shape();
    long height = shape[1] + frame.top() + frame.bottom();
    long width = shape[2] + frame.left() + frame.right();
    Tensor result = Tensor.zeros(shape[0], height, width, shape[3]);
    if (result.size() == 0 || images.size() == 0) {
      return result;
    }
    long firstRow = Math.max(0, -frame.top());
    long lastRow = Math.min(shape[1], height - frame.top());
    long firstColumn = Math.max(0, -frame.left());
    long columns = Math.min(shape[2], width - frame.left()) - firstColumn;
    if (columns <= 0) {
      return result;
    }
    for (long n = 0; n < shape[0]; n++) {
      for (long row = firstRow; row < lastRow; row++) {
        long source = ((n * shape[1] + row) * shape[2] + firstColumn) * shape[3];
        long target =
            ((n * height + row + frame.top()) * width + firstColumn + frame.left()) * shape[3];
        System.arraycopy(
            images.values(),
            (int) source,
            result.values(),
            (int) target,
            (int) (columns * shape[3]));
      }
    }
    return result;
  }

  /**
   * NHWC images with their rows and columns set {@code distance} apart, zeros between them.
   *
   * @throws org.conv4j.ConvShapeException if the result does not fit a Java array
   */
  static Tensor spread(Tensor images, Extent distance) {
    long[] shape = images.shape();
    long height = spread(shape[1], distance.height());
    long width = spread(shape[2], distance.width());
    Tensor result = Tensor.zeros(shape[0], height, width, shape[3]);
    if (images.size() == 0) {
      return result;
    }
    int source = 0;
    for (long n = 0; n < shape[0]; n++) {
      for (long row = 0; row < height; row += distance.height()) {
        for (long column = 0; column < width; column += distance.width()) {
          long target = ((n * height + row) * width + column) * shape[3];
          System.arraycopy(images.values(), source, result.values(), (int) target, (int) shape[3]);
          source += (int) shape[3];
        }
      }
    }
    return result;
  }

  private static long spread(long size, long distance) {
    return size == 0 ? 0 : (size - 1) * distance + 1;
  }

  /** An HWIO filter with both spatial axes reversed. */
  static Tensor mirrored(Tensor filter) {
    Tensor result = Tensor.zeros(filter.shape());
    if (filter.size() == 0) {
      return result;
    }
    int taps = (int) (filter.shape()[0] * filter.shape()[1]);
    int channels = filter.size() / taps;
    for (int tap = 0; tap < taps; tap++) {
      System.arraycopy(
          filter.values(), tap * channels, result.values(), (taps - 1 - tap) * channels, channels);
    }
    return result;
  }

  /** Part {@code index} of the last axis, cut into parts of {@code size}. */
  static Tensor part(Tensor tensor, long index, long size) {
    long[] shape = tensor.shape();
    long whole = shape[3];
    shape[3] = size;
    Tensor result = Tensor.zeros(shape);
    for (int i = 0; i < result.size() / Math.max(1, size); i++) {
      System.arraycopy(
          tensor.values(),
          (int) (i * whole + index * size),
          result.values(),
          (int) (i * size),
          (int) size);
    }
    return result;
  }

  /** Overwrites part {@code index} of the last axis of {@code tensor} with {@code part}. */
  static void setPart(Tensor tensor, long index, Tensor part) {
    long whole = tensor.shape()[3];
    long size = part.shape()[3];
    for (int i = 0; i < part.size() / Math.max(1, size); i++) {
      System.arraycopy(
          part.values(),
          (int) (i * size),
          tensor.values(),
          (int) (i * whole + index * size),
          (int) size);
    }
  }
}
