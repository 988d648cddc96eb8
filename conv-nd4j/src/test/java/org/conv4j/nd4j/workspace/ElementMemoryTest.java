package org.conv4j.nd4j.workspace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.conv4j.ElementType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("Memory of elements")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ElementMemoryTest {

  private static final double UNTOUCHED = -1;

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 2, 14, 6, 5, 6",
    "FLOAT32, 3, 10, 4, 7, 9",
    "FLOAT32, 1, 9, 9, 3, 9",
    "FLOAT32, 2, 700, 300, 31, 301",
    "FLOAT32, 2, 5000, 40, 3, 40",
    "FLOAT32, 5, 4096, 800, 3, 900",
    "FLOAT64, 2, 14, 6, 5, 8"
  })
  void picks_elements_of_rows_and_leaves_what_is_between_them(
      ElementType type, int step, int fromPitch, int count, int rows, int toPitch) {
    double[] source = counted(3 + rows * fromPitch);
    double[] expected = untouched(2 + rows * toPitch);
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < count; i++) {
        expected[2 + row * toPitch + i] = source[3 + row * fromPitch + i * step];
      }
    }
    INDArray target = array(type, untouched(expected.length));
    memory(array(type, source))
        .copyRows(3, step, fromPitch, count, rows, memory(target), 2, toPitch);
    assertArrayEquals(expected, target.toDoubleVector());
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 2, 14, 6, 5, 70",
    "FLOAT32, 2, 14, 7, 5, 73",
    "FLOAT32, 3, 10, 4, 7, 70",
    "FLOAT32, 2, 700, 300, 31, 21700",
    "FLOAT32, 2, 700, 300, 12, 8900",
    "FLOAT32, 2, 9000, 300, 3, 27000",
    "FLOAT32, 2, 10, 6, 4, 44",
    "FLOAT64, 2, 14, 6, 5, 80"
  })
  void spreads_rows_with_zeros_between_elements_and_behind_them(
      ElementType type, int step, int toPitch, int count, int rows, int all) {
    double[] source = counted(3 + rows * count);
    double[] expected = untouched(2 + all + 4);
    Arrays.fill(expected, 2, 2 + all, 0);
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < count; i++) {
        expected[2 + row * toPitch + i * step] = source[3 + row * count + i];
      }
    }
    INDArray target = array(type, untouched(expected.length));
    memory(array(type, source)).spreadRows(3, count, rows, memory(target), 2, step, toPitch, all);
    assertArrayEquals(expected, target.toDoubleVector());
  }

  private static double[] counted(int count) {
    double[] numbers = new double[count];
    Arrays.setAll(numbers, i -> i + 1);
    return numbers;
  }

  private static double[] untouched(int count) {
    double[] numbers = new double[count];
    Arrays.fill(numbers, UNTOUCHED);
    return numbers;
  }

  private static INDArray array(ElementType type, double[] elements) {
    return Nd4j.createFromArray(elements)
        .castTo(type == ElementType.FLOAT32 ? DataType.FLOAT : DataType.DOUBLE);
  }

  private static ElementMemory memory(INDArray array) {
    return ElementMemory.of(DenseArray.of(array));
  }
}
