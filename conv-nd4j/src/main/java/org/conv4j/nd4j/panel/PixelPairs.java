package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * The pixels of two planar tensors that meet through a 1 x 1 kernel, numbered through all images,
 * and copies of ranges of them. Where a tensor consists of such pixels only, an image's are one run
 * in memory; otherwise a row's are picked from, or spread over, a line.
 */
final class PixelPairs {

  /** Floats of a copy of several lines. */
  private static final int SPAN_TARGET = 4 << 10;

  private final Side source;
  private final Side destination;
  private final AxisPairs rows;
  private final AxisPairs columns;
  private final int perImage;
  private final Kernels kernels;

  PixelPairs(Correlation correlation, Kernels kernels) {
    this.kernels = kernels;
    ImageShape from = correlation.source();
    ImageShape to = correlation.destination();
    this.rows = AxisPairs.of(correlation.rows(), from.height());
    this.columns = AxisPairs.of(correlation.columns(), from.width());
    this.perImage = rows.count() * columns.count();
    this.source =
        new Side(
            from,
            perImage == from.height() * from.width(),
            rows.source(),
            rows.sourceStep(),
            columns.source(),
            columns.sourceStep());
    this.destination =
        new Side(
            to,
            perImage == to.height() * to.width(),
            rows.destination(),
            rows.destinationStep(),
            columns.destination(),
            columns.destinationStep());
  }

  /** Number of pairs in all images. */
  int count() {
    return source.shape.images() * perImage;
  }

  /** Number of pairs in an image. */
  int perImage() {
    return perImage;
  }

  /** Whether every source pixel is of a pair, so that an image's are one run in memory. */
  boolean fillSource() {
    return source.whole;
  }

  /** Whether every destination pixel is of a pair, so that an image's are one run in memory. */
  boolean fillDestination() {
    return destination.whole;
  }

  /** Floats of scratch that copies need. */
  int scratch() {
    return Math.max(source.scratch(), destination.scratch()) + 2 * kernels.lanes();
  }

  /**
   * Reads {@code count} source pixels of a channel, from pair {@code pair} on; they may lie in
   * several images.
   */
  void readSource(
      FloatMemory memory,
      int channel,
      int pair,
      int count,
      float[] scratch,
      int scratchAt,
      float[] to,
      int at) {
    read(source, memory, channel, pair, count, scratch, scratchAt, to, at);
  }

  /** As {@link #readSource}, but destination pixels. */
  void readDestination(
      FloatMemory memory,
      int channel,
      int pair,
      int count,
      float[] scratch,
      int scratchAt,
      float[] to,
      int at) {
    read(destination, memory, channel, pair, count, scratch, scratchAt, to, at);
  }

  private void read(
      Side side,
      FloatMemory memory,
      int channel,
      int pair,
      int count,
      float[] scratch,
      int scratchAt,
      float[] to,
      int at) {
    int run = side.whole ? perImage : columns.count();
    int line = pair / run;
    int offset = pair - line * run;
    for (int end = at + count; at < end; offset = 0) {
      int length = Math.min(run - offset, end - at);
      int lines = 1;
      if (side.whole) {
        memory.read(side.shape.index(line, channel, 0, offset), to, at, length);
      } else {
        int row = line % rows.count();
        if (length == run) {
          lines = Math.min(side.linesPerSpan(), Math.min((end - at) / run, rows.count() - row));
        }
        int pitch = side.rowStep * side.shape.width();
        int step = side.columnStep;
        memory.read(
            side.index(line / rows.count(), channel, row, offset),
            scratch,
            scratchAt,
            (lines - 1) * pitch + (length - 1) * step + 1);
        kernels.pickRows(scratch, scratchAt, pitch, step, length, lines, to, at);
      }
      line += lines;
      at += lines * length;
    }
  }

