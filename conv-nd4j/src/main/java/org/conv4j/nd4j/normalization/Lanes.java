package org.conv4j.nd4j.normalization;

import org.conv4j.ElementType;
import org.conv4j.nd4j.workspace.DenseArray;
import org.conv4j.nd4j.workspace.Workspace;

/**
 * A thread's passes over a sequence of elements, row by row: a row is copied from native memory
 * into a Java array, element {@code j} of it into lane {@code j}. Channels come by turns, so that a
 * lane belongs to one channel, and each lane has its own sums and constants. With all arrays at the
 * same index, the compiler makes vectors of these loops by itself.
 *
 * <p>The sums of a lane are added to float64 totals before they have {@value #ROWS} terms.
 */
abstract class Lanes {

  /** Lanes of a row, unless there are more channels. */
  private static final int WIDTH = 1024;

  /** Rows between two additions to the totals. */
  static final int ROWS = 64;

  private final int width;
  private Loaded input;
  private Loaded outputGradient;

  /** For sequences in which {@code channels} channels come by turns. */
  Lanes(int channels) {
    this.width = width(channels);
  }

  /** The arrays of a computation; those that it does not need are null. */
  record Operands(DenseArray input, DenseArray outputGradient, DenseArray result) {}

  /** Which row is in the lanes: a short sequence is read once for all passes. */
  private record Loaded(Span span, long element) {}

  /** Lanes of the operands' type. */
  static Lanes of(Operands operands, int channels, Workspace.Frame workspace) {
    return operands.input().elementType() == ElementType.FLOAT32
        ? new FloatLanes(operands, channels, workspace)
        : new DoubleLanes(operands, channels, workspace);
  }

  /** Lanes of a row in which {@code channels} channels come by turns: a multiple of them. */
  static int width(int channels) {
    return channels * Math.max(1, WIDTH / channels);
  }

  /** The nearest number to {@code value} that a lane can hold. */
  abstract double rounded(double value);

  /** Copies elements from memory into lanes, {@code lane} the first. */
  abstract void readInput(long position, int lane, int count);

  /** Copies elements of the output's gradient into lanes. */
  abstract void readOutputGradient(long position, int lane, int count);

  /** Copies lanes of the result to memory. */
  abstract void writeResult(long position, int lane, int count);

  /** Sets the sums of {@code count} lanes to zero. */
  abstract void clear(int count);

  /**
   * Adds the sums of {@code count} lanes to their channels' totals.
   *
   * @param second null where there is no second sum
   */
  abstract void fold(int count, double[] first, double[] second);

  /** Gives each of {@code count} lanes the constants of its channel. */
  abstract void setConstants(int count, LaneConstants constants);

  /** First sum: x. */
  abstract void addInput(int count);

  /** First sum: x - centre; second sum: its square. */
  abstract void addDeviations(int count);

  /** First sum: g, the output's gradient; second sum: g (x - centre). */
  abstract void addProducts(int count);

  /** The result: (x - centre) slope + shift. */
  abstract void scale(int count);

  /** The result: (x - centre) slope + shift + g factor. */
  abstract void combine(int count);

  /** Adds elements to the totals of their channels. */
  final void sum(Span span, double[] totals) {
    sumRows(span, totals, null, (element, count) -> addInput(count));
  }

  /** Adds deviations from {@code centre}, and their squares, to the totals. */
  final void deviations(Span span, double[] centre, double[] first, double[] second) {
    setConstants(used(span), LaneConstants.centred(centre));
    sumRows(span, first, second, (element, count) -> addDeviations(count));
  }

  /** Adds the output's gradient, and its products with deviations, to the totals. */
  final void products(Span span, double[] centre, double[] first, double[] second) {
    setConstants(used(span), LaneConstants.centred(centre));
    sumRows(
        span,
        first,
        second,
        (element, count) -> {
          loadOutputGradient(span, element, count);
          addProducts(count);
        });
  }

  /** Writes (x - centre) slope + shift. */
  final void scale(Span span, LaneConstants constants) {
    setConstants(used(span), constants);
    eachRow(
        span,
        (element, count) -> {
          scale(count);
          store(span, element, count);
        });
  }

  /** Writes (x - centre) slope + shift + g factor. */
  final void combine(Span span, LaneConstants constants) {
    setConstants(used(span), constants);
    eachRow(
        span,
        (element, count) -> {
          loadOutputGradient(span, element, count);
          combine(count);
          store(span, element, count);
        });
  }

  @FunctionalInterface
  private interface Row {
    void at(long element, int count);
  }

  private int used(Span span) {
    return (int) Math.min(width, span.length());
  }

  private void sumRows(Span span, double[] first, double[] second, Row row) {
    int used = used(span);
    int[] rows = {0};
    clear(used);
    eachRow(
        span,
        (element, count) -> {
          row.at(element, count);
          if (++rows[0] == ROWS) {
            fold(used, first, second);
            clear(used);
            rows[0] = 0;
          }
        });
    fold(used, first, second);
  }

  private void eachRow(Span span, Row row) {
    for (long element = span.from(); element < span.to(); element += width) {
      int count = (int) Math.min(width, span.to() - element);
      if (!isIn(span, element, input)) {
        span.order().eachRun(element, count, this::readInput);
        input = new Loaded(span, element);
      }
      row.at(element, count);
    }
  }

  private void loadOutputGradient(Span span, long element, int count) {
    if (!isIn(span, element, outputGradient)) {
      span.order().eachRun(element, count, this::readOutputGradient);
      outputGradient = new Loaded(span, element);
    }
  }

  /** The result takes the place of the input. */
  private void store(Span span, long element, int count) {
    span.order().eachRun(element, count, this::writeResult);
    input = null;
  }

  private static boolean isIn(Span span, long element, Loaded row) {
    return row != null && row.element() == element && row.span() == span;
  }
}
