package org.conv4j.nd4j.gemm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.FloatMemory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** On whichever library ND4J has here: the op is the same, with oneDNN or without. */
@DisplayName("ND4J's matmul by address")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MatmulOpTest {

  @ParameterizedTest
  @CsvSource({
    "2, 2, 2, true",
    "2, 3, 5, false",
    "17, 33, 65, true",
    "17, 33, 65, false",
    "64, 27, 130, true",
    "128, 40, 16, false"
  })
  void replaces_and_adds_by_turns(int rows, int depth, int columns, boolean rowMajor) {
    float[] a = integers(rows * depth, 11);
    float[] b = integers(depth * columns, 7);
    int gap = 3;
    DenseArray memory = memory(a, b, gap, rows * columns);
    Matrix first = new Matrix(memory, 0, rows, depth, rowMajor ? depth : 1, rowMajor ? 1 : rows);
    Matrix second = new Matrix(memory, a.length + gap, depth, columns, columns, 1);
    long at = a.length + b.length + 2L * gap;
    Matrix result = new Matrix(memory, at, rows, columns, columns, 1);
    float[] product = product(a, b, rows, depth, columns, rowMajor);

    MatmulOp.multiply(first, second, false, result);
    assertArrayEquals(product, read(result));
    MatmulOp.multiply(first, second, true, result);
    MatmulOp.multiply(first, second, true, result);
    assertArrayEquals(times(3, product), read(result));
    MatmulOp.multiply(first, second, false, result);
    assertArrayEquals(product, read(result));
    assertArrayEquals(a, read(memory, 0, a.length));
    assertArrayEquals(new float[gap], read(memory, a.length, gap));
    assertArrayEquals(new float[gap], read(memory, (int) at - gap, gap));
    assertArrayEquals(new float[gap], read(memory, (int) at + product.length, gap));
  }

  @Test
  void leaves_the_number_of_threads_as_it_was() {
    Nd4j.zeros(1);
    int threads = NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    assertTrue(ProductByOneDnn.exact(true));
    assertTrue(ProductByOneDnn.exact(false));
    assertEquals(threads, NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads());
  }

  @Test
  void takes_matrices_without_gaps_and_with_more_than_one_row_and_column() {
    DenseArray memory = DenseArray.ofFloats(1000);
    assertTrue(MatmulOp.dense(new Matrix(memory, 1, 4, 5, 5, 1)));
    assertTrue(MatmulOp.dense(new Matrix(memory, 0, 4, 5, 1, 4)));
    assertFalse(MatmulOp.dense(new Matrix(memory, 0, 4, 5, 6, 1)));
    assertFalse(MatmulOp.dense(new Matrix(memory, 0, 4, 5, 1, 5)));
    assertFalse(MatmulOp.dense(new Matrix(memory, 0, 1, 5, 5, 1)));
    assertFalse(MatmulOp.dense(new Matrix(memory, 0, 5, 1, 1, 1)));
  }

  @Test
  void is_wanted_for_large_products_of_a_second_matrix_in_rows() {
    DenseArray memory = DenseArray.ofFloats(3 * 128 * 128);
    Matrix square = new Matrix(memory, 0, 128, 128, 128, 1);
    Matrix few = new Matrix(memory, 0, 2, 128, 128, 1);
    Matrix apart = new Matrix(memory, 0, 128, 128, 129, 1);
    assertTrue(ProductByOneDnn.wanted(square, square, square));
    assertTrue(ProductByOneDnn.wanted(square.transpose(), square, square));
    assertFalse(ProductByOneDnn.wanted(square, square.transpose(), square));
    assertFalse(ProductByOneDnn.wanted(few, square, few));
    assertFalse(ProductByOneDnn.wanted(apart, square, square));
    assertFalse(ProductByOneDnn.wanted(square, apart, square));
    assertFalse(ProductByOneDnn.wanted(square, square, apart));
    DenseArray doubles = DenseArray.of(Nd4j.zeros(DataType.DOUBLE, 128 * 128));
    Matrix wide = new Matrix(doubles, 0, 128, 128, 128, 1);
    assertFalse(ProductByOneDnn.wanted(wide, wide, wide));
  }

  private static DenseArray memory(float[] a, float[] b, int gap, int results) {
    DenseArray memory = DenseArray.ofFloats(a.length + b.length + results + 3L * gap);
    FloatMemory floats = FloatMemory.of(memory);
    floats.write(new float[(int) memory.length()], 0, (int) memory.length(), 0);
    floats.write(a, 0, a.length, 0);
    floats.write(b, 0, b.length, a.length + gap);
    float[] garbage = new float[results];
    Arrays.fill(garbage, Float.NaN);
    floats.write(garbage, 0, results, a.length + b.length + 2L * gap);
    return memory;
  }

  private static float[] product(
      float[] a, float[] b, int rows, int depth, int columns, boolean rowMajor) {
    float[] product = new float[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        for (int k = 0; k < depth; k++) {
          product[i * columns + j] +=
              a[rowMajor ? i * depth + k : k * rows + i] * b[k * columns + j];
        }
      }
    }
    return product;
  }

  private static float[] times(float factor, float[] numbers) {
    float[] multiples = numbers.clone();
    for (int i = 0; i < multiples.length; i++) {
      multiples[i] *= factor;
    }
    return multiples;
  }

  private static float[] integers(int count, int different) {
    float[] integers = new float[count];
    for (int i = 0; i < count; i++) {
      integers[i] = i % different - different / 2;
    }
    return integers;
  }

  private static float[] read(Matrix matrix) {
    return read(matrix.memory(), (int) matrix.offset(), (int) (matrix.rows() * matrix.columns()));
  }

  private static float[] read(DenseArray memory, int from, int count) {
    float[] numbers = new float[count];
    FloatMemory.of(memory).read(from, numbers, 0, count);
    return numbers;
  }
}
