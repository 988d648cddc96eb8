package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.TileTransform;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * Transforms a source tensor, block of tile rows by block of tile rows, into a matrix of tiles by
 * channels for each element of a transformed tile: the left operands of the products that make a
 * Winograd convolution.
 */
final class WinogradTiles {

  /**
   * Floats that keep equal places of different matrix elements out of the same cache sets: a cache
   * line.
   */
  static final int SKEW = 16;

  /** Combines rows of pixels. */
  private interface Rows {
    void combine(float[] data, int[] rows, int pixels, int pixelStride, int to, int toStride);
  }

  /** Combines columns of combined rows. */
  private interface Columns {
    void combine(
        float[] data,
        int from,
        int fromStride,
        int tiles,
        float[] v,
        int to,
        int elementStride,
        int tileStride);
  }

  private final ImageShape shape;
  private final Kernels kernels;
  private final Rows rows;
  private final Columns columns;
  private final int taken;
  private final int made;
  private final int spacing;
  private final int firstRow;
  private final int firstColumn;
  private final int tileColumns;
  private final int tileRows;

  private WinogradTiles(
      ImageShape shape,
      Kernels kernels,
      Rows rows,
      Columns columns,
      int taken,
      int made,
      int spacing,
      int firstRow,
      int firstColumn,
      int tileRows,
      int tileColumns) {
    this.shape = shape;
    this.kernels = kernels;
    this.rows = rows;
    this.columns = columns;
    this.taken = taken;
    this.made = made;
    this.spacing = spacing;
    this.firstRow = firstRow;
    this.firstColumn = firstColumn;
    this.tileRows = tileRows;
    this.tileColumns = tileColumns;
  }

  /** BT x B over the overlapping tiles that a correlation reads. */
  static WinogradTiles ofInput(Correlation correlation, Kernels kernels, TileTransform transform) {
    return new WinogradTiles(
        correlation.source(),
        kernels,
        transform::inputRows,
        transform::inputColumns,
        transform.form().inputs(),
        transform.form().sources(),
        transform.form().step(),
        correlation.rows().reach(0, 1).first(),
        correlation.columns().reach(0, 1).first(),
        ceilDiv(correlation.height(), transform.form().outputs()),
        ceilDiv(correlation.width(), transform.form().outputs()));
  }

  /** A dy AT over the adjacent m x m tiles that the destination is divided into. */
  static WinogradTiles ofOutputGradient(
      Correlation correlation, Kernels kernels, TileTransform transform) {
    return new WinogradTiles(
        correlation.destination(),
        kernels,
        transform::gradientRows,
        transform::gradientColumns,
        transform.form().outputs(),
        transform.form().sums(),
        transform.form().outputs(),
        0,
        0,
        ceilDiv(correlation.height(), transform.form().outputs()),
        ceilDiv(correlation.width(), transform.form().outputs()));
  }

  /** Elements of a transformed tile. */
  int elements() {
    return made * made;
  }

  /** Tile rows of an image. */
  int tileRows() {
    return tileRows;
  }

  /** Tiles of a tile row. */
  int tileColumns() {
    return tileColumns;
  }

  /** Channels, rounded up to whole vectors. */
  int paddedChannels() {
    return ceilDiv(shape.channels(), kernels.lanes()) * kernels.lanes();
  }

  /** Floats of scratch for blocks of {@code rows} tile rows of one image. */
  int scratch(int rows) {
    return scratchLines() + lineFloats() * made + pixelFloats(rows) + planarFloats(rows);
  }

  /**
   * Transforms some channels of a block.
   *
   * @param first the first channel; a multiple of the kernels' lanes
   * @param count how many channels
   * @param v receives element (i, j) of tile t, channel c at {@code at + (i * n + j) *
   *     elementStride + t * tileStride + c - first}; tiles of the block in order
   */
  void transformChannels(
      FloatMemory memory,
      RowBlocks.Block block,
      int first,
      int count,
      float[] scratch,
      int scratchAt,
      int[] rowOffsets,
      float[] v,
      int at,
      int elementStride,
      int tileStride) {
    int step = shape.planar() ? kernels.lanes() : count;
    for (int done = 0; done < count; done += step) {
      transformSlice(
          memory,
          block,
          first + done,
          Math.min(step, count - done),
          scratch,
          scratchAt,
          rowOffsets,
          v,
          at + done,
          elementStride,
          tileStride);
    }
  }

