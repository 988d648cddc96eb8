package org.conv4j.nd4j.panel;

import org.conv4j.nd4j.kernel.GatheredProduct;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.TileTransform;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * Sums over tiles of transformed inputs times transformed output gradients: for each column panel n
 * x n matrices of source by destination channels, which a filter gradient is made of.
 */
final class WinogradSums {

  /** Channels whose sums one task brings back at the end. */
  private static final int CHUNK = 64;

  private final Correlation correlation;
  private final Kernels kernels;
  private final TileTransform transform;
  private final ColumnPanels panels;
  private final FilterUnpacker unpacker;
  private final int chunk;
  private final int[] channelOffsets;
  private final int[] sumOffsets;

  WinogradSums(Correlation correlation, Kernels kernels, TileTransform transform) {
    this.correlation = correlation;
    this.kernels = kernels;
    this.transform = transform;
    this.panels = new ColumnPanels(correlation.destinations(), kernels);
    this.unpacker = new FilterUnpacker(correlation, kernels);
    this.chunk = Math.min(CHUNK, correlation.sources());
    this.channelOffsets = Offsets.evenly(correlation.sources(), 1);
    this.sumOffsets = Offsets.evenly(correlation.sources(), panels.widest());
  }

  /** Blocks of destination channels. */
  ColumnPanels panels() {
    return panels;
  }

  /** Elements of a matrix. */
  int elements() {
    return transform.inputs() * transform.inputs();
  }

  private int elementStride() {
    return correlation.sources() * panels.widest() + WinogradTiles.SKEW;
  }

  /** Floats of the sums of a panel. */
  int panelFloats() {
    return elements() * elementStride();
  }

  /**
   * Adds the products of tiles, or begins with them.
   *
   * @param panelAt where the sums of the panel begin
   * @param zerosAt where as many zeros are as the widest panel is wide; not negative to begin
   * @param tiles holds both transformed operands
   * @param inputAt where the element's inputs begin
   * @param tileOffsets where each tile's inputs are
   * @param gradientAt where the element's gradients of the panel begin
   */
  void add(
      float[] sums,
      int panelAt,
      int zerosAt,
      ColumnPanels.Panel panel,
      int element,
      float[] tiles,
      int inputAt,
      int[] tileOffsets,
      int count,
      int gradientAt,
      int gradientStride) {
    GatheredProduct p = new GatheredProduct();
    p.a = tiles;
    p.aOffset = inputAt;
    p.rows = channelOffsets;
    p.columns = tileOffsets;
    p.depth = count;
    p.b = tiles;
    p.bOffset = gradientAt;
    p.bStride = gradientStride;
    p.c = sums;
    p.cOffset = panelAt + element * elementStride();
    p.targets = sumOffsets;
    p.start = sums;
    p.startOffset = zerosAt < 0 ? p.cOffset : zerosAt;
    p.startScale = zerosAt < 0 ? 1 : 0;
    kernels.multiply(p, 0, correlation.sources(), panel.vectors());
  }

  /** Number of chunks of source channels in which a panel is stored. */
  int chunks() {
    return (correlation.sources() + chunk - 1) / chunk;
  }

  /** Floats of scratch that storing takes. */
  long storeFloats() {
    return packedFloats() + unpacker.scratch(chunk);
  }

  private int packedFloats() {
    return (chunk * 9 + unpacker.slackRows()) * panels.widest();
  }

  /** Brings the sums of a panel and some source channels back to taps, and stores those. */
  void store(
      float[] sums,
      int panelAt,
      ColumnPanels.Panel panel,
      int chunkIndex,
      float[] scratch,
      FloatMemory filterGradient) {
    int first = chunkIndex * chunk;
    int sources = Math.min(chunk, correlation.sources() - first);
    int stride = panels.widest();
    for (int v = 0; v < panel.width(); v += kernels.lanes()) {
      transform.filterGradient(
          sums, panelAt + first * stride + v, elementStride(), stride, sources, scratch, v, stride);
    }
    unpacker.unpack(
        scratch, 0, stride, 0, panel, first, sources, scratch, packedFloats(), filterGradient);
  }
}
