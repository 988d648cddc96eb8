package org.conv4j.nd4j.tile;

import org.conv4j.nd4j.gemm.Matrix;
import org.conv4j.nd4j.panel.Correlation;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.FloatMemory;

/**
 * A filter's 3 x 3 taps and the 16 matrices of destination by source channels that they are
 * transformed to, G w GT; and back, GT U G, for its gradient. A line is a run of those channels
 * that the filter's own layout has next to each other, or next to each other's taps.
 */
final class TapLines {

  private static final int N = WinogradF2.INPUTS;

  /** The most channels of a line. */
  private static final int LONGEST = 512;

  /**
   * Some destination and some source channels.
   *
   * @param destination the first destination
   * @param destinations number of destinations
   * @param source the first source
   * @param sources number of sources
   */
  record Channels(int destination, int destinations, int source, int sources) {}

  private final boolean destinationsInside;
  private final boolean tapsInside;
  private final long outerStride;
  private final long innerStride;
  private final long tapStride;
  private final int[] order;

  TapLines(Correlation correlation) {
    Correlation.FilterStrides strides = correlation.filter();
    this.destinationsInside = strides.destination() < strides.source();
    this.tapsInside = strides.tap() == 1;
    this.outerStride = Math.max(strides.destination(), strides.source());
    this.innerStride = Math.min(strides.destination(), strides.source());
    this.tapStride = strides.tap();
    this.order = correlation.tapsByShift();
  }

  /** What a transform of such channels takes, either way. */
  TileLines.Sizes sizes(Channels channels) {
    int length = Math.min(LONGEST, inner(channels));
    return new TileLines.Sizes(length, 0, tapsInside ? 9 * length : 0, 0);
  }

  /** Floats of all elements' matrices. */
  long floats(Channels channels) {
    return WinogradF2.ELEMENTS * elementFloats(channels);
  }

  /** Lines along the outer of the two axes. */
  int outer(Channels channels) {
    return destinationsInside ? channels.sources() : channels.destinations();
  }

  private int inner(Channels channels) {
    return destinationsInside ? channels.destinations() : channels.sources();
  }

  private static long elementFloats(Channels channels) {
    return (long) channels.destinations() * channels.sources();
  }

  /** Destinations by sources, for one element of the transform. */
  Matrix matrix(DenseArray memory, long at, int element, Channels channels) {
    return new Matrix(
        memory,
        at + element * elementFloats(channels),
        channels.destinations(),
        channels.sources(),
        destinationsInside ? 1 : channels.sources(),
        destinationsInside ? channels.destinations() : 1);
  }

  /**
   * Transforms weights, lines {@code from} to {@code until - 1} of the outer axis, to rows {@code
   * firstRow} to {@code lastRow} of elements.
   *
   * @param to receives the matrices of those elements
   * @param at where the first begins
   */
  void transform(
      FloatMemory filter,
      Channels channels,
      int from,
      int until,
      int firstRow,
      int lastRow,
      TileLines lines,
      FloatMemory to,
      long at) {
    LineMatrix matrix = WinogradF2.FILTER;
    for (int line = from; line < until; line++) {
      for (int first = 0; first < inner(channels); first += LONGEST) {
        int count = Math.min(LONGEST, inner(channels) - first);
        load(filter, origin(channels, line, first), count, lines);
        long target = at + (long) line * inner(channels) + first;
        for (int i = firstRow; i <= lastRow; i++) {
          for (int k = 0; k < 3; k++) {
            matrix.combine(i, lines.tiles(), k, 3, 0, lines.halves()[k], count);
          }
          for (int j = 0; j < N; j++) {
            matrix.combine(j, lines.halves(), 0, 1, 0, lines.result(), count);
            to.write(lines.result(), 0, count, target);
            target += elementFloats(channels);
          }
        }
      }
    }
  }

  /**
   * Transforms matrices of sums back to taps, lines {@code from} to {@code until - 1} of the outer
   * axis, and stores those.
   */
  void store(
      FloatMemory sums,
      long at,
      Channels channels,
      int from,
      int until,
      TileLines lines,
      FloatMemory filterGradient) {
    for (int line = from; line < until; line++) {
      for (int first = 0; first < inner(channels); first += LONGEST) {
        int count = Math.min(LONGEST, inner(channels) - first);
        sumLine(
            sums,
            at + (long) line * inner(channels) + first,
            elementFloats(channels),
            lines,
            count);
        save(lines, count, filterGradient, origin(channels, line, first));
      }
    }
  }

  private void sumLine(FloatMemory sums, long at, long elementStride, TileLines lines, int count) {
    LineMatrix matrix = WinogradF2.FILTER_GRADIENT;
    for (int e = 0; e < WinogradF2.ELEMENTS; e++) {
      sums.read(at + e * elementStride, lines.tiles()[e], 0, count);
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < N; j++) {
        matrix.combine(i, lines.tiles(), j, N, 0, lines.halves()[i * N + j], count);
      }
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        matrix.combine(j, lines.halves(), i * N, 1, 0, lines.tiles()[i * 3 + j], count);
      }
    }
  }

  private long origin(Channels channels, int line, int first) {
    int outer = (destinationsInside ? channels.source() : channels.destination()) + line;
    int inner = (destinationsInside ? channels.destination() : channels.source()) + first;
    return outer * outerStride + inner * innerStride;
  }

  /**
   * Taps become the first nine of {@code lines.tiles()}, in the order in which they meet the
   * source.
   */
  private void load(FloatMemory filter, long from, int count, TileLines lines) {
    if (tapsInside) {
      filter.read(from, lines.pixels(), 0, 9 * count);
    }
    for (int tap = 0; tap < 9; tap++) {
      float[] line = lines.tiles()[tap];
      if (tapsInside) {
        gather(lines.pixels(), order[tap], line, count);
      } else {
        filter.read(from + order[tap] * tapStride, line, 0, count);
      }
    }
  }

  private void save(TileLines lines, int count, FloatMemory filter, long to) {
    for (int tap = 0; tap < 9; tap++) {
      float[] line = lines.tiles()[tap];
      if (tapsInside) {
        scatter(line, count, lines.pixels(), order[tap]);
      } else {
        filter.write(line, 0, count, to + order[tap] * tapStride);
      }
    }
    if (tapsInside) {
      filter.write(lines.pixels(), 0, 9 * count, to);
    }
  }

  private static void gather(float[] from, int first, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = from[first + 9 * i];
    }
  }

  private static void scatter(float[] from, int count, float[] to, int first) {
    for (int i = 0; i < count; i++) {
      to[first + 9 * i] = from[i];
    }
  }
}