  private void transformSlice(
      FloatMemory memory,
      RowBlocks.Block block,
      int channel,
      int count,
      float[] scratch,
      int scratchAt,
      int[] rowOffsets,
      float[] v,
      int at,
      int elementStride,
      int tileStride) {
    int lanes = kernels.lanes();
    int stride = shape.planar() ? lanes : count;
    PixelBlock pixels = new PixelBlock(shape, kernels, stride);
    int line = scratchAt + scratchLines();
    int pixelsAt = line + lineFloats() * made;
    int planarAt = pixelsAt + pixelFloats(block.rows());
    Arrays.fill(scratch, scratchAt, pixelsAt, 0);
    int tile = at;
    for (int image = block.fromImage(); image < block.toImage(); image++) {
      int top = firstRow + block.fromRow() * spacing;
      int bottom = firstRow + (block.toRow() - 1) * spacing + taken;
      int from = Math.min(Math.max(0, top), shape.height());
      int until = Math.max(from, Math.min(shape.height(), bottom));
      pixels.load(
          memory,
          new RowBlocks.Block(image, image + 1, from, until),
          channel,
          count,
          scratch,
          planarAt,
          scratch,
          pixelsAt);
      for (int r = block.fromRow(); r < block.toRow(); r++) {
        for (int i = 0; i < taken; i++) {
          int y = firstRow + r * spacing + i;
          rowOffsets[i] =
              y < from || y >= until ? scratchAt : pixelsAt + (y - from) * shape.width() * stride;
        }
        for (int c = 0; c < count; c += lanes) {
          transformRow(scratch, rowOffsets, stride, line, v, tile + c, elementStride, tileStride);
          for (int i = 0; i < taken; i++) {
            if (rowOffsets[i] != scratchAt) {
              rowOffsets[i] += lanes;
            }
          }
        }
        tile += tileColumns * tileStride;
      }
    }
  }

  /** One row of tiles, one vector of channels. */
  private void transformRow(
      float[] scratch,
      int[] offsets,
      int stride,
      int line,
      float[] v,
      int to,
      int elementStride,
      int tileStride) {
    int lanes = kernels.lanes();
    int cut = Math.max(0, firstColumn);
    int until = Math.min(shape.width(), firstColumn + lineColumns());
    if (cut > 0) {
      for (int i = 0; i < taken; i++) {
        offsets[i] += cut * stride;
      }
    }
    rows.combine(
        scratch,
        offsets,
        Math.max(0, until - cut),
        stride,
        line + (cut - firstColumn) * lanes,
        lineFloats());
    if (cut > 0) {
      for (int i = 0; i < taken; i++) {
        offsets[i] -= cut * stride;
      }
    }
    columns.combine(scratch, line, lineFloats(), tileColumns, v, to, elementStride, tileStride);
  }

  /** Columns that a row of tiles covers. */
  private int lineColumns() {
    return (tileColumns - 1) * spacing + taken;
  }

  private int lineFloats() {
    return lineColumns() * kernels.lanes();
  }

  /** A row of zeros, as long as any row of pixels. */
  private int scratchLines() {
    int stride = shape.planar() ? kernels.lanes() : shape.channels();
    return shape.width() * stride + kernels.lanes();
  }

  private int pixelFloats(int rows) {
    int stride = shape.planar() ? kernels.lanes() : shape.channels();
    int pixels = ((rows - 1) * spacing + taken) * shape.width();
    return ceilDiv(pixels, kernels.lanes()) * kernels.lanes() * stride + kernels.lanes();
  }

  private int planarFloats(int rows) {
    int pixels = ((rows - 1) * spacing + taken) * shape.width();
    return new PixelBlock(shape, kernels, kernels.lanes()).scratch(pixels);
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }
}
