package org.conv4j.nd4j.panel;

import java.util.Arrays;
import org.conv4j.nd4j.kernel.Kernels;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * Brings weights into the order in which the kernels read them: for each source channel and tap,
 * the destination channels of one column panel side by side. Channels that the panel lacks are
 * zeros.
 */
public final class FilterPacker {

  private final Correlation.FilterStrides strides;
  private final int taps;
  private final Kernels kernels;

  /** A packer for the filter of {@code correlation}. */
  public FilterPacker(Correlation correlation, Kernels kernels) {
    this.strides = correlation.filter();
    this.taps = correlation.taps();
    this.kernels = kernels;
  }

  /** Floats of scratch that packing {@code sources} channels into {@code width} columns needs. */
  public int scratch(int sources, int width) {
    return ((sources + 1) * taps + 2 * kernels.lanes()) * width;
  }

  /**
   * Packs {@code to[at + (s * chosen.length + t) * width + d]}.
   *
   * @param chosen the kernel taps to pack, in this order
   */
  public void pack(
      FloatMemory filter,
      int group,
      ColumnPanels.Panel panel,
      int source,
      int sources,
      int[] chosen,
      float[] scratch,
      int scratchAt,
      float[] to,
      int at) {
    int width = panel.width();
    if (panel.channels() < width) {
      Arrays.fill(to, at, at + sources * chosen.length * width, 0);
    }
    long origin = origin(group, panel, source);
    if (strides.destination() == 1) {
      packRows(filter, origin, panel, sources, chosen, to, at);
    } else if (strides.tap() == 1 && strides.source() == taps) {
      packDestinationMajor(filter, origin, panel, sources, chosen, scratch, scratchAt, to, at);
    } else if (strides.tap() == 1) {
      packSourceMajor(filter, origin, panel, sources, chosen, scratch, scratchAt, to, at);
    } else {
      packTapMajor(filter, origin, panel, sources, chosen, scratch, scratchAt, to, at);
    }
  }

  /**
   * Packs several selections of taps, each to a place of its own.
   *
   * @param chosen the selections
   * @param at where each begins in {@code to}
   */
  public void packEach(
      FloatMemory filter,
      int group,
      ColumnPanels.Panel panel,
      int source,
      int sources,
      int[][] chosen,
      float[] scratch,
      int scratchAt,
      float[] to,
      int[] at) {
    if (chosen.length == 1 || !bySource() || panel.channels() < panel.width()) {
      for (int i = 0; i < chosen.length; i++) {
        pack(filter, group, panel, source, sources, chosen[i], scratch, scratchAt, to, at[i]);
      }
      return;
    }
    int width = panel.width();
    long origin = origin(group, panel, source);
    for (int s = 0; s < sources; s++) {
      filter.read(origin + s * strides.source(), scratch, scratchAt, width * taps);
      int byTap = interleaveTaps(width, scratch, scratchAt);
      for (int i = 0; i < chosen.length; i++) {
        copyTaps(width, chosen[i], scratch, byTap, to, at[i] + s * chosen[i].length * width);
      }
    }
  }

