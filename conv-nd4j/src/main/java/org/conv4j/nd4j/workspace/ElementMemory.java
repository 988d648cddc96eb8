package org.conv4j.nd4j.workspace;

import java.nio.ByteBuffer;
import org.conv4j.ElementType;

/**
 * A dense array of either element type as copies to and from other such arrays, by element index,
 * without a way through the Java heap. Made once per call. Safe for use by many threads as long as
 * no element is written by one and touched by another. Keeps the array reachable.
 */
public final class ElementMemory {

  /** Elements of a window: a byte buffer has 31 bits. */
  private static final int WINDOW_BITS = 27;

  private static final int WINDOW = 1 << WINDOW_BITS;

  private final DenseArray owner;
  private final ByteBuffer[] windows;

  /** The same memory for copies by way of Java arrays; null for doubles. */
  private final FloatMemory floats;

  /** Elements are 4 or 8 bytes: {@code 1 << shift}. */
  private final int shift;

  private ElementMemory(DenseArray owner) {
    this.owner = owner;
    this.shift = Integer.numberOfTrailingZeros(owner.elementType().bytes());
    this.floats = owner.elementType() == ElementType.FLOAT32 ? FloatMemory.of(owner) : null;
    this.windows = new ByteBuffer[(int) ((owner.length() + WINDOW - 1) >> WINDOW_BITS)];
    for (int i = 0; i < windows.length; i++) {
      long first = (long) i << WINDOW_BITS;
      int length = (int) Math.min(WINDOW, owner.length() - first);
      windows[i] = NativeMemory.bytes(owner.address() + (first << shift), length << shift);
    }
  }

  /** The elements of {@code array}. */
  public static ElementMemory of(DenseArray array) {
    return new ElementMemory(array);
  }

  /** The array. */
  public DenseArray array() {
    return owner;
  }

  /** Copies {@code count} elements, from {@code from} on, to elements {@code at} on. */
  public void copy(long from, long count, ElementMemory to, long at) {
    int source = (int) (from & (WINDOW - 1));
    int target = (int) (at & (WINDOW - 1));
    int here = (int) Math.min(count, WINDOW - Math.max(source, target));
    to.windows[(int) (at >> WINDOW_BITS)].put(
        target << shift, windows[(int) (from >> WINDOW_BITS)], source << shift, here << shift);
    if (here < count) {
      copy(from + here, count - here, to, at + here);
    }
  }

  /**
   * Copies {@code count} elements, one every {@code fromStep}, to one every {@code toStep}
   * elements.
   */
  public void copy(long from, long fromStep, long count, ElementMemory to, long at, long toStep) {
    if (fromStep == 1 && toStep == 1) {
      copy(from, count, to, at);
    } else if (windowOf(from) == windowOf(from + (count - 1) * fromStep)
        && windowOf(at) == windowOf(at + (count - 1) * toStep)) {
      copyWithin(
          windows[windowOf(from)],
          (int) (from & (WINDOW - 1)) << shift,
          (int) fromStep << shift,
          (int) count,
          to.windows[windowOf(at)],
          (int) (at & (WINDOW - 1)) << shift,
          (int) toStep << shift);
    } else {
      for (long i = 0; i < count; i++) {
        copy(from + i * fromStep, 1, to, at + i * toStep);
      }
    }
  }

  /**
   * Copies {@code count} elements, one every {@code step}, of each of {@code rows} rows, to
   * neighbours. Float32 goes by way of Java arrays, several rows at a time: 0.5 ns an element,
   * where one by one it is 1.7.
   *
   * @param fromPitch elements from one row to the next
   * @param toPitch the same, where they are put
   */
  public void copyRows(
      long from,
      long step,
      long fromPitch,
      long count,
      long rows,
      ElementMemory to,
      long at,
      long toPitch) {
    if (floats != null && step > 1 && SteppedRows.fits(step, fromPitch, count)) {
      SteppedRows.ofThread()
          .pick(
              floats, from, (int) step, (int) fromPitch, (int) count, rows, to.floats, at, toPitch);
      return;
    }
    for (long i = 0; i < rows; i++) {
      copy(from + i * fromPitch, step, count, to, at + i * toPitch, 1);
    }
  }

  /**
   * The way back: {@code rows} rows of {@code count} neighbours go to one every {@code step}
   * elements, with zeros between them and behind them.
   *
   * @param toPitch elements from one row to the next
   * @param all elements that are written, from {@code at} on
   */
  public void spreadRows(
      long from,
      long count,
      long rows,
      ElementMemory to,
      long at,
      long step,
      long toPitch,
      long all) {
    if (floats != null && SteppedRows.fits(step, toPitch, count)) {
      SteppedRows.ofThread()
          .spread(floats, from, (int) count, rows, to.floats, at, (int) step, (int) toPitch, all);
      return;
    }
    to.clear(at, all);
    for (long i = 0; i < rows; i++) {
      copy(from + i * count, 1, count, to, at + i * toPitch, step);
    }
  }

  private void copyWithin(
      ByteBuffer source, int from, int fromStep, int count, ByteBuffer target, int at, int toStep) {
    if (shift == 2) {
      for (int i = 0; i < count; i++) {
        target.putInt(at + i * toStep, source.getInt(from + i * fromStep));
      }
    } else {
      for (int i = 0; i < count; i++) {
        target.putLong(at + i * toStep, source.getLong(from + i * fromStep));
      }
    }
  }

  /**
   * Copies {@code run} elements, from {@code from} on, {@code count} times, one copy after the
   * other.
   */
  public void repeat(long from, long run, long count, ElementMemory to, long at) {
    copy(from, run, to, at);
    for (long done = 1; done < count; done *= 2) {
      to.copy(at, Math.min(done, count - done) * run, to, at + done * run);
    }
  }

  /** Sets {@code count} elements, from {@code from} on, to zero. */
  public void clear(long from, long count) {
    if (count > 0) {
      NativeMemory.clear(owner.address() + (from << shift), count << shift);
    }
  }

  private static int windowOf(long index) {
    return (int) (index >> WINDOW_BITS);
  }
}
