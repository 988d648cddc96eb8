package org.conv4j.nd4j.panel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.conv4j.nd4j.kernel.Kernels;

/**
 * A plane of a source as its taps see it. Each column of taps has a view, as wide as the
 * destination: the source pixel that destination pixel {@code i} of a row reads lies at {@code i},
 * zero where that is padding. A view's rows follow each other without a gap, with rows of zeros
 * above and below, and those of different phases of a step apart. So every tap reads a whole plane
 * of destination pixels as one run, some rows further up or down.
 */
final class TapViews {

  private final Kernels kernels;
  private final int height;
  private final int width;
  private final AxisPhases rows;
  private final AxisPhases columns;
  private final int pitch;
  private final int[] rowPhases;
  private final List<View> views = new ArrayList<>();
  private final int planeFloats;
  private final int[][] shifts;
  private final int[][] taps;

  /**
   * Views of blocks of a plane.
   *
   * @param correlation of planar tensors
   * @param most rows of the largest block, in positions of {@code rows}
   */
  TapViews(Correlation correlation, Kernels kernels, int most) {
    this.kernels = kernels;
    this.height = correlation.sourceHeight();
    this.width = correlation.sourceWidth();
    this.rows = new AxisPhases(correlation.rows());
    this.columns = new AxisPhases(correlation.columns());
    this.pitch = columns.positions();
    this.rowPhases = rowPhases();
    this.planeFloats = (most + rows.reach()) * pitch + kernels.lanes();
    int phases = rows.destinationStep() * columns.destinationStep();
    this.shifts = new int[phases][];
    this.taps = new int[phases][];
    for (int phase = 0; phase < phases; phase++) {
      fillTables(phase, correlation.kernelWidth());
    }
  }

