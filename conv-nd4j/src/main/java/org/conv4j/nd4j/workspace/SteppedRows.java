package org.conv4j.nd4j.workspace;

import java.util.Arrays;

/**
 * Rows of which every {@code step}-th element takes part, copied by way of Java arrays, several at
 * a time. One for each thread.
 */
final class SteppedRows {

  /** Floats of an array: two of them stay in a first-level cache. */
  private static final int FLOATS = 4 << 10;

  private static final ThreadLocal<SteppedRows> OF_THREAD =
      ThreadLocal.withInitial(SteppedRows::new);

  private final float[] rows = new float[FLOATS];
  private final float[] elements = new float[FLOATS];

  private SteppedRows() {}

  /** Those of the calling thread. */
  static SteppedRows ofThread() {
    return OF_THREAD.get();
  }

  /** Whether a row is copied in this way, and does not reach into the next. */
  static boolean fits(long step, long pitch, long count) {
    return pitch <= FLOATS && (count - 1) * step < pitch;
  }

  /** {@link ElementMemory#copyRows}. */
  void pick(
      FloatMemory from,
      long first,
      int step,
      int pitch,
      int count,
      long rowCount,
      FloatMemory to,
      long at,
      long toPitch) {
    int most = FLOATS / pitch;
    for (long done = 0; done < rowCount; done += most) {
      int here = (int) Math.min(most, rowCount - done);
      from.read(first + done * pitch, rows, 0, (here - 1) * pitch + (count - 1) * step + 1);
      for (int row = 0; row < here; row++) {
        pickRow(row * pitch, step, count, row * count);
      }
      if (toPitch == count) {
        to.write(elements, 0, here * count, at + done * toPitch);
      } else {
        for (int row = 0; row < here; row++) {
          to.write(elements, row * count, count, at + (done + row) * toPitch);
        }
      }
    }
  }

  private void pickRow(int first, int step, int count, int at) {
    for (int i = 0, x = first; i < count; i++, x += step) {
      elements[at + i] = rows[x];
    }
  }

  /** {@link ElementMemory#spreadRows}. */
  void spread(
      FloatMemory from,
      long first,
      int count,
      long rowCount,
      FloatMemory to,
      long at,
      int step,
      int pitch,
      long all) {
    int most = FLOATS / pitch;
    Arrays.fill(rows, 0, (int) Math.min(FLOATS, all), 0);
    for (long done = 0; done < all; done += (long) most * pitch) {
      int here = (int) Math.max(0, Math.min(most, rowCount - done / pitch));
      Arrays.fill(rows, here * pitch, most * pitch, 0);
      from.read(first + done / pitch * count, elements, 0, here * count);
      for (int row = 0; row < here; row++) {
        spreadRow(row * count, count, row * pitch, step);
      }
      to.write(rows, 0, (int) Math.min((long) most * pitch, all - done), at + done);
    }
  }

  private void spreadRow(int first, int count, int at, int step) {
    for (int i = 0, x = at; i < count; i++, x += step) {
      rows[x] = elements[first + i];
    }
  }
}
