package org.conv4j.nd4j.workspace;

import java.util.Arrays;
import org.conv4j.ElementType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An array whose elements lie in row-major order without gaps. Holds the array, and with it the
 * owner of the memory: an {@link #address()} is good for as long as this object is reachable, which
 * the caller of a plan sees to for the time of the call.
 */
public final class DenseArray {

  private final INDArray array;
  private final ElementType elementType;
  private final long length;
  private final long address;

  private DenseArray(INDArray array) {
    this.array = array;
    this.elementType =
        array.dataType() == DataType.DOUBLE ? ElementType.FLOAT64 : ElementType.FLOAT32;
    this.length = array.isEmpty() ? 0 : array.length();
    this.address = NativeMemory.addressOf(array);
  }

  /**
   * A view of {@code array}, which must be {@linkplain #isDense dense}, and float32 or float64.
   *
   * @throws IllegalArgumentException if it is not dense
   */
  public static DenseArray of(INDArray array) {
    if (!isDense(array)) {
      throw new IllegalArgumentException(
          "not dense: shape %s, strides %s"
              .formatted(Arrays.toString(array.shape()), Arrays.toString(array.stride())));
    }
    return new DenseArray(array);
  }

  /**
   * Whether the elements of {@code array} lie in row-major order without gaps. The declared
   * ordering says nothing; the strides do, of axes longer than 1.
   */
  public static boolean isDense(INDArray array) {
    if (array.isEmpty()) {
      return true;
    }
    long[] shape = array.shape();
    long[] strides = array.stride();
    long expected = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      if (shape[axis] != 1 && strides[axis] != expected) {
        return false;
      }
      expected *= shape[axis];
    }
    return true;
  }

  /** {@code count} arbitrary float32 numbers, outside all ND4J workspaces. */
  public static DenseArray ofFloats(long count) {
    return new DenseArray(Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', count));
  }

  /** A copy with memory of its own, outside all ND4J workspaces. */
  public DenseArray copy() {
    if (array.isEmpty()) {
      return this;
    }
    INDArray copy = Nd4j.createUninitializedDetached(array.dataType(), 'c', array.shape());
    copy.assign(array);
    return new DenseArray(copy);
  }

  /** The array, of the shape that the problem gives this operand. */
  public INDArray array() {
    return array;
  }

  /** FLOAT32 or FLOAT64. */
  public ElementType elementType() {
    return elementType;
  }

  /** Number of elements. */
  public long length() {
    return length;
  }

  /**
   * Address of the first element, in bytes; meaningful only where {@link
   * NativeMemory#addressable()}.
   */
  public long address() {
    return address;
  }
}
