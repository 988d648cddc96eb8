package org.conv4j.verify.framework.child;

import org.conv4j.FilterLayout;
import org.conv4j.Tensor;

/** Rearranges tensors for frameworks with other axis orders; values are copied, never changed. */
public final class Axes {

  private Axes() {}

  /**
   * A new tensor whose axis {@code i} is axis {@code order[i]} of {@code tensor}.
   *
   * @param order every axis once
   */
  public static Tensor permute(Tensor tensor, int... order) {
    long[] shape = tensor.shape();
    long[] strides = tensor.strides();
    int rank = order.length;
    long[] size = new long[rank];
    long[] step = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      size[axis] = shape[order[axis]];
      step[axis] = strides[order[axis]];
    }
    Tensor result = Tensor.zeros(size);
    double[] in = tensor.values();
    double[] out = result.values();
    long[] index = new long[rank];
    long from = 0;
    for (int to = 0; to < out.length; to++) {
      out[to] = in[(int) from];
      for (int axis = rank - 1; axis >= 0; axis--) {
        from += step[axis];
        if (++index[axis] < size[axis]) {
          break;
        }
        from -= size[axis] * step[axis];
        index[axis] = 0;
      }
    }
    return result;
  }

  /** {@code filter}, of rank 4 and in layout {@code from}, in layout {@code to}. */
  public static Tensor filter(Tensor filter, FilterLayout from, FilterLayout to) {
    if (from == to) {
      return filter;
    }
    int[] order = to.name().chars().map(axis -> from.name().indexOf(axis)).toArray();
    return permute(filter, order);
  }
}
