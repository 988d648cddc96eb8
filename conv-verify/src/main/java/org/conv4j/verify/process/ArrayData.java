package org.conv4j.verify.process;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.conv4j.ElementType;
import org.conv4j.Tensor;

/**
 * An array on the wire.
 *
 * @param elementType {@code float32} or {@code float64}
 * @param shape sizes of the axes, outermost first
 * @param data little-endian elements in row-major order; base64 in JSON
 */
public record ArrayData(String elementType, long[] shape, byte[] data) {

  /** {@code values} as elements of {@code type}, each rounded to it. */
  public static ArrayData of(Tensor values, ElementType type) {
    double[] from = values.values();
    byte[] bytes = new byte[Math.multiplyExact(from.length, bytesOf(type))];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case FLOAT32 -> {
        for (double value : from) {
          buffer.putFloat((float) value);
        }
      }
      case FLOAT64 -> buffer.asDoubleBuffer().put(from);
    }
    return new ArrayData(nameOf(type), values.shape(), bytes);
  }

  /**
   * The values, float32 widened.
   *
   * @throws IllegalArgumentException if the elements are not of {@code expected} type, or their
   *     number is not what the shape says
   */
  public Tensor tensor(ElementType expected) {
    if (!nameOf(expected).equals(elementType)) {
      throw new IllegalArgumentException(
          "elements are " + elementType + ", expected " + nameOf(expected));
    }
    if (shape == null || data == null) {
      throw new IllegalArgumentException("an array without " + (shape == null ? "shape" : "data"));
    }
    return Tensor.of(decode(expected), shape);
  }

  private double[] decode(ElementType type) {
    if (data.length % bytesOf(type) != 0) {
      throw new IllegalArgumentException(
          data.length + " bytes are no whole number of " + elementType + " elements");
    }
    double[] values = new double[data.length / bytesOf(type)];
    ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case FLOAT32 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = buffer.getFloat();
        }
      }
      case FLOAT64 -> buffer.asDoubleBuffer().get(values);
    }
    return values;
  }

  /** The name of {@code type} in the protocol. */
  public static String nameOf(ElementType type) {
    return switch (type) {
      case FLOAT32 -> "float32";
      case FLOAT64 -> "float64";
    };
  }

  /**
   * The type of that name in the protocol.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ElementType typeOf(String name) {
    return Arrays.stream(ElementType.values())
        .filter(type -> nameOf(type).equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no element type '" + name + "'"));
  }

  private static int bytesOf(ElementType type) {
    return switch (type) {
      case FLOAT32 -> Float.BYTES;
      case FLOAT64 -> Double.BYTES;
    };
  }

  /** Type and shape, without the data. */
  @Override
  public String toString() {
    return elementType + Arrays.toString(shape);
  }
}
