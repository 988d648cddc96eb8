package org.conv4j.nd4j.tile;

import java.util.Arrays;
import org.conv4j.nd4j.panel.Correlation;
import org.conv4j.nd4j.panel.ImageShape;
import org.conv4j.nd4j.panel.RowBlocks;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * Transforms planes of a planar tensor to 4 x 4 elements of tiles. Rows of pixels are combined
 * along the row first, number by number; what belongs to one element of all tiles then lies
 * together, and the other axis is combined line by line.
 */
final class TileReader {

  /** Combines the pixels of a row, tile by tile, to four lines. */
  private interface Rows {
    void combine(float[] row, int tiles, float[][] lines, int first, int at);
  }

  private static final int N = WinogradF2.INPUTS;

  /** From one tile to the next. */
  private static final int SPACING = WinogradF2.OUTPUTS;

  private final ImageShape shape;
  private final Rows rows;
  private final LineMatrix matrix;
  private final int taken;
  private final int firstRow;
  private final int firstColumn;
  private final int tileRows;
  private final int tileColumns;

  private TileReader(
      Correlation correlation,
      ImageShape shape,
      Rows rows,
      LineMatrix matrix,
      int taken,
      int firstRow,
      int firstColumn) {
    this.shape = shape;
    this.rows = rows;
    this.matrix = matrix;
    this.taken = taken;
    this.firstRow = firstRow;
    this.firstColumn = firstColumn;
    this.tileRows = ceilDiv(correlation.height(), SPACING);
    this.tileColumns = ceilDiv(correlation.width(), SPACING);
  }

  /** BT x B over the overlapping 4 x 4 tiles that a correlation of stride 1 reads. */
  static TileReader ofSource(Correlation correlation) {
    return new TileReader(
        correlation,
        correlation.source(),
        TileReader::inputs,
        WinogradF2.INPUT,
        WinogradF2.INPUTS,
        correlation.rows().reach(0, 1).first(),
        correlation.columns().reach(0, 1).first());
  }

  /** A dy AT over the adjacent 2 x 2 tiles that the destination is divided into. */
  static TileReader ofDestinationGradient(Correlation correlation) {
    return new TileReader(
        correlation,
        correlation.destination(),
        TileReader::gradients,
        WinogradF2.GRADIENT,
        WinogradF2.OUTPUTS,
        0,
        0);
  }

  /** Tile rows of an image. */
  int tileRows() {
    return tileRows;
  }

  /** Tiles of a tile row. */
  int tileColumns() {
    return tileColumns;
  }

  /** Tiles of a block. */
  int tiles(RowBlocks.Block block) {
    return block.images() * block.rows() * tileColumns;
  }

  /** What {@link #read} takes for the largest of some blocks. */
  TileLines.Sizes sizes(RowBlocks blocks) {
    int tileRowsOfImage = Math.min(tileRows, blocks.largest());
    return new TileLines.Sizes(
        blocks.largest() * tileColumns,
        lineRows(tileRowsOfImage) * tileColumns,
        pixelRows(tileRowsOfImage) * shape.width(),
        pixelColumns());
  }

