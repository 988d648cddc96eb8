package org.conv4j.nd4j.plane;

import org.conv4j.nd4j.panel.AxisTaps;
import org.conv4j.nd4j.panel.Correlation;
import org.conv4j.nd4j.panel.ImageShape;
import org.conv4j.nd4j.workspace.ElementMemory;

/**
 * The form in which some channels and rows of a source image lie in native memory, with their zero
 * padding: split into phases, so that what neighbouring destination positions read lies side by
 * side whatever the stride. In the order of the tensor's own layout: plane by plane, or pixel by
 * pixel.
 */
final class SourcePlanes {

  private final ImageShape shape;
  private final int rowPhases;
  private final int columnPhases;
  private final AxisTaps.Span columns;
  private final int rows;
  private final int width;
  private final int channels;

  /**
   * A form.
   *
   * @param rows the most source rows, padding counted
   * @param channels the most channels
   */
  SourcePlanes(Correlation correlation, int rows, int channels) {
    this.shape = correlation.source();
    this.rowPhases = correlation.rows().advance();
    this.columnPhases = correlation.columns().advance();
    this.columns = correlation.columns().extent();
    this.rows = ceilDiv(rows, rowPhases);
    this.width = Math.max(1, ceilDiv(columns.count(), columnPhases));
    this.channels = channels;
  }

  /** Elements that the planes take. */
  long elements() {
    return (long) channels * rowPhases * columnPhases * rows * width;
  }

  /** The most channels. */
  int channels() {
    return channels;
  }

  /** Positions from one row of a phase to the next. */
  int width() {
    return width;
  }

  /** Elements from one position to the next. */
  long positionStride() {
    return shape.planar() ? 1 : channels;
  }

  /** Elements from one channel to the next. */
  long channelStride() {
    return shape.planar() ? (long) rowPhases * columnPhases * rows * width : 1;
  }

  /**
   * Where the first loaded channel has the element of a row and a column, both counted from the
   * first that is loaded; following positions of the same phases lie side by side.
   */
  long offset(int row, int column) {
    int plane = row % rowPhases * columnPhases + column % columnPhases;
    long line = (long) plane * rows + row / rowPhases;
    return (line * width + column / columnPhases) * positionStride();
  }

  /** The column from which columns are counted; may be in the padding. */
  int firstColumn() {
    return columns.first();
  }

  /**
   * Loads.
   *
   * @param firstRow the first row; may be in the padding
   * @param count how many rows
   * @param channel the first channel
   * @param channelCount how many channels
   * @param at where the planes begin in {@code to}
   */
  void load(
      ElementMemory source,
      int image,
      int firstRow,
      int count,
      int channel,
      int channelCount,
      ElementMemory to,
      long at) {
    int from = firstInside();
    int until = endInside();
    if (firstRow < 0
        || firstRow + count > shape.height()
        || from > columns.first()
        || until < columns.first() + columns.count()) {
      to.clear(at, elements());
    }
    if (from >= until) {
      return;
    }
    if (shape.planar()) {
      for (int c = 0; c < channelCount; c++) {
        long first = at + c * channelStride();
        loadPhases(source, image, firstRow, count, channel + c, to, first);
      }
    } else {
      loadRows(source, image, firstRow, count, channel, channelCount, to, at);
    }
  }

  /** The first column that is not padding. */
  private int firstInside() {
    return Math.max(0, columns.first());
  }

  /** After the last column that is not padding. */
  private int endInside() {
    return Math.min(shape.width(), columns.first() + columns.count());
  }

  private void loadRows(
      ElementMemory source,
      int image,
      int firstRow,
      int count,
      int channel,
      int channelCount,
      ElementMemory to,
      long at) {
    int from = firstInside();
    int until = endInside();
    int end = Math.min(shape.height(), firstRow + count);
    for (int y = Math.max(0, firstRow); y < end; y++) {
      for (int phase = 0; phase < columnPhases; phase++) {
        int behind = Math.floorMod(phase - (from - columns.first()), columnPhases);
        int first = from + behind;
        int pixels = ceilDiv(until - first, columnPhases);
        if (pixels > 0) {
          long target = at + offset(y - firstRow, first - columns.first());
          loadLine(source, image, y, first, pixels, channel, channelCount, to, target);
        }
      }
    }
  }

  /** Rows of one channel, phase by phase. */
  private void loadPhases(
      ElementMemory source,
      int image,
      int firstRow,
      int count,
      int channel,
      ElementMemory to,
      long at) {
    int from = firstInside();
    int end = Math.min(shape.height(), firstRow + count);
    int above = Math.max(0, firstRow);
    for (int row = above; row < Math.min(end, above + rowPhases); row++) {
      for (int column = from; column < Math.min(endInside(), from + columnPhases); column++) {
        source.copyRows(
            shape.index(image, channel, row, column),
            columnPhases,
            (long) rowPhases * shape.width(),
            ceilDiv(endInside() - column, columnPhases),
            ceilDiv(end - row, rowPhases),
            to,
            at + offset(row - firstRow, column - columns.first()),
            width);
      }
    }
  }

  private void loadLine(
      ElementMemory source,
      int image,
      int row,
      int column,
      int pixels,
      int channel,
      int channelCount,
      ElementMemory to,
      long at) {
    long from = shape.index(image, channel, row, column);
    if (channelCount == shape.channels() && channelCount == channels && columnPhases == 1) {
      source.copy(from, (long) pixels * channelCount, to, at);
      return;
    }
    for (int pixel = 0; pixel < pixels; pixel++) {
      source.copy(
          from + (long) pixel * columnPhases * shape.channels(),
          channelCount,
          to,
          at + (long) pixel * channels);
    }
  }

  private static int ceilDiv(int a, int b) {
    return Math.floorDiv(a + b - 1, b);
  }
}
