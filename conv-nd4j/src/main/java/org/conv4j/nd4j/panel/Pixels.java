package org.conv4j.nd4j.panel;

/** The destination pixels of a block, as tables of offsets for a gathered product. */
final class Pixels {

  private Pixels() {}

  /**
   * Fills the tables with the pixels of one phase, in row-major order of image, row and column.
   *
   * @param reach the source rows of the panel, as {@code correlation.rows().reach} gives them
   * @param rowPhase phase of the rows wanted
   * @param columnPhase phase of the columns wanted
   * @param sources receives where in the panel each pixel begins to read
   * @param targets receives the position of each pixel in the block, times {@code stride}; null if
   *     not wanted
   * @return how many there are
   */
  static int collect(
      Correlation correlation,
      ImagePanel panel,
      RowBlocks.Block block,
      AxisTaps.Span reach,
      int rowPhase,
      int columnPhase,
      int[] sources,
      int[] targets,
      int stride) {
    AxisTaps rows = correlation.rows();
    AxisTaps columns = correlation.columns();
    int width = correlation.width();
    int count = 0;
    for (int image = 0; image < block.images(); image++) {
      int imageOffset = image * reach.count() * panel.rowStride();
      for (int y = block.fromRow(); y < block.toRow(); y++) {
        if (rows.phase(y) != rowPhase) {
          continue;
        }
        int line = (image * block.rows() + y - block.fromRow()) * width;
        for (int x = 0; x < width; x++) {
          if (columns.phase(x) == columnPhase) {
            sources[count] = imageOffset + panel.offset(reach, rows.base(y), columns.base(x));
            if (targets != null) {
              targets[count] = (line + x) * stride;
            }
            count++;
          }
        }
      }
    }
    return count;
  }
}
