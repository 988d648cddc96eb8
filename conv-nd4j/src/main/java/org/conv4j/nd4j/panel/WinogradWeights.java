package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.kernel.TileTransform;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * The weights of a correlation as a {@link TileTransform} makes them: for each element of a
 * transformed kernel, a matrix of source channels by the destination channels of a column panel.
 */
final class WinogradWeights {

  private static final int TAPS = 9;

  /**
   * Sources that are packed and transformed at a time, one vector of destinations wide: packed taps
   * stay in the first-level cache.
   */
  private static final int SOURCES = 16;

  private final Correlation correlation;
  private final ColumnPanels panels;
  private final TileTransform transform;
  private final Kernels kernels;
  private final FilterPacker packer;
  private final boolean turned;
  private final int[] tapOrder = new int[TAPS];
  private final int elements;

  /**
   * Weights of a 3 x 3 kernel.
   *
   * @param turned whether the kernel is turned by half a circle, as it is on the way from output
   *     gradients to input gradients
   */
  WinogradWeights(
      Correlation correlation,
      ColumnPanels panels,
      TileTransform transform,
      boolean turned,
      Kernels kernels) {
    this.correlation = correlation;
    this.panels = panels;
    this.transform = transform;
    this.kernels = kernels;
    this.packer = new FilterPacker(correlation, kernels);
    this.turned = turned;
    Arrays.setAll(tapOrder, tap -> tap);
    this.elements = transform.form().weights() * transform.form().weights();
  }

  /** Elements of a transformed kernel. */
  int elements() {
    return elements;
  }

  /** Floats of scratch that {@link #transform} needs. */
  int scratch() {
    return SOURCES * TAPS * kernels.lanes() + packer.scratch(SOURCES, kernels.lanes());
  }

  /** From one element to the next, where {@code sources} channels of a panel are together. */
  int elementStride(ColumnPanels.Panel panel, int sources) {
    return sources * panel.width() + WinogradTiles.SKEW;
  }

  /** Floats of all weights of the first {@code count} panels, which are the widest. */
  long floats(int count) {
    long floats = 0;
    for (int i = 0; i < count; i++) {
      floats += floats(panels.panel(i).width(), correlation.sources());
    }
    return floats;
  }

  /** Floats of the weights of {@code sources} channels of one panel, whichever it is. */
  long chunkFloats(int sources) {
    return floats(panels.widest(), sources);
  }

  private long floats(int width, int sources) {
    return elements * ((long) sources * width + WinogradTiles.SKEW);
  }

  /** Where the weights of a panel begin among all, from source channel {@code first} on. */
  int offset(ColumnPanels.Panel panel, int first) {
    int before = 0;
    for (int i = 0; panels.panel(i).first() < panel.first(); i++) {
      before += elements * elementStride(panels.panel(i), correlation.sources());
    }
    return before + first * panel.width();
  }

  /**
   * Transforms the weights of {@code sources} channels of a panel.
   *
   * @param at receives element 0 of source channel {@code first}
   * @param elementStride from one element to the next
   */
  void transform(
      FloatMemory filter,
      ColumnPanels.Panel panel,
      int first,
      int sources,
      float[] scratch,
      int scratchAt,
      float[] to,
      int at,
      int elementStride) {
    int lanes = kernels.lanes();
    int packed = SOURCES * TAPS * lanes;
    for (int v = 0; v < panel.width(); v += lanes) {
      ColumnPanels.Panel vector =
          new ColumnPanels.Panel(
              panel.first() + v, Math.min(lanes, panel.channels() - v), 1, lanes);
      for (int s = 0; s < sources; s += SOURCES) {
        int count = Math.min(SOURCES, sources - s);
        packer.pack(
            filter,
            0,
            vector,
            first + s,
            count,
            tapOrder,
            scratch,
            scratchAt + packed,
            scratch,
            scratchAt);
        transform(scratch, scratchAt, count, to, at + v + s * panel.width(), elementStride, panel);
      }
    }
  }

  /** Transforms packed taps; those of a turned kernel from the last to the first. */
  private void transform(
      float[] packed,
      int from,
      int count,
      float[] to,
      int at,
      int elementStride,
      ColumnPanels.Panel panel) {
    int lanes = kernels.lanes();
    int stride = panel.width();
    if (turned) {
      int lastTap = from + (count * TAPS - 1) * lanes;
      int lastVector = at + (count - 1) * stride;
      transform.filter(packed, lastTap, -lanes, count, to, lastVector, elementStride, -stride);
    } else {
      transform.filter(packed, from, lanes, count, to, at, elementStride, stride);
    }
  }
}
