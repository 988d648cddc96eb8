package org.conv4j.nd4j.panel;

import java.util.ArrayList;
import java.util.List;
import org.conv4j.nd4j.kernel.Kernels;

/**
 * The channels of a result in blocks as wide as the kernels take them: 4, 2 or 1 vectors. The last
 * vector may be partly empty.
 */
public final class ColumnPanels {

  private final List<Panel> panels = new ArrayList<>();
  private final int paddedChannels;

  /** Panels over {@code channels} channels. */
  public ColumnPanels(int channels, Kernels kernels) {
    int lanes = kernels.lanes();
    int vectors = (channels + lanes - 1) / lanes;
    for (int width = kernels.widest(), vector = 0; vector < vectors; ) {
      if (width <= vectors - vector) {
        int first = vector * lanes;
        panels.add(
            new Panel(first, Math.min(channels - first, width * lanes), width, width * lanes));
        vector += width;
      } else {
        width /= 2;
      }
    }
    this.paddedChannels = vectors * lanes;
  }

  /** Number of panels. */
  public int count() {
    return panels.size();
  }

  /** One of the panels. */
  public Panel panel(int index) {
    return panels.get(index);
  }

  /** Width of the widest panel, in floats. */
  public int widest() {
    return panels.isEmpty() ? 0 : panels.get(0).width();
  }

  /** Channels, rounded up to whole vectors. */
  public int paddedChannels() {
    return paddedChannels;
  }

  /**
   * A block of channels.
   *
   * @param first the first channel; also the offset of the panel among padded channels
   * @param channels number of channels
   * @param vectors width in vectors
   * @param width width in floats
   */
  public record Panel(int first, int channels, int vectors, int width) {}
}
