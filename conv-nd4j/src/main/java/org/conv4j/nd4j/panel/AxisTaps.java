package org.conv4j.nd4j.panel;

import java.util.Arrays;

/**
 * Which source positions a destination position reads along one axis: position {@code d} reads
 * {@code base(d) + shift} for every shift of its phase. The output of a convolution has one phase;
 * the gradient of an input that was read in steps of {@code stride} has up to {@code stride}, with
 * different kernel taps each.
 */
public final class AxisTaps {

  private final int[] base;
  private final int[] phase;
  private final int[][] taps;
  private final int[][] shifts;
  private final int step;
  private final int advance;

  private AxisTaps(int[] base, int[] phase, int[][] taps, int[][] shifts, int step, int advance) {
    this.base = base;
    this.phase = phase;
    this.taps = taps;
    this.shifts = shifts;
    this.step = step;
    this.advance = advance;
  }

  /** An output axis of {@code size} positions, reading the input. */
  public static AxisTaps ofOutput(int size, int kernel, int stride, int dilation, int padding) {
    int[] base = new int[size];
    for (int d = 0; d < size; d++) {
      base[d] = d * stride - padding;
    }
    int[] taps = new int[kernel];
    int[] shifts = new int[kernel];
    for (int i = 0; i < kernel; i++) {
      taps[i] = i;
      shifts[i] = i * dilation;
    }
    int step = kernel == 1 ? stride : greatestCommonDivisor(stride, dilation);
    return new AxisTaps(
        base, new int[size], new int[][] {taps}, new int[][] {shifts}, step, stride);
  }

  /**
   * An input axis of {@code size} positions, reading the output gradient: input {@code d} met
   * output {@code o} through tap {@code i} where {@code o * stride + i * dilation - padding == d}.
   */
  public static AxisTaps ofInput(int size, int kernel, int stride, int dilation, int padding) {
    int phases = Math.min(stride, Math.max(size, 1));
    int[] base = new int[size];
    int[] phase = new int[size];
    for (int d = 0; d < size; d++) {
      base[d] = (d + padding) / stride;
      phase[d] = d % stride;
    }
    int[][] taps = new int[phases][];
    int[][] shifts = new int[phases][];
    for (int p = 0; p < phases; p++) {
      int remainder = (p + padding) % stride;
      int[] found = new int[kernel];
      int count = 0;
      for (int i = 0; i < kernel; i++) {
        if ((long) i * dilation % stride == remainder) {
          found[count++] = i;
        }
      }
      taps[p] = Arrays.copyOf(found, count);
      shifts[p] = new int[count];
      for (int t = 0; t < count; t++) {
        shifts[p][t] = -((taps[p][t] * dilation - remainder) / stride);
      }
    }
    return new AxisTaps(base, phase, taps, shifts, 1, 1);
  }

  /** Number of destination positions. */
  public int size() {
    return base.length;
  }

  /** Number of phases. */
  public int phases() {
    return taps.length;
  }

  /** The phase of a destination position. */
  public int phase(int destination) {
    return phase[destination];
  }

  /** The source position from which the shifts of a destination position count. */
  public int base(int destination) {
    return base[destination];
  }

  /** The kernel taps of a phase, ascending. */
  public int[] taps(int ofPhase) {
    return taps[ofPhase];
  }

  /** The shifts of a phase, one for each of its taps. */
  public int[] shifts(int ofPhase) {
    return shifts[ofPhase];
  }

  /** A distance that divides the distance between any two source positions that are read. */
  public int step() {
    return step;
  }

  /** How far apart in the source two neighbouring destination positions of one phase read. */
  public int advance() {
    return advance;
  }

  /**
   * The source positions that destinations {@code from} to {@code to - 1} read, from first to last
   * in steps of {@link #step()}; empty if they read none. May reach into the padding.
   */
  public Span reach(int from, int to) {
    return reach(from, to, step);
  }

  /** As {@link #reach(int, int)}, but every position from the first to the last. */
  public Span extent() {
    return reach(0, size(), 1);
  }

  private Span reach(int from, int to, int every) {
    int low = Integer.MAX_VALUE;
    int high = Integer.MIN_VALUE;
    for (int d = from; d < to; d++) {
      for (int shift : shifts[phase[d]]) {
        low = Math.min(low, base[d] + shift);
        high = Math.max(high, base[d] + shift);
      }
    }
    return low > high ? new Span(0, 0) : new Span(low, (high - low) / every + 1);
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }

  /**
   * Evenly spaced positions.
   *
   * @param first the first; may be negative
   * @param count how many; 0 or more
   */
  public record Span(int first, int count) {}
}
