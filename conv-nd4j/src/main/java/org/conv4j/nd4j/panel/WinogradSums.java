package org.conv4j.nd4j.panel;

import org.conv4j.nd4j.kernel.GatheredProduct;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.TileTransform;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * Sums over tiles of transformed inputs times transformed output gradients: for each column panel a
 * matrix of some source by destination channels for each element of transformed taps, which a
 * filter gradient is made of.
 */
final class WinogradSums {

  /** Channels whose sums one task brings back at the end. */
  private static final int CHUNK = 64;

  private final Correlation correlation;
  private final Kernels kernels;
  private final TileTransform transform;
  private final ColumnPanels panels;
  private final FilterUnpacker unpacker;
  private final int sources;
  private final int chunk;
  private final int[] channelOffsets;
  private final int[] sumOffsets;

  /**
   * Sums.
   *
   * @param sources the most source channels of a panel
   */
  WinogradSums(Correlation correlation, Kernels kernels, TileTransform transform, int sources) {
    this.correlation = correlation;
    this.kernels = kernels;
    this.transform = transform;
    this.panels = new ColumnPanels(correlation.destinations(), kernels);
    this.unpacker = new FilterUnpacker(correlation, kernels);
    this.sources = sources;
    this.chunk = Math.min(CHUNK, sources);
    this.channelOffsets = Offsets.evenly(sources, 1);
    this.sumOffsets = Offsets.evenly(sources, panels.widest());
  }

  /** Matrices of a panel. */
  int elements() {
    return transform.form().weights() * transform.form().weights();
  }

  /** Floats of one matrix of a panel. */
  int elementStride() {
    return sources * panels.widest() + WinogradTiles.SKEW;
  }

  /** Floats of the sums of a panel. */
  int panelFloats() {
    return elements() * elementStride();
  }

  /**
   * Adds the products of tiles to what sums were before, or to zeros.
   *
   * @param sums receives the sums
   * @param panelAt where the sums of the panel begin
   * @param channels number of source channels
   * @param tiles holds both transformed operands; its first elements, as many as the widest panel
   *     is wide, are zeros
   * @param fresh whether sums begin with zeros
   * @param element to whose sums the products are added
   * @param inputAt where the inputs begin
   * @param tileOffsets where each tile's inputs are
   * @param gradientAt where the gradients of the panel begin
   */
  void add(
      float[] sums,
      int panelAt,
      ColumnPanels.Panel panel,
      int element,
      int channels,
      float[] tiles,
      boolean fresh,
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
    p.start = fresh ? tiles : sums;
    p.startOffset = fresh ? 0 : p.cOffset;
    p.startScale = fresh ? 0 : 1;
    kernels.multiply(p, 0, channels, panel.vectors());
  }

  /** Number of chunks of source channels in which a panel is stored. */
  int chunks() {
    return (sources + chunk - 1) / chunk;
  }

  /** Floats of scratch that storing takes. */
  long storeFloats() {
    return packedFloats() + unpacker.scratch(chunk);
  }

  private int packedFloats() {
    return (chunk * 9 + unpacker.slackRows()) * panels.widest();
  }

  /**
   * Brings the sums of a panel and a chunk of its source channels back to taps, and stores those.
   *
   * @param firstSource the panel's first source channel
   * @param channels number of its source channels
   */
  void store(
      float[] sums,
      int panelAt,
      ColumnPanels.Panel panel,
      int firstSource,
      int channels,
      int chunkIndex,
      float[] scratch,
      int scratchAt,
      FloatMemory filterGradient) {
    int first = chunkIndex * chunk;
    int count = Math.min(chunk, channels - first);
    if (count <= 0) {
      return;
    }
    int stride = panels.widest();
    for (int v = 0; v < panel.width(); v += kernels.lanes()) {
      transform.filterGradient(
          sums,
          panelAt + first * stride + v,
          elementStride(),
          stride,
          count,
          scratch,
          scratchAt + v,
          stride);
    }
    unpacker.unpack(
        scratch,
        scratchAt,
        stride,
        0,
        panel,
        firstSource + first,
        count,
        scratch,
        scratchAt + packedFloats(),
        filterGradient);
  }
}
