package org.conv4j.nd4j.kernel.vector;

/** How rows are split into blocks of five and four. */
final class RowSplit {

  private RowSplit() {}

  /** How many blocks of four leave a multiple of five; 0 where there are too few rows. */
  static int fours(int rows) {
    int fours = (5 - rows % 5) % 5;
    return 4 * fours <= rows ? fours : 0;
  }
}