  /**
   * Transforms one channel of a block.
   *
   * @param to receives element (i, j) of tile t at {@code at + (4 * i + j) * elementStride + t};
   *     tiles of the block in order
   */
  void read(
      FloatMemory memory,
      RowBlocks.Block block,
      int channel,
      TileLines lines,
      FloatMemory to,
      long at,
      long elementStride) {
    for (int image = block.fromImage(); image < block.toImage(); image++) {
      combineRows(memory, block, image, channel, lines);
      gather(block, image, lines);
    }
    int tiles = tiles(block);
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        matrix.combine(i, lines.operands(), j, N, 0, lines.result(), tiles);
        to.write(lines.result(), 0, tiles, at + (i * N + j) * elementStride);
      }
    }
  }

  /**
   * Combines the rows of pixels that a block reads: {@code lines.rows()} receives, of even and of
   * odd rows, the elements along the row.
   */
  private void combineRows(
      FloatMemory memory, RowBlocks.Block block, int image, int channel, TileLines lines) {
    int count = pixelRows(block.rows());
    int top = firstRow + block.fromRow() * SPACING;
    int from = Math.min(Math.max(0, top), shape.height());
    int until = Math.max(from, Math.min(shape.height(), top + count));
    if (until > from) {
      memory.read(
          shape.index(image, channel, from, 0), lines.pixels(), 0, (until - from) * shape.width());
    }
    int firstPixel = Math.max(0, firstColumn);
    int pixels = Math.max(0, Math.min(shape.width(), firstColumn + pixelColumns()) - firstPixel);
    Arrays.fill(lines.row(), 0, pixelColumns(), 0);
    for (int row = 0; row < count; row++) {
      int y = top + row;
      int first = row % SPACING * N;
      int at = row / SPACING * tileColumns;
      if (y < from || y >= until || pixels == 0) {
        for (int j = 0; j < N; j++) {
          Arrays.fill(lines.rows()[first + j], at, at + tileColumns, 0);
        }
      } else {
        System.arraycopy(
            lines.pixels(),
            (y - from) * shape.width() + firstPixel,
            lines.row(),
            firstPixel - firstColumn,
            pixels);
        rows.combine(lines.row(), tileColumns, lines.rows(), first, at);
      }
    }
  }

  /** BT along a row. */
  private static void inputs(float[] row, int tiles, float[][] lines, int first, int at) {
    float[] v0 = lines[first];
    float[] v1 = lines[first + 1];
    float[] v2 = lines[first + 2];
    float[] v3 = lines[first + 3];
    for (int tile = 0; tile < tiles; tile++) {
      float d0 = row[2 * tile];
      float d1 = row[2 * tile + 1];
      float d2 = row[2 * tile + 2];
      float d3 = row[2 * tile + 3];
      v0[at + tile] = d0 - d2;
      v1[at + tile] = d1 + d2;
      v2[at + tile] = d2 - d1;
      v3[at + tile] = d1 - d3;
    }
  }

  /** A along a row. */
  private static void gradients(float[] row, int tiles, float[][] lines, int first, int at) {
    float[] v0 = lines[first];
    float[] v1 = lines[first + 1];
    float[] v2 = lines[first + 2];
    float[] v3 = lines[first + 3];
    for (int tile = 0; tile < tiles; tile++) {
      float d0 = row[2 * tile];
      float d1 = row[2 * tile + 1];
      v0[at + tile] = d0;
      v1[at + tile] = d0 + d1;
      v2[at + tile] = d0 - d1;
      v3[at + tile] = -d1;
    }
  }

  /**
   * Finds each tile's rows: the first two are there already where the block is of one image, the
   * others are the first two of the tile below.
   */
  private void gather(RowBlocks.Block block, int image, TileLines lines) {
    int count = block.rows() * tileColumns;
    for (int i = 0; i < taken; i++) {
      for (int j = 0; j < N; j++) {
        float[] from = lines.rows()[i % SPACING * N + j];
        int e = i * N + j;
        if (block.images() == 1 && i < SPACING) {
          lines.operands()[e] = from;
        } else {
          lines.operands()[e] = lines.tiles()[e];
          System.arraycopy(
              from,
              i / SPACING * tileColumns,
              lines.tiles()[e],
              (image - block.fromImage()) * count,
              count);
        }
      }
    }
  }

  /** Rows of pixels that so many tile rows read. */
  private int pixelRows(int ofTileRows) {
    return (ofTileRows - 1) * SPACING + taken;
  }

  /** Columns of pixels that a row of tiles reads. */
  private int pixelColumns() {
    return (tileColumns - 1) * SPACING + taken;
  }

  /** Even rows, or odd ones, that so many tile rows read. */
  private int lineRows(int ofTileRows) {
    return ofTileRows + (taken - 1) / SPACING;
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }
}
