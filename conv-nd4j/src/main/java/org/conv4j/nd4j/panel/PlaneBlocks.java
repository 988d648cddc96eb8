package org.conv4j.nd4j.panel;

import org.conv4j.nd4j.kernel.Kernels;

/**
 * The planes of a depthwise correlation of planar tensors in pieces that stay in a first-level
 * cache: some rows of one plane, or several small planes, which lie one after the other in memory
 * and are copied at once.
 */
final class PlaneBlocks {

  /** Floats of the views of a block: with what is copied, most of a first-level cache. */
  private static final int VIEWS_TARGET = 8 << 10;

  /** Floats that are copied at once: a copy costs as much as some hundred floats. */
  private static final int COPY_TARGET = 2 << 10;

  private static final int TASKS = 8;

  private final ImageShape source;
  private final ImageShape destination;
  private final int rowStep;
  private final RowBlocks blocks;
  private final TapViews views;
  private final TapViews.Block[] viewsOfBlock;
  private final int planes;
  private final int planesAtOnce;

  /**
   * Pieces of planes.
   *
   * @param planes how many planes lie one after the other, and may be copied at once
   */
  PlaneBlocks(Correlation correlation, Kernels kernels, int planes) {
    this.source = correlation.source();
    this.destination = correlation.destination();
    this.rowStep = correlation.rows().phases();
    this.planes = planes;
    int positions = ceilDiv(correlation.height(), rowStep);
    int allPlanes = correlation.images() * correlation.groups();
    int rows = positions;
    TapViews fitting = new TapViews(correlation, kernels, rows);
    while (rows > 1
        && (fitting.floats() > VIEWS_TARGET || allPlanes * ceilDiv(positions, rows) < TASKS)) {
      rows = (rows + 1) / 2;
      fitting = new TapViews(correlation, kernels, rows);
    }
    this.views = fitting;
    this.blocks = RowBlocks.of(1, positions, rows);
    this.viewsOfBlock = new TapViews.Block[blocks.count()];
    for (int i = 0; i < viewsOfBlock.length; i++) {
      RowBlocks.Block block = blocks.block(i);
      viewsOfBlock[i] = views.block(block.fromRow(), block.toRow(), sourceRows(block).first());
    }
    int plane = Math.max(1, Math.max(plane(source), plane(destination)));
    this.planesAtOnce =
        blocks.count() > 1 ? 1 : Math.max(1, Math.min(COPY_TARGET / plane, ceilDiv(planes, TASKS)));
  }

  private static int plane(ImageShape shape) {
    return shape.height() * shape.width();
  }

  private static int ceilDiv(int a, int b) {
    return -Math.floorDiv(-a, b);
  }

  /** The views of a block of one plane. */
  TapViews views() {
    return views;
  }

  /** How the views of block {@code index} are loaded. */
  TapViews.Block views(int index) {
    return viewsOfBlock[index];
  }

  /** Blocks of rows of a plane; rows of a phase where the destination has several. */
  RowBlocks rows() {
    return blocks;
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

  /** The source rows that are copied for a block. */
  AxisTaps.Span sourceRows(RowBlocks.Block block) {
    return blocks.count() == 1
        ? new AxisTaps.Span(0, source.height())
        : views.sourceRows(block.fromRow(), block.toRow());
  }

  /** The rows of a block in the destination. */
  AxisTaps.Span destinationRows(RowBlocks.Block block) {
    int first = block.fromRow() * rowStep;
    return new AxisTaps.Span(
        first, Math.min(destination.height(), block.toRow() * rowStep) - first);
  }

  /** Floats that the source rows of a block take at most. */
  long sourceFloats() {
    int most = 0;
    for (int i = 0; i < blocks.count(); i++) {
      most = Math.max(most, sourceRows(blocks.block(i)).count());
    }
    return (long) planesAtOnce * most * source.width();
  }

  /** Floats that the destination rows of a block take at most. */
  long destinationFloats() {
    return (long) planesAtOnce * blocks.largest() * rowStep * destination.width();
  }
}
