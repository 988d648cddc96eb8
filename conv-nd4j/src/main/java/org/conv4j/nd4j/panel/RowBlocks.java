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
  }
}
