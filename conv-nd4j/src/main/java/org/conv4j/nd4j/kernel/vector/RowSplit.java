package org.conv4j.nd4j.kernel.vector;

/** Rows as blocks of five and of four, which any twelve rows or more are. */
final class RowSplit {

  private RowSplit() {}

  /**
   * How many blocks of four leave a multiple of five; 0 where that takes more rows than there are.
   */
  static int fours(int rows) {
    int fours = (5 - rows % 5) % 5;
    return 4 * fours <= rows ? fours : 0;
  }
}
