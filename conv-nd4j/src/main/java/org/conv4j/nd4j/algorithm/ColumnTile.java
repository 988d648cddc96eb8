package org.conv4j.nd4j.algorithm;

/**
 * A box of the column matrix: which images, groups, filter taps and output positions it covers.
 * Bounds are first (inclusive) and end (exclusive). A tile of several output rows has them whole.
 *
 * @param firstImage first image
 * @param endImage end of the images
 * @param firstGroup first group
 * @param endGroup end of the groups; more than one group only with all taps
 * @param firstTap first filter tap of each group, in the order of the filter's memory
 * @param endTap end of the taps
 * @param firstRow first output row
 * @param endRow end of the output rows
 * @param firstColumn first output column
 * @param endColumn end of the output columns
 */
record ColumnTile(
    long firstImage,
    long endImage,
    long firstGroup,
    long endGroup,
    long firstTap,
    long endTap,
    long firstRow,
    long endRow,
    long firstColumn,
    long endColumn) {

  long images() {
    return endImage - firstImage;
  }

  long groups() {
    return endGroup - firstGroup;
  }

  long taps() {
    return endTap - firstTap;
  }

  long rows() {
    return endRow - firstRow;
  }

  long columns() {
    return endColumn - firstColumn;
  }

  long positions() {
    return rows() * columns();
  }

  long elements() {
    return images() * groups() * taps() * positions();
  }
}
