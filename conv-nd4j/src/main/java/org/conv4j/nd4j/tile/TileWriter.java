package org.conv4j.nd4j.tile;

import org.conv4j.nd4j.panel.Correlation;
import org.conv4j.nd4j.panel.ImageShape;
import org.conv4j.nd4j.panel.RowBlocks;
import org.conv4j.nd4j.workspace.FloatMemory;

/** Transforms 4 x 4 products of tiles to planes of a planar tensor: AT M A plus a bias. */
final class TileWriter {

  private static final int N = WinogradF2.INPUTS;
  private static final int M = WinogradF2.OUTPUTS;

  private final ImageShape shape;
  private final int tileRows;
  private final int tileColumns;

  TileWriter(Correlation correlation) {
    this.shape = correlation.destination();
    this.tileRows = (shape.height() + M - 1) / M;
    this.tileColumns = (shape.width() + M - 1) / M;
  }

  /** What {@link #write} takes for the largest of some blocks. */
  TileLines.Sizes sizes(RowBlocks blocks) {
    return new TileLines.Sizes(
        blocks.largest() * tileColumns,
        0,
        Math.min(tileRows, blocks.largest()) * M * shape.width(),
        0);
  }

  /**
   * Transforms one channel of a block.
   *
   * @param products holds element (i, j) of tile t at {@code at + (4 * i + j) * elementStride + t};
   *     tiles of the block in order
   */
  void write(
      FloatMemory products,
      long at,
      long elementStride,
      RowBlocks.Block block,
      int channel,
      float bias,
      TileLines lines,
      FloatMemory destination) {
    int tilesOfImage = block.rows() * tileColumns;
    combine(products, at, elementStride, bias, lines, block.images() * tilesOfImage);
    int width = shape.width();
    int firstRow = block.fromRow() * M;
    int rows = Math.min(shape.height(), block.toRow() * M) - firstRow;
    for (int image = block.fromImage(); image < block.toImage(); image++) {
      int tile = (image - block.fromImage()) * tilesOfImage;
      for (int row = 0; row < rows; row++) {
        int first = row % M * M;
        interleave(
            lines.tiles()[first],
            lines.tiles()[first + 1],
            tile + row / M * tileColumns,
            lines.pixels(),
            row * width,
            width);
      }
      destination.write(lines.pixels(), 0, rows * width, shape.index(image, channel, firstRow, 0));
    }
  }

  /** The four pixels of every tile: the first of {@code lines.tiles()}. */
  private static void combine(
      FloatMemory products, long at, long elementStride, float bias, TileLines lines, int tiles) {
    for (int e = 0; e < WinogradF2.ELEMENTS; e++) {
      products.read(at + e * elementStride, lines.tiles()[e], 0, tiles);
    }
    for (int i = 0; i < M; i++) {
      for (int j = 0; j < N; j++) {
        WinogradF2.OUTPUT.combine(i, lines.tiles(), j, N, 0, lines.halves()[i * N + j], tiles);
      }
    }
    for (int i = 0; i < M; i++) {
      for (int j = 0; j < M; j++) {
        WinogradF2.OUTPUT.combine(
            j, lines.halves(), i * N, 1, bias, lines.tiles()[i * M + j], tiles);
      }
    }
  }

  /** A row of pixels: even ones from one line, odd ones from another. */
  private static void interleave(
      float[] even, float[] odd, int from, float[] to, int at, int count) {
    int pairs = count / 2;
    for (int i = 0; i < pairs; i++) {
      to[at + 2 * i] = even[from + i];
      to[at + 2 * i + 1] = odd[from + i];
    }
    if (count % 2 != 0) {
      to[at + count - 1] = even[from + pairs];
    }
  }
}
