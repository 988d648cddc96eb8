package org.conv4j.nd4j;

import org.conv4j.nd4j.workspace.NativeMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The memory between the first and the last element of an array.
 *
 * @param first address of the first byte
 * @param end address after the last byte
 */
record MemoryRange(long first, long end) {

  /** Whether the memory of two arrays meets. */
  static boolean overlap(INDArray one, INDArray other) {
    if (one.isEmpty() || other.isEmpty()) {
      return false;
    }
    MemoryRange a = of(one);
    MemoryRange b = of(other);
    return a.first < b.end && b.first < a.end;
  }

  private static MemoryRange of(INDArray array) {
    long first = NativeMemory.addressOf(array);
    long last = 0;
    long[] shape = array.shape();
    long[] strides = array.stride();
    for (int axis = 0; axis < shape.length; axis++) {
      last += (shape[axis] - 1) * strides[axis];
    }
    return new MemoryRange(first, first + (last + 1) * array.data().getElementSize());
  }
}
