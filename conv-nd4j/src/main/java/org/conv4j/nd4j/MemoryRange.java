package org.conv4j.nd4j;

import java.util.Arrays;
import org.conv4j.nd4j.workspace.NativeMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The memory between the first and the last element of an array.
 *
 * @param first address of the first byte
 * @param end address after the last byte
 */
record MemoryRange(long first, long end) {

  /**
   * Whether the memory of two arrays meets. Arrays that interleave, such as two ranges of the
   * channels of one batch, do not meet when they are boxes side by side in the same strides; in any
   * other case of interleaving the answer is yes.
   */
  static boolean overlap(INDArray one, INDArray other) {
    if (one.isEmpty() || other.isEmpty()) {
      return false;
    }
    MemoryRange a = of(one);
    MemoryRange b = of(other);
    return a.first < b.end
        && b.first < a.end
        && !(a.first <= b.first ? sideBySide(one, other) : sideBySide(other, one));
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

  /**
   * Whether two arrays are boxes of one row-major array that some axis separates. The distance of
   * their first elements, taken apart by the strides, is their distance along each axis: that is so
   * as long as what the inner axes reach stays below the stride of the next outer one.
   */
  private static boolean sideBySide(INDArray lower, INDArray upper) {
    int rank = lower.rank();
    if (rank != upper.rank() || !Arrays.equals(lower.stride(), upper.stride())) {
      return false;
    }
    int elementSize = lower.data().getElementSize();
    long distance = NativeMemory.addressOf(upper) - NativeMemory.addressOf(lower);
    if (elementSize != upper.data().getElementSize() || distance % elementSize != 0) {
      return false;
    }
    long rest = distance / elementSize;
    long[] steps = new long[rank];
    boolean separate = false;
    for (int axis = 0; axis < rank; axis++) {
      long stride = lower.stride(axis);
      if (stride < 1) {
        return false;
      }
      steps[axis] = rest / stride;
      rest %= stride;
      separate |= steps[axis] >= lower.size(axis);
    }
    long reach = rest;
    for (int axis = rank - 1; axis >= 0; axis--) {
      long stride = lower.stride(axis);
      if (reach >= stride) {
        return false;
      }
      reach += (Math.max(lower.size(axis), steps[axis] + upper.size(axis)) - 1) * stride;
    }
    return separate && rest == 0;
  }
}
