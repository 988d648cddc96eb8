package org.conv4j.nd4j.gemm;

import org.conv4j.ElementType;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * When a product goes to oneDNN in place of BLAS. The OpenBLAS that ND4J brings reaches 65 to 90 %
 * of a Zen 4's peak, and clears each result before it adds to it; oneDNN 90 to 100 %.
 *
 * <p>GFLOP/s of one thread, oneDNN and BLAS: 64 x 64 x 3136 106 and 66, 128 x 512 x 126 102 and 77,
 * 512 x 512 x 128 112 and 91, 64 x 27 x 512 77 and 55, 64 x 64 x 64 50 and 59. With the second
 * matrix transposed, as in filter gradients, BLAS is the faster one: 64 x 3136 x 64 60 and 67, 64 x
 * 3136 x 256 63 and 74, 512 x 126 x 512 87 and 92.
 */
final class ProductByOneDnn {

  /** Below this many products of two elements a call takes longer than BLAS. */
  private static final long LEAST_PRODUCTS = 400_000;

  private ProductByOneDnn() {}

  /**
   * Whether {@code a * b}, to be put into (or added to) a row-major {@code c}, goes to oneDNN: it
   * must be there and multiply {@linkplain #exact right}.
   */
  static boolean suits(Matrix a, Matrix b, Matrix c) {
    return wanted(a, b, c) && Holder.EXACT;
  }

  /** Whether oneDNN, where it is, is the faster one. */
  static boolean wanted(Matrix a, Matrix b, Matrix c) {
    return c.memory().elementType() == ElementType.FLOAT32
        && b.rowMajor()
        && a.rows() * a.columns() * b.columns() >= LEAST_PRODUCTS
        && MatmulOp.dense(a)
        && MatmulOp.dense(b)
        && MatmulOp.dense(c);
  }

  /** Asked once, when first needed. */
  private static final class Holder {
    static final boolean EXACT = OneDnn.builtIn() && exact(true) && exact(false);
  }

  /**
   * Whether the op multiplies integers exactly, and adds where it is to add. Sizes leave something
   * over of every vector.
   *
   * @param rowMajor whether the first matrix is
   */
  static boolean exact(boolean rowMajor) {
    int rows = 37;
    int depth = 53;
    int columns = 71;
    float[] a = integers(rows * depth, 11);
    float[] b = integers(depth * columns, 7);
    Matrix result = matrix(integers(rows * columns, 5), rows, columns, true);
    Matrix first = matrix(a, rows, depth, rowMajor);
    Matrix second = matrix(b, depth, columns, true);
    MatmulOp.multiply(first, second, false, result);
    MatmulOp.multiply(first, second, true, result);
    float[] found = new float[rows * columns];
    FloatMemory.of(result.memory()).read(0, found, 0, found.length);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = 0;
        for (int k = 0; k < depth; k++) {
          sum += 2 * a[rowMajor ? i * depth + k : k * rows + i] * b[k * columns + j];
        }
        if (found[i * columns + j] != sum) {
          return false;
        }
      }
    }
    return true;
  }

  private static float[] integers(int count, int different) {
    float[] integers = new float[count];
    for (int i = 0; i < count; i++) {
      integers[i] = i % different - different / 2;
    }
    return integers;
  }

  private static Matrix matrix(float[] elements, int rows, int columns, boolean rowMajor) {
    DenseArray memory = DenseArray.ofFloats(elements.length);
    FloatMemory.of(memory).write(elements, 0, elements.length, 0);
    return new Matrix(memory, 0, rows, columns, rowMajor ? columns : 1, rowMajor ? 1 : rows);
  }
}
