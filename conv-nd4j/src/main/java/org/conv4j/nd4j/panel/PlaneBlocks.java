package org.conv4j.nd4j.panel;

import java.util.function.IntUnaryOperator;

/**
 * The planes of a depthwise correlation of planar tensors in pieces that stay in a first-level
 * cache: some rows of one plane, or several small planes, which lie one after the other in memory
 * and are copied at once.
 */
final class PlaneBlocks {

  /**
   * Floats of a block: a fraction of a second-level cache. Half of it, in a first-level cache, is
   * no faster where rows are short, and takes twice as long where they are long, for a block then
   * has few rows, and reads those above and below besides.
   */
  private static final int BLOCK_TARGET = 32 << 10;

  /** Floats that are copied at once: a copy costs as much as some hundred floats. */
  private static final int COPY_TARGET = 2 << 10;

  private static final int TASKS = 8;

  private final ImageShape source;
  private final ImageShape destination;
  private final AxisPhases rows;
  private final Block[] blocks;
  private final int largest;
  private final int planes;
  private final int planesAtOnce;

  /**
   * Pieces of planes.
   *
   * @param floatsOfRows what a block of so many rows takes, in a phase if there are several
   * @param planes how many planes lie one after the other, and may be copied at once
   */
  PlaneBlocks(Correlation correlation, IntUnaryOperator floatsOfRows, int planes) {
    this.source = correlation.source();
    this.destination = correlation.destination();
    this.rows = new AxisPhases(correlation.rows());
    this.planes = planes;
    int allPlanes = correlation.images() * correlation.groups();
    int most = rows.positions();
    while (most > 1
        && (floatsOfRows.applyAsInt(most) > BLOCK_TARGET
            || allPlanes * ceilDiv(rows.positions(), most) < TASKS)) {
      most = (most + 1) / 2;
    }
    RowBlocks partition = RowBlocks.of(1, rows.positions(), most);
    this.largest = partition.largest();
    this.blocks = new Block[partition.count()];
    for (int i = 0; i < blocks.length; i++) {
      RowBlocks.Block block = partition.block(i);
      blocks[i] =
          new Block(block.fromRow(), block.toRow(), sourceRows(block), destinationRows(block));
    }
    int plane = Math.max(1, Math.max(plane(source), plane(destination)));
    this.planesAtOnce =
        count() > 1 ? 1 : Math.max(1, Math.min(COPY_TARGET / plane, ceilDiv(planes, TASKS)));
  }

  private static int plane(ImageShape shape) {
    return shape.height() * shape.width();
  }

  private static int ceilDiv(int a, int b) {
    return -Math.floorDiv(-a, b);
  }

  /** How many blocks a plane has. */
  int count() {
    return blocks.length;
  }

  /** One of the blocks of a plane. */
  Block block(int index) {
    return blocks[index];
  }

  /** The most rows that a block has. */
  int largest() {
    return largest;
  }

  /** How many planes are copied at once; more than one only if they are copied whole. */
  int planesAtOnce() {
    return planesAtOnce;
  }

  /** Number of groups of planes that are copied at once. */
  int groups() {
    return ceilDiv(planes, planesAtOnce);
  }

  /** How many planes are copied at once from plane {@code first} on. */
  int planesFrom(int first) {
    return Math.min(planesAtOnce, planes - first);
  }

  private AxisTaps.Span sourceRows(RowBlocks.Block block) {
    if (count() == 1) {
      return new AxisTaps.Span(0, source.height());
    }
    int step = rows.sourceStep();
    int first = (block.fromRow() + rows.lowest()) * step;
    int end = (block.toRow() + rows.lowest() + rows.reach()) * step;
    int from = Math.min(source.height(), Math.max(0, first));
    return new AxisTaps.Span(from, Math.max(from, Math.min(source.height(), end)) - from);
  }

  private AxisTaps.Span destinationRows(RowBlocks.Block block) {
    int step = rows.destinationStep();
    int first = block.fromRow() * step;
    return new AxisTaps.Span(first, Math.min(destination.height(), block.toRow() * step) - first);
  }

  /** Floats that the source rows of a block take at most. */
  long sourceFloats() {
    int most = 0;
    for (Block block : blocks) {
      most = Math.max(most, block.source().count());
    }
    return (long) planesAtOnce * most * source.width();
  }

  /** Floats that the destination rows of a block take at most. */
  long destinationFloats() {
    return (long) planesAtOnce * largest * rows.destinationStep() * destination.width();
  }

  /**
   * Some rows of a plane.
   *
   * @param fromRow the first row; of each phase, where the destination has several
   * @param toRow after the last row
   * @param source the source rows that are copied for it
   * @param destination the rows in the destination
   */
  record Block(int fromRow, int toRow, AxisTaps.Span source, AxisTaps.Span destination) {

    /** Number of rows. */
    int rows() {
      return toRow - fromRow;
    }
  }
}
