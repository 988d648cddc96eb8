package org.conv4j.nd4j.gemm;

import org.conv4j.nd4j.workspace.DenseArray;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A matrix inside an array, with neighbours along one of its axes next to each other in memory.
 *
 * @param memory where it lies
 * @param offset of its first element, in elements
 * @param rows 1 or more
 * @param columns 1 or more
 * @param rowStride elements from one row to the next
 * @param columnStride elements from one column to the next; it or {@code rowStride} is 1, unless
 *     there is nothing to step over
 */
public record Matrix(
    DenseArray memory, long offset, long rows, long columns, long rowStride, long columnStride) {

  /** The same elements with rows and columns exchanged. */
  public Matrix transpose() {
    return new Matrix(memory, offset, columns, rows, columnStride, rowStride);
  }

  /** Whether rows are contiguous; otherwise columns are. */
  boolean rowMajor() {
    return columnStride == 1 || columns == 1;
  }

  /** Elements from one contiguous row (or column) to the next, as BLAS wants it. */
  long leadingDimension() {
    return rowMajor() ? Math.max(rowStride, columns) : Math.max(columnStride, rows);
  }

  /**
   * Address of the first element, in bytes; only where memory is {@linkplain
   * org.conv4j.nd4j.workspace.NativeMemory#addressable addressable}.
   */
  public long address() {
    return memory.address() + offset * memory.elementType().bytes();
  }

  INDArray array() {
    INDArray array = memory.array();
    return Nd4j.create(
        array.data(),
        new long[] {rows, columns},
        new long[] {rowStride, columnStride},
        array.offset() + offset,
        rowMajor() ? 'c' : 'f');
  }
}
