package org.conv4j.nd4j.panel;

import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * Brings packed weights (see {@link FilterPacker}, all taps in their own order) back into the
 * layout of a filter.
 */
final class FilterUnpacker {

  private final Correlation.FilterStrides strides;
  private final int taps;
  private final Kernels kernels;

  FilterUnpacker(Correlation correlation, Kernels kernels) {
    this.strides = correlation.filter();
    this.taps = correlation.taps();
    this.kernels = kernels;
  }

  /** Floats of scratch that {@link #unpack} needs. */
  int scratch(int sources) {
    return strides.destination() == 1 ? 0 : (kernels.lanes() + 1) * run(sources);
  }

  /** Rows of packed weights that {@link #unpack} may read beyond the last. */
  int slackRows() {
    return kernels.lanes();
  }

  /**
   * Writes the weights of one column panel and of sources from {@code source} on.
   *
   * @param stride distance from one row of packed weights to the next
   */
  void unpack(
      float[] packed,
      int at,
      int stride,
      int group,
      ColumnPanels.Panel panel,
      int source,
      int sources,
      float[] scratch,
      int scratchAt,
      FloatMemory filter) {
    long origin =
        group * strides.group() + panel.first() * strides.destination() + source * strides.source();
    if (strides.destination() == 1) {
      for (int s = 0; s < sources; s++) {
        for (int tap = 0; tap < taps; tap++) {
          filter.write(
              packed,
              at + (s * taps + tap) * stride,
              panel.channels(),
              origin + s * strides.source() + tap * strides.tap());
        }
      }
      return;
    }
    int run = run(sources);
    for (int first = 0; first < panel.channels(); first += kernels.lanes()) {
      kernels.deinterleave(packed, at + first, stride, sources * taps, scratch, scratchAt, run);
      int lanes = Math.min(kernels.lanes(), panel.channels() - first);
      for (int lane = 0; lane < lanes; lane++) {
        int weights = scratchAt + lane * run;
        long target = origin + (first + lane) * strides.destination();
        if (strides.tap() == 1) {
          filter.write(scratch, weights, sources * taps, target);
        } else {
          writeByTap(scratch, weights, sources, scratchAt + kernels.lanes() * run, target, filter);
        }
      }
    }
  }

  /** Sources lie side by side in the filter, taps in the packed weights. */
  private void writeByTap(
      float[] scratch, int weights, int sources, int line, long target, FloatMemory filter) {
    for (int tap = 0; tap < taps; tap++) {
      for (int s = 0; s < sources; s++) {
        scratch[line + s] = scratch[weights + s * taps + tap];
      }
      filter.write(scratch, line, sources, target + tap * strides.tap());
    }
  }

  private int run(int sources) {
    return (sources * taps + kernels.lanes() - 1) / kernels.lanes() * kernels.lanes();
  }
}
