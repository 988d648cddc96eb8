package org.conv4j.nd4j.tile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayName("a matrix of lines")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LineMatrixTest {

  private static final LineMatrix MATRIX =
      new LineMatrix(new float[][] {{0, 0, 3, 0}, {0, 2, 0, -1}, {1, 0, -0.5f, 4}});

  @Test
  void combines_the_lines_that_it_does_not_multiply_by_zero() {
    float[] nan = {Float.NaN, Float.NaN};
    float[][] lines = {
      null, {1, 2}, nan, {10, 20}, nan, {100, 200}, nan, {1000, 2000},
    };
    assertEquals(3, MATRIX.rows());
    assertArrayEquals(new float[] {300.5f, 600.5f}, combined(0, lines));
    assertArrayEquals(new float[] {-979.5f, -1959.5f}, combined(1, lines));
    assertArrayEquals(new float[] {3951.5f, 7902.5f}, combined(2, lines));
    lines[1] = nan;
    assertArrayEquals(new float[] {-979.5f, -1959.5f}, combined(1, lines));
  }

  private static float[] combined(int row, float[][] lines) {
    float[] to = new float[2];
    MATRIX.combine(row, lines, 1, 2, 0.5f, to, 2);
    return to;
  }
}
