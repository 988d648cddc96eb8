package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * The form in which source rows lie in a Java array: some channels of some rows of some images,
 * with their zero padding, in the order of the tensor's own layout. Rows of several images follow
 * each other.
 */
public final class ImagePanel {

  private final ImageShape shape;
  private final AxisTaps.Span columns;
  private final int step;
  private final int rows;
  private final int channels;

  /**
   * A form.
   *
   * @param shape the tensor that panels are loaded from
   * @param columns the columns of a panel; may reach into the padding
   * @param step distance between neighbouring rows of a panel, in the tensor
   * @param rows the most rows that a panel has
   * @param channels the most channels that a panel has
   */
  public ImagePanel(ImageShape shape, AxisTaps.Span columns, int step, int rows, int channels) {
    this.shape = shape;
    this.columns = columns;
    this.step = step;
    this.rows = rows;
    this.channels = channels;
  }

  /** The most channels that a panel has. */
  public int channels() {
    return channels;
  }

  /** Floats that a panel takes. */
  public int floats() {
    return channels * rows * columns.count();
  }

  /** Distance from one column to the next. */
  public int columnStride() {
    return shape.planar() ? 1 : channels;
  }

  /** Distance from one row to the next. */
  public int rowStride() {
    return columns.count() * columnStride();
  }

  /** Distance from one channel to the next. */
  public int channelStride() {
    return shape.planar() ? rows * columns.count() : 1;
  }

  /** Offset of the element that a row and a column of the tensor have in a panel of one image. */
  int offset(AxisTaps.Span panelRows, int row, int column) {
    return (row - panelRows.first()) / step * rowStride()
        + (column - columns.first()) * columnStride();
  }

  /** Offset of a tap, as the distance that its shifts make. */
  int shift(int rowShift, int columnShift) {
    return rowShift / step * rowStride() + columnShift * columnStride();
  }

  /**
   * Loads a panel.
   *
   * @param block whose images are loaded
   * @param panelRows the rows of each image; may reach into the padding
   * @param channel the first channel
   * @param count how many channels
   */
  public void load(
      FloatMemory memory,
      RowBlocks.Block block,
      AxisTaps.Span panelRows,
      int channel,
      int count,
      float[] to,
      int at) {
    if (shape.planar() && step == 1 && wholeLines()) {
      for (int image = block.fromImage(); image < block.toImage(); image++) {
        int rows = at + (image - block.fromImage()) * panelRows.count() * rowStride();
        for (int c = 0; c < count; c++) {
          loadLines(memory, image, channel + c, panelRows, to, rows + c * channelStride());
        }
      }
      return;
    }
    int row = at;
    for (int image = block.fromImage(); image < block.toImage(); image++) {
      for (int r = 0; r < panelRows.count(); r++, row += rowStride()) {
        int y = panelRows.first() + r * step;
        if (shape.planar()) {
          for (int c = 0; c < count; c++) {
            loadRow(memory, image, channel + c, y, 1, to, row + c * channelStride());
          }
        } else {
          loadRow(memory, image, channel, y, count, to, row);
        }
      }
    }
  }

  private boolean wholeLines() {
    return columns.first() <= 0 && columns.first() + columns.count() >= shape.width();
  }

  /** Loads neighbouring whole rows of a plane at once, then makes room for the padding. */
  private void loadLines(
      FloatMemory memory, int image, int channel, AxisTaps.Span panelRows, float[] to, int at) {
    int width = shape.width();
    int stride = columns.count();
    int from = Math.min(panelRows.count(), Math.max(0, -panelRows.first()));
    int until = Math.max(from, Math.min(panelRows.count(), shape.height() - panelRows.first()));
    int first = at + from * stride;
    int last = at + until * stride;
    Arrays.fill(to, at, first, 0);
    Arrays.fill(to, last, at + panelRows.count() * stride, 0);
    if (from == until) {
      return;
    }
    int line = last - (until - from) * width;
    memory.read(shape.index(image, channel, panelRows.first() + from, 0), to, line, last - line);
    if (stride == width) {
      return;
    }
    for (int row = first; row < last; row += stride, line += width) {
      int begin = row - columns.first();
      System.arraycopy(to, line, to, begin, width);
      for (int i = row; i < begin; i++) {
        to[i] = 0;
      }
      for (int i = begin + width; i < row + stride; i++) {
        to[i] = 0;
      }
    }
  }

  /** Loads one row of {@code count} neighbouring channels (of one, if planar). */
  private void loadRow(
      FloatMemory memory, int image, int channel, int y, int count, float[] to, int at) {
    int stride = columnStride();
    int end = at + rowStride();
    int from = Math.max(0, columns.first());
    int until = Math.min(shape.width(), columns.first() + columns.count());
    if (y < 0 || y >= shape.height() || from >= until) {
      Arrays.fill(to, at, end, 0);
      return;
    }
    int first = at + (from - columns.first()) * stride;
    int last = first + (until - from) * stride;
    Arrays.fill(to, at, first, 0);
    Arrays.fill(to, last, end, 0);
    long source = shape.index(image, channel, y, from);
    if (shape.planar() || count == shape.channels() && count == stride) {
      memory.read(source, to, first, (until - from) * stride);
    } else {
      for (int pixel = first; pixel < last; pixel += stride, source += shape.channels()) {
        memory.read(source, to, pixel, count);
      }
    }
  }
}