  /** Whether all taps are chosen, in the kernel's own order. */
  private boolean inOrder(int[] chosen) {
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i] != i) {
        return false;
      }
    }
    return chosen.length == taps;
  }

  /** Sources whose rows the last vector of taps of the one before them is written to. */
  private int sourcesBeyond() {
    int lanes = kernels.lanes();
    int written = (taps + lanes - 1) / lanes * lanes;
    return (written - 1) / taps;
  }

  /** Whether for each source, destinations and taps lie in one run. */
  private boolean bySource() {
    return strides.destination() != 1 && strides.tap() == 1 && strides.source() != taps;
  }

  private long origin(int group, ColumnPanels.Panel panel, int source) {
    return group * strides.group()
        + panel.first() * strides.destination()
        + source * strides.source();
  }

  /** Destinations lie side by side already. */
  private void packRows(
      FloatMemory filter,
      long origin,
      ColumnPanels.Panel panel,
      int sources,
      int[] chosen,
      float[] to,
      int at) {
    int row = at;
    for (int s = 0; s < sources; s++) {
      for (int tap : chosen) {
        filter.read(origin + s * strides.source() + tap * strides.tap(), to, row, panel.channels());
        row += panel.width();
      }
    }
  }

  /** For each destination, sources and taps lie in one run. */
  private void packDestinationMajor(
      FloatMemory filter,
      long origin,
      ColumnPanels.Panel panel,
      int sources,
      int[] chosen,
      float[] scratch,
      int scratchAt,
      float[] to,
      int at) {
    int run = sources * taps;
    for (int d = 0; d < panel.channels(); d++) {
      filter.read(origin + d * strides.destination(), scratch, scratchAt + d * run, run);
    }
    int lanes = kernels.lanes();
    if (chosen.length == taps && panel.channels() == panel.width()) {
      for (int d = 0; d < panel.width(); d += lanes) {
        interleaveExactly(scratch, scratchAt + d * run, run, run, to, at + d, panel.width());
      }
    } else {
      gather(panel, sources, chosen, scratch, scratchAt, run, taps, 1, to, at);
    }
  }

  /** Interleaves without writing beyond the last row: the next panel may be there already. */
  private void interleaveExactly(
      float[] from, int f, int stride, int count, float[] to, int t, int width) {
    int lanes = kernels.lanes();
    int whole = count / lanes * lanes;
    kernels.interleave(from, f, stride, whole, to, t, width);
    for (int row = whole; row < count; row++) {
      for (int lane = 0; lane < lanes; lane++) {
        to[t + row * width + lane] = from[f + lane * stride + row];
      }
    }
  }

  /** For each source, destinations and taps lie in one run. */
  private void packSourceMajor(
      FloatMemory filter,
      long origin,
      ColumnPanels.Panel panel,
      int sources,
      int[] chosen,
      float[] scratch,
      int scratchAt,
      float[] to,
      int at) {
    int run = panel.channels() * taps;
    if (panel.channels() == panel.width()) {
      int direct = inOrder(chosen) ? sources - sourcesBeyond() : 0;
      for (int s = 0; s < sources; s++) {
        filter.read(origin + s * strides.source(), scratch, scratchAt, run);
        if (s < direct) {
          interleaveTaps(panel.width(), scratch, scratchAt, to, at);
        } else {
          int byTap = interleaveTaps(panel.width(), scratch, scratchAt);
          copyTaps(panel.width(), chosen, scratch, byTap, to, at);
        }
        at += chosen.length * panel.width();
      }
      return;
    }
    for (int s = 0; s < sources; s++) {
      filter.read(origin + s * strides.source(), scratch, scratchAt + s * run, run);
    }
    gather(panel, sources, chosen, scratch, scratchAt, taps, run, 1, to, at);
  }

  /** Destinations by taps to taps by destinations, behind them; returns where they are. */
  private int interleaveTaps(int width, float[] scratch, int scratchAt) {
    int byTap = scratchAt + width * taps + kernels.lanes();
    interleaveTaps(width, scratch, scratchAt, scratch, byTap);
    return byTap;
  }

  /** Destinations by taps to taps by destinations, in rows that end with whole vectors of taps. */
  private void interleaveTaps(int width, float[] from, int f, float[] to, int t) {
    for (int d = 0; d < width; d += kernels.lanes()) {
      kernels.interleave(from, f + d * taps, taps, taps, to, t + d, width);
    }
  }

  private static void copyTaps(
      int width, int[] chosen, float[] scratch, int byTap, float[] to, int at) {
    for (int tap : chosen) {
      System.arraycopy(scratch, byTap + tap * width, to, at, width);
      at += width;
    }
  }

  /**
   * For each tap and destination, sources lie in one run, or for each tap and source, the others.
   */
  private void packTapMajor(
      FloatMemory filter,
      long origin,
      ColumnPanels.Panel panel,
      int sources,
      int[] chosen,
      float[] scratch,
      int scratchAt,
      float[] to,
      int at) {
    int plane = sources * panel.channels();
    for (int tap = 0; tap < taps; tap++) {
      for (int d = 0; d < panel.channels(); d++) {
        filter.read(
            origin + d * strides.destination() + tap * strides.tap(),
            scratch,
            scratchAt + tap * plane + d * sources,
            sources);
      }
    }
    gather(panel, sources, chosen, scratch, scratchAt, sources, 1, plane, to, at);
  }

  private static void gather(
      ColumnPanels.Panel panel,
      int sources,
      int[] chosen,
      float[] from,
      int fromAt,
      int destinationStride,
      int sourceStride,
      int tapStride,
      float[] to,
      int at) {
    int row = at;
    for (int s = 0; s < sources; s++) {
      for (int tap : chosen) {
        int f = fromAt + s * sourceStride + tap * tapStride;
        for (int d = 0; d < panel.channels(); d++) {
          to[row + d] = from[f + d * destinationStride];
        }
        row += panel.width();
      }
    }
  }
}
