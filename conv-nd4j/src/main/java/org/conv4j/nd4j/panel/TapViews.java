package org.conv4j.nd4j.panel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

  /**
   * How a block is loaded.
   *
   * @param firstRow the source row at which what is loaded from begins
   */
  Block block(int fromRow, int toRow, int firstRow) {
    int held = toRow - fromRow + rows.reach();
    int step = rows.sourceStep();
    List<Piece> picked = new ArrayList<>();
    List<Shift> shifted = new ArrayList<>();
    int at = 0;
    for (View view : views) {
      Optional<View> holder =
          views.stream()
              .filter(each -> holds(each, view))
              .max(Comparator.comparingInt(View::first));
      for (int phase : rowPhases) {
        int above = fromRow + rows.lowest();
        int begin = Math.min(held, Math.max(0, ceilDiv(-phase, step) - above));
        int end = Math.max(begin, Math.min(held, ceilDiv(height - phase, step) - above));
        int row = (above + begin) * step + phase - firstRow;
        Piece piece =
            new Piece(
                row * width + view.first,
                at,
                begin * pitch,
                end * pitch,
                end - begin,
                view.from,
                view.until);
        if (holder.isEmpty()) {
          picked.add(piece);
        } else {
          int ahead = views.indexOf(holder.get()) - views.indexOf(view);
          int from = at + ahead * rowPhases.length * planeFloats;
          shifted.add(new Shift(piece, from, distance(view, holder.get())));
        }
        at += planeFloats;
      }
    }
    return new Block(picked.toArray(Piece[]::new), shifted.toArray(Shift[]::new));
  }

  /**
   * Whether {@code other} holds all that {@code view} reads, some places before: as in steps of
   * two, where the first column of taps reads what the last one did a place before.
   */
  private boolean holds(View other, View view) {
    return other.first > view.first
        && (other.first - view.first) % columns.sourceStep() == 0
        && view.from >= distance(view, other);
  }

  /** Places from where {@code other} holds a pixel to where {@code view} does. */
  private int distance(View view, View other) {
    return (other.first - view.first) / columns.sourceStep();
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
  private record View(int first, int from, int until) {}

  /**
   * Rows of one phase in one view.
   *
   * @param source where the first begins, counted from the source rows of the block
   * @param target where the view begins
   * @param begin where in it the first begins; padding comes before
   * @param end after the last; padding comes behind
   * @param rows how many
   * @param from the first pixel of a row that is not padding
   * @param until after the last
   */
  private record Piece(int source, int target, int begin, int end, int rows, int from, int until) {}

  /**
   * Rows of one phase that another view holds.
   *
   * @param from where that view begins, counted as {@link Piece#target}
   * @param places how many places further on they are needed
   */
  private record Shift(Piece piece, int from, int places) {}

  /** The views of some rows. */
  final class Block {
    private final Piece[] picked;
    private final Shift[] shifted;

    private Block(Piece[] picked, Shift[] shifted) {
      this.picked = picked;
      this.shifted = shifted;
    }

    /**
     * Fills what belongs to padding above and below the source, which {@link #load} leaves alone.
     */
    void blank(float[] memory, int at) {
      for (Piece piece : picked) {
        blank(memory, at, piece);
      }
      for (Shift shift : shifted) {
        blank(memory, at, shift.piece);
      }
    }

    private void blank(float[] memory, int at, Piece piece) {
      int view = at + piece.target;
      Arrays.fill(memory, view, view + piece.begin, 0);
      Arrays.fill(memory, view + piece.end, view + planeFloats, 0);
    }

    /** Loads the views from the source rows that begin at {@code source}. */
    void load(float[] memory, int source, int at) {
      int step = columns.sourceStep();
      for (Piece piece : picked) {
        int to = at + piece.target + piece.begin;
        kernels.pickRows(
            memory,
            source + piece.source,
            rows.sourceStep() * width,
            step,
            pitch,
            piece.rows,
            memory,
            to);
        blankColumns(memory, to, piece);
      }
      for (Shift shift : shifted) {
        Piece piece = shift.piece;
        int from = at + shift.from + piece.begin;
        int to = at + piece.target + piece.begin;
        int count = piece.rows * pitch - shift.places;
        if (count > 0) {
          System.arraycopy(memory, from, memory, to + shift.places, count);
        }
        blankColumns(memory, to, piece);
      }
    }

    private void blankColumns(float[] memory, int at, Piece piece) {
      blankColumns(memory, at, piece.rows, 0, piece.from);
      blankColumns(memory, at, piece.rows, piece.until, pitch);
    }

    private void blankColumns(float[] memory, int at, int count, int from, int until) {
      for (int column = from; column < until; column++) {
        int end = at + column + count * pitch;
        for (int i = at + column; i < end; i += pitch) {
          memory[i] = 0;
        }
      }
    }
  }
}
