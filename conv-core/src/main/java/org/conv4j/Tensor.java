package org.conv4j;

import java.util.Arrays;
import java.util.Objects;

/**
 * A dense float64 array with a shape, in row-major order: what the plain-Java reference computes
 * on. The shape is fixed; the values are the caller's own array and may be written. Not safe for
 * concurrent modification.
 */
public final class Tensor {

  private final long[] shape;
  private final double[] values;

  private Tensor(long[] shape, double[] values) {
    this.shape = shape;
    this.values = values;
  }

  /**
   * A tensor over {@code values}, which is not copied.
   *
   * @throws ConvShapeException if the shape does not hold exactly that many values
   */
  public static Tensor of(double[] values, long... shape) {
    Objects.requireNonNull(values, "values");
    int size = sizeOf(shape);
    if (size != values.length) {
      throw new ConvShapeException(
          "shape " + Arrays.toString(shape) + " holds " + size + " values, found " + values.length);
    }
    return new Tensor(shape.clone(), values);
  }

  /**
   * A tensor of zeros.
   *
   * @throws ConvShapeException if the shape does not fit a Java array
   */
  public static Tensor zeros(long... shape) {
    return new Tensor(shape.clone(), new double[sizeOf(shape)]);
  }

  /** The sizes of the axes, outermost first; a copy. */
  public long[] shape() {
    return shape.clone();
  }

  /** The number of axes. */
  public int rank() {
    return shape.length;
  }

  /** The number of values. */
  public int size() {
    return values.length;
  }

  /** The values in row-major order; not a copy. */
  public double[] values() {
    return values;
  }

  /** The value at {@code index}, one number per axis. */
  public double get(long... index) {
    return values[offset(index)];
  }

  /** Sets the value at {@code index}, one number per axis. */
  public void set(double value, long... index) {
    values[offset(index)] = value;
  }

  /** Distance in values between neighbours along each axis. */
  public long[] strides() {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    return strides;
  }

  /** A copy with its own values. */
  public Tensor copy() {
    return new Tensor(shape, values.clone());
  }

  private int offset(long[] index) {
    if (index.length != shape.length) {
      throw new ConvShapeException(
          "index " + Arrays.toString(index) + " into shape " + Arrays.toString(shape));
    }
    long offset = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      offset = offset * shape[axis] + Objects.checkIndex(index[axis], shape[axis]);
    }
    return (int) offset;
  }

  private static int sizeOf(long[] shape) {
    long size = 1;
    for (long axis : shape) {
      if (axis < 0) {
        throw new ConvShapeException(
            "shape " + Arrays.toString(shape) + " has a negative size: " + axis);
      }
      try {
        size = Math.multiplyExact(size, axis);
      } catch (ArithmeticException overflow) {
        size = Long.MAX_VALUE;
      }
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new ConvShapeException(
          "shape " + Arrays.toString(shape) + " holds more values than a Java array can");
    }
    return (int) size;
  }

  /** The shape, without the values. */
  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
