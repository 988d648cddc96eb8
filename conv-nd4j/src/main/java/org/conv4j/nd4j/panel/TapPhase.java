package org.conv4j.nd4j.panel;

import java.util.Arrays;

/**
 * The destination positions that use the same taps.
 *
 * @param row phase along the vertical axis
 * @param column phase along the horizontal axis
 * @param taps the kernel taps, in row-major order
 * @param offsets offset of each tap in a panel, for each of its channels in turn
 * @param tapsBefore how many taps the phases before this one have
 */
record TapPhase(int row, int column, int[] taps, int[] offsets, int tapsBefore) {

  /** All phases of a correlation whose source lies in panels of that form. */
  static TapPhase[] all(Correlation correlation, ImagePanel panel) {
    AxisTaps rows = correlation.rows();
    AxisTaps columns = correlation.columns();
    TapPhase[] phases = new TapPhase[rows.phases() * columns.phases()];
    int before = 0;
    for (int i = 0; i < phases.length; i++) {
      phases[i] = of(correlation, panel, i / columns.phases(), i % columns.phases(), before);
      before += phases[i].taps.length;
    }
    return phases;
  }

  /** The taps of all phases, one phase after the other. */
  static int[] order(TapPhase[] phases) {
    return Arrays.stream(phases).flatMapToInt(phase -> Arrays.stream(phase.taps)).toArray();
  }

  private static TapPhase of(
      Correlation correlation, ImagePanel panel, int row, int column, int tapsBefore) {
    int[] rowTaps = correlation.rows().taps(row);
    int[] columnTaps = correlation.columns().taps(column);
    int[] rowShifts = correlation.rows().shifts(row);
    int[] columnShifts = correlation.columns().shifts(column);
    int[] taps = new int[rowTaps.length * columnTaps.length];
    int[] offsets = new int[panel.channels() * taps.length];
    for (int i = 0; i < taps.length; i++) {
      int r = i / columnTaps.length;
      int c = i % columnTaps.length;
      taps[i] = rowTaps[r] * correlation.kernelWidth() + columnTaps[c];
      int shift = panel.shift(rowShifts[r], columnShifts[c]);
      for (int channel = 0; channel < panel.channels(); channel++) {
        offsets[channel * taps.length + i] = channel * panel.channelStride() + shift;
      }
    }
    return new TapPhase(row, column, taps, offsets, tapsBefore);
  }
}