  private int[] rowPhases() {
    boolean[] read = new boolean[rows.sourceStep()];
    for (int phase = 0; phase < rows.destinationStep(); phase++) {
      for (int sourcePhase : rows.sourcePhases(phase)) {
        read[sourcePhase] = true;
      }
    }
    int count = 0;
    int[] found = new int[read.length];
    for (int phase = 0; phase < read.length; phase++) {
      if (read[phase]) {
        found[count++] = phase;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private void fillTables(int phase, int kernelWidth) {
    int rowPhase = phase / columns.destinationStep();
    int columnPhase = phase % columns.destinationStep();
    int[] rowTaps = rows.taps(rowPhase);
    int[] columnTaps = columns.taps(columnPhase);
    shifts[phase] = new int[rowTaps.length * columnTaps.length];
    taps[phase] = new int[shifts[phase].length];
    for (int i = 0, tap = 0; i < rowTaps.length; i++) {
      int ofPhase = Arrays.binarySearch(rowPhases, rows.sourcePhases(rowPhase)[i]);
      int row = (rows.shifts(rowPhase)[i] - rows.lowest()) * pitch;
      for (int j = 0; j < columnTaps.length; j++, tap++) {
        int first =
            columns.sourcePhases(columnPhase)[j]
                + columns.shifts(columnPhase)[j] * columns.sourceStep();
        shifts[phase][tap] = (viewAt(first) * rowPhases.length + ofPhase) * planeFloats + row;
        taps[phase][tap] = rowTaps[i] * kernelWidth + columnTaps[j];
      }
    }
  }

  private int viewAt(int first) {
    int step = columns.sourceStep();
    int from = Math.min(pitch, Math.max(0, ceilDiv(-first, step)));
    int until = Math.max(from, Math.min(pitch, ceilDiv(width - first, step)));
    View view = new View(first, from, until);
    if (!views.contains(view)) {
      views.add(view);
    }
    return views.indexOf(view);
  }

  /** Floats of all views. */
  int floats() {
    return views.size() * rowPhases.length * planeFloats;
  }

  /** Floats that {@link #load} may read, and ignore, before and after the rows of a plane. */
  int margin() {
    int margin = 0;
    for (View view : views) {
      margin = Math.max(margin, -view.first);
      margin = Math.max(margin, view.first + pitch * columns.sourceStep() - width);
    }
    return margin + 2 * kernels.lanes();
  }

  /** Pixels from one row of the destination to the next. */
  int pitch() {
    return pitch;
  }

  /** For each tap of a destination phase, where the first destination pixel reads. */
  int[] shifts(int phase) {
    return shifts[phase];
  }

  /** The taps of a destination phase, in the same order. */
  int[] taps(int phase) {
    return taps[phase];
  }

  /** The source rows that destination rows {@code fromRow} to {@code toRow - 1} read. */
  AxisTaps.Span sourceRows(int fromRow, int toRow) {
    int first = (fromRow + rows.lowest()) * rows.sourceStep();
    int end = (toRow + rows.lowest() + rows.reach()) * rows.sourceStep();
    int from = Math.min(height, Math.max(0, first));
    return new AxisTaps.Span(from, Math.max(from, Math.min(height, end)) - from);
  }

  /**
   * Fills what belongs to padding above and below the source. That stays as it is while blocks that
   * begin at the same row are loaded.
   */
  void blank(float[] memory, int at, int fromRow, int toRow) {
    int held = toRow - fromRow + rows.reach();
    for (int view = 0; view < views.size(); view++) {
      for (int phase : rowPhases) {
        int begin = Math.max(0, firstHeld(fromRow, phase));
        int end = Math.max(begin, Math.min(held, lastHeld(fromRow, phase)));
        Arrays.fill(memory, at, at + begin * pitch, 0);
        Arrays.fill(memory, at + end * pitch, at + planeFloats, 0);
        at += planeFloats;
      }
    }
  }

  /**
   * Loads the views of a block.
   *
   * @param source where in {@code memory} source row {@code firstRow} begins
   */
  void load(float[] memory, int source, int firstRow, int at, int fromRow, int toRow) {
    int held = toRow - fromRow + rows.reach();
    int step = rows.sourceStep();
    for (View view : views) {
      for (int phase : rowPhases) {
        int begin = Math.max(0, firstHeld(fromRow, phase));
        int count = Math.min(held, lastHeld(fromRow, phase)) - begin;
        if (count > 0) {
          int y = (fromRow + rows.lowest() + begin) * step + phase - firstRow;
          kernels.pickRows(
              memory,
              source + y * width + view.first,
              step * width,
              columns.sourceStep(),
              pitch,
              count,
              memory,
              at + begin * pitch);
          view.blankColumns(memory, at + begin * pitch, pitch, count);
        }
        at += planeFloats;
      }
    }
  }

  /** The first row of a phase that is one of the source; counted from the first that is held. */
  private int firstHeld(int fromRow, int phase) {
    return ceilDiv(-phase, rows.sourceStep()) - fromRow - rows.lowest();
  }

  private int lastHeld(int fromRow, int phase) {
    return ceilDiv(height - phase, rows.sourceStep()) - fromRow - rows.lowest();
  }

  private static int ceilDiv(int a, int b) {
    return -Math.floorDiv(-a, b);
  }

  /**
   * The source columns that one column of taps reads.
   *
   * @param first the column that the first destination pixel of a row reads
   * @param from the first destination pixel whose column is one of the source
   * @param until after the last
   */
  private record View(int first, int from, int until) {

    void blankColumns(float[] memory, int at, int pitch, int rows) {
      for (int column = 0; column < from; column++) {
        blankColumn(memory, at + column, pitch, rows);
      }
      for (int column = until; column < pitch; column++) {
        blankColumn(memory, at + column, pitch, rows);
      }
    }

    private static void blankColumn(float[] memory, int at, int pitch, int rows) {
      for (int r = 0; r < rows; r++, at += pitch) {
        memory[at] = 0;
      }
    }
  }
}