  /**
   * Writes {@code count} destination pixels of a channel, from pair {@code pair} on, and {@code
   * blank} to those that belong to them but meet nothing.
   */
  void writeDestination(
      float[] from,
      int at,
      int count,
      float blank,
      float[] scratch,
      int scratchAt,
      FloatMemory memory,
      int channel,
      int pair) {
    int run = destination.whole ? perImage : columns.count();
    int line = pair / run;
    int offset = pair - line * run;
    for (int end = at + count; at < end; offset = 0) {
      int length = Math.min(run - offset, end - at);
      int wholeLines =
          destination.whole || length < run
              ? 0
              : linesToWrite(line % rows.count(), (end - at) / run);
      int lines = Math.max(1, wholeLines);
      if (destination.whole) {
        memory.write(from, at, length, destination.shape.index(line, channel, 0, offset));
      } else if (wholeLines > 0) {
        spreadLines(from, at, lines, blank, scratch, scratchAt, memory, channel, line);
      } else {
        spread(from, at, length, blank, scratch, scratchAt, memory, channel, line, offset);
      }
      line += lines;
      at += lines * length;
    }
  }

  /**
   * How many whole lines from row {@code row} of pairs on, with what belongs to them, are a span.
   */
  private int linesToWrite(int row, int most) {
    int lines = Math.min(most, rows.count() - row);
    while (lines > 0
        && (rows.ownedUntil(row + lines - 1) - rows.ownedFrom(row)) * destination.shape.width()
            > destination.scratch()) {
      lines--;
    }
    return lines;
  }

  private void spreadLines(
      float[] from,
      int at,
      int lines,
      float blank,
      float[] scratch,
      int scratchAt,
      FloatMemory memory,
      int channel,
      int line) {
    int width = destination.shape.width();
    int row = line % rows.count();
    int first = rows.ownedFrom(row);
    int floats = (rows.ownedUntil(row + lines - 1) - first) * width;
    Arrays.fill(scratch, scratchAt, scratchAt + floats, blank);
    int step = columns.destinationStep();
    for (int i = 0; i < lines; i++) {
      int y = rows.destination() + (row + i) * rows.destinationStep();
      int to = scratchAt + (y - first) * width + columns.destination();
      for (int x = 0; x < columns.count(); x++, to += step) {
        scratch[to] = from[at++];
      }
    }
    memory.write(
        scratch,
        scratchAt,
        floats,
        destination.shape.index(line / rows.count(), channel, first, 0));
  }

  private void spread(
      float[] from,
      int at,
      int length,
      float blank,
      float[] scratch,
      int scratchAt,
      FloatMemory memory,
      int channel,
      int line,
      int offset) {
    ImageShape shape = destination.shape;
    int image = line / rows.count();
    int row = line % rows.count();
    int first = columns.ownedFrom(offset);
    int width = columns.ownedUntil(offset + length - 1) - first;
    int target = rows.destination() + row * rows.destinationStep();
    Arrays.fill(scratch, scratchAt, scratchAt + width, blank);
    for (int y = rows.ownedFrom(row); y < rows.ownedUntil(row); y++) {
      if (y != target) {
        memory.write(scratch, scratchAt, width, shape.index(image, channel, y, first));
      }
    }
    int step = columns.destinationStep();
    int to = scratchAt + columns.destination() + offset * step - first;
    for (int i = 0; i < length; i++, to += step) {
      scratch[to] = from[at + i];
    }
    memory.write(scratch, scratchAt, width, shape.index(image, channel, target, first));
  }

  /**
   * One of the tensors.
   *
   * @param whole whether every pixel is of a pair
   */
  private record Side(
      ImageShape shape, boolean whole, int row, int rowStep, int column, int columnStep) {

    int scratch() {
      int plane = shape.height() * shape.width();
      return whole ? 0 : Math.max(shape.width(), Math.min(plane, SPAN_TARGET));
    }

    /** Lines between whose first and last are no more floats than the scratch. */
    int linesPerSpan() {
      return Math.max(1, (scratch() - shape.width()) / (rowStep * shape.width()) + 1);
    }

    /** Index of the element of a channel at the pixel of a pair. */
    long index(int image, int channel, int pairRow, int pairColumn) {
      return shape.index(image, channel, row + pairRow * rowStep, column + pairColumn * columnStep);
    }
  }
}
