package org.conv4j.nd4j.panel;

/**
 * A partition of the rows of all images into blocks: either several whole images, or some rows of
 * one image. Depends on its arguments alone.
 */
public final class RowBlocks {

  private final int images;
  private final int height;
  private final int imagesPerBlock;
  private final int blocksPerImage;

  private RowBlocks(int images, int height, int imagesPerBlock, int blocksPerImage) {
    this.images = images;
    this.height = height;
    this.imagesPerBlock = imagesPerBlock;
    this.blocksPerImage = blocksPerImage;
  }

  /** Blocks of about {@code rows} rows, at least one each. */
  public static RowBlocks of(int images, int height, int rows) {
    if (rows < height) {
      return new RowBlocks(images, height, 1, ceilDiv(height, Math.max(1, rows)));
    }
    int blocks = ceilDiv(images, Math.max(1, rows / height));
    return new RowBlocks(images, height, ceilDiv(images, blocks), 1);
  }

  /**
   * The largest blocks of at most {@code most} destination rows whose source rows fit {@code
   * floats}; blocks of one row if none do.
   *
   * @param floatsPerRow what a source row takes
   */
  static RowBlocks fitting(Correlation correlation, int most, long floats, long floatsPerRow) {
    int rows = Math.max(1, most);
    while (true) {
      RowBlocks blocks = of(correlation.images(), correlation.height(), rows);
      if (rows == 1 || blocks.largestReach(correlation.rows()) * floatsPerRow <= floats) {
        return blocks;
      }
      rows /= 2;
    }
  }

  /** The most source rows that a block reads, of all its images; at least 1. */
  public int largestReach(AxisTaps axis) {
    int most = 1;
    for (int i = 0; i < blocksPerImage; i++) {
      Block block = block(i);
      int rows = axis.reach(block.fromRow(), block.toRow()).count();
      most = Math.max(most, imagesPerBlock * rows);
    }
    return most;
  }

  /** Number of blocks. */
  public int count() {
    return ceilDiv(images, imagesPerBlock) * blocksPerImage;
  }

  /** The most rows that a block has, of all its images. */
  public int largest() {
    return imagesPerBlock * ceilDiv(height, blocksPerImage);
  }

  /** One of the blocks. */
  public Block block(int index) {
    int part = index % blocksPerImage;
    int firstImage = index / blocksPerImage * imagesPerBlock;
    return new Block(
        firstImage,
        Math.min(images, firstImage + imagesPerBlock),
        (int) ((long) height * part / blocksPerImage),
        (int) ((long) height * (part + 1) / blocksPerImage));
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }

  /**
   * Rows {@code fromRow} to {@code toRow - 1} of images {@code fromImage} to {@code toImage - 1}.
   *
   * @param fromImage the first image
   * @param toImage after the last image
   * @param fromRow the first row
   * @param toRow after the last row
   */
  public record Block(int fromImage, int toImage, int fromRow, int toRow) {

    /** Number of images. */
    public int images() {
      return toImage - fromImage;
    }

    /** Number of rows in each image. */
    public int rows() {
      return toRow - fromRow;
    }

    /** The same rows and images, counted from the first of another block on. */
    Block within(Block other) {
      return new Block(
          other.fromImage + fromImage,
          other.fromImage + toImage,
          other.fromRow + fromRow,
          other.fromRow + toRow);
    }
  }
}
