package org.conv4j.verify.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/**
 * Numbers in rows and columns, for the eye: kept to five significant digits.
 *
 * @param rows at least 1
 * @param columns at least 1
 * @param values row by row; not to be written to
 */
public record Grid(int rows, int columns, double[] values) {

  private static final MathContext DIGITS = new MathContext(5);

  /**
   * Rounds.
   *
   * @throws IllegalArgumentException if the values are not rows x columns
   */
  public Grid {
    if (rows < 1 || columns < 1 || (long) rows * columns != values.length) {
      throw new IllegalArgumentException(
          "a grid of %d rows and %d columns cannot have %d values"
              .formatted(rows, columns, values.length));
    }
    values = Arrays.stream(values).map(Grid::rounded).toArray();
  }

  private static double rounded(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Grid grid
        && rows == grid.rows
        && columns == grid.columns
        && Arrays.equals(values, grid.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * rows + columns) + Arrays.hashCode(values);
  }

  /** The size, without the values. */
  @Override
  public String toString() {
    return "Grid[" + rows + " x " + columns + "]";
  }
}
