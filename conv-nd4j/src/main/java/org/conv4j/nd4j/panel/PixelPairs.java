package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * The pixels of two planar tensors that meet through a 1 x 1 kernel, numbered through all images,
 * and copies of ranges of them. Where a tensor consists of such pixels only, an image's are one run
 * in memory; otherwise they are picked from rows, or placed among what lies between them.
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
   * Writes {@code count} destination pixels of some channels, from pair {@code pair} on, and with
   * them all that lies between a pixel and the next in memory, or before the first of an image, and
   * meets nothing. So the pixels of a channel are one run in memory.
   *
   * @param channel the first
   */
  void writeDestination(
      PixelRows rows,
      int count,
      float[] scratch,
      int scratchAt,
      FloatMemory memory,
      int channel,
      int pair) {
    for (int done = 0; done < count; ) {
      int image = (pair + done) / perImage;
      int first = pair + done - image * perImage;
      int length = Math.min(perImage - first, count - done);
      long plane = destination.shape.index(image, channel, 0, 0);
      if (destination.whole) {
        for (int c = 0; c < rows.channels(); c++, plane += perImage) {
          memory.write(rows.memory(), rows.row(c) + done, length, plane + first);
        }
      } else {
        length = fitting(first, length);
        spread(rows, done, first, length, scratch, scratchAt, memory, plane);
      }
      done += length;
    }
  }

  /** As many pixels of an image as the scratch has room for, or one. */
  private int fitting(int first, int most) {
    int length = most;
    while (length > 1 && begin(first + length) - begin(first) > destination.scratch()) {
      length = (length + 1) / 2;
    }
    return length;
  }

  /**
   * Writes some pixels of an image.
   *
   * @param at where in each row they are
   * @param plane where the first channel of the image begins
   */
  private void spread(
      PixelRows rows,
      int at,
      int first,
      int length,
      float[] scratch,
      int scratchAt,
      FloatMemory memory,
      long plane) {
    int end = begin(first + length);
    int pixel = position(first);
    int floats;
    for (int from = begin(first); from < end; from += floats) {
      floats = Math.min(destination.scratch(), end - from);
      boolean blank = pixel < from || pixel >= from + floats;
      long to = plane + from;
      for (int c = 0; c < rows.channels(); c++, to += begin(perImage)) {
        if (rows.changesBlank(c)) {
          Arrays.fill(scratch, scratchAt, scratchAt + floats, rows.blank(c));
        }
        if (!blank) {
          place(rows, c, at, first, length, scratch, scratchAt - from);
        }
        memory.write(scratch, scratchAt, floats, to);
      }
    }
  }

  /** Copies pixels of an image to where they lie in a plane that begins at {@code to}. */
  private void place(
      PixelRows rows, int channel, int at, int first, int length, float[] plane, int to) {
    int from = rows.row(channel) + at;
    int pitch = destination.rowStep * destination.shape.width();
    int width = columns.count();
    for (int end = first + length; first < end; ) {
      int count = Math.min(width - first % width, end - first);
      int lines = count == width ? (end - first) / width : 1;
      kernels.placeRows(
          rows.memory(),
          from,
          count,
          lines,
          rows.blank(channel),
          plane,
          to + position(first),
          pitch,
          destination.columnStep);
      first += lines * count;
      from += lines * count;
    }
  }

  /** Where what belongs to a destination pixel begins in its plane, or where the plane ends. */
  private int begin(int pair) {
    if (pair == perImage) {
      return destination.shape.height() * destination.shape.width();
    }
    return pair == 0 ? 0 : position(pair);
  }

  /** Where the destination pixel of a pair lies in its plane. */
  private int position(int pair) {
    int row = pair / columns.count();
    return (int) destination.index(0, 0, row, pair - row * columns.count());
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
