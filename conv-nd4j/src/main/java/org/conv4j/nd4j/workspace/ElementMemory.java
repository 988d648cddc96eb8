package org.conv4j.nd4j.workspace;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
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

  /** Floats that are picked from at once: with what is picked, less than a first-level cache. */
  private static final int PICKED_FROM = 4 << 10;

  private static final ThreadLocal<Picked> PICKED = ThreadLocal.withInitial(Picked::new);

  private final DenseArray owner;
  private final ByteBuffer[] windows;

  /** Elements are 4 or 8 bytes: {@code 1 << shift}. */
  private final int shift;

  private ElementMemory(DenseArray owner) {
    this.owner = owner;
    this.shift = Integer.numberOfTrailingZeros(owner.elementType().bytes());
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
    long row = (count - 1) * step + 1;
    long end = from + (rows - 1) * fromPitch + row;
    boolean pick =
        step > 1
            && owner.elementType() == ElementType.FLOAT32
            && row <= PICKED_FROM
            && fromPitch <= PICKED_FROM
            && windowOf(from) == windowOf(end)
            && windowOf(at) == windowOf(at + (rows - 1) * toPitch + count);
    if (!pick) {
      for (long i = 0; i < rows; i++) {
        copy(from + i * fromPitch, step, count, to, at + i * toPitch, 1);
      }
      return;
    }
    int together = (int) ((PICKED_FROM - row) / fromPitch) + 1;
    for (long first = 0; first < rows; first += together) {
      PICKED
          .get()
          .copy(
              windows[windowOf(from)].asFloatBuffer(),
              (int) ((from + first * fromPitch) & (WINDOW - 1)),
              (int) step,
              (int) fromPitch,
              (int) count,
              (int) Math.min(together, rows - first),
              to.windows[windowOf(at)].asFloatBuffer(),
              (int) ((at + first * toPitch) & (WINDOW - 1)),
              (int) toPitch);
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
    long last = (rows - 1) * toPitch + (count - 1) * step + 1;
    boolean spread =
        owner.elementType() == ElementType.FLOAT32
            && toPitch <= PICKED_FROM
            && (count - 1) * step < toPitch
            && last <= all
            && windowOf(from) == windowOf(from + rows * count)
            && windowOf(at) == windowOf(at + all);
    if (!spread) {
      to.clear(at, all);
      for (long i = 0; i < rows; i++) {
        copy(from + i * count, 1, count, to, at + i * toPitch, step);
      }
      return;
    }
    int together = (int) Math.max(1, PICKED_FROM / toPitch);
    for (long first = 0; first < rows; first += together) {
      int here = (int) Math.min(together, rows - first);
      PICKED
          .get()
          .spread(
              windows[windowOf(from)].asFloatBuffer(),
              (int) ((from + first * count) & (WINDOW - 1)),
              (int) count,
              here,
              to.windows[windowOf(at)].asFloatBuffer(),
              (int) ((at + first * toPitch) & (WINDOW - 1)),
              (int) step,
              (int) toPitch,
              (int) Math.min(here * toPitch, all - first * toPitch));
    }
    long done = Math.min(all, rows * toPitch);
    to.clear(at + done, all - done);
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

  /** What one thread picks from, and what it has picked. */
  private static final class Picked {
    private final float[] from = new float[PICKED_FROM];
    private final float[] picked = new float[PICKED_FROM];

    void copy(
        FloatBuffer source,
        int first,
        int step,
        int fromPitch,
        int count,
        int rows,
        FloatBuffer target,
        int at,
        int toPitch) {
      source.get(first, from, 0, (rows - 1) * fromPitch + (count - 1) * step + 1);
      for (int row = 0; row < rows; row++) {
        pick(row * fromPitch, step, count, row * count);
      }
      if (toPitch == count) {
        target.put(at, picked, 0, rows * count);
        return;
      }
      for (int row = 0; row < rows; row++) {
        target.put(at + row * toPitch, picked, row * count, count);
      }
    }

    void spread(
        FloatBuffer source,
        int first,
        int count,
        int rows,
        FloatBuffer target,
        int at,
        int step,
        int toPitch,
        int all) {
      source.get(first, picked, 0, rows * count);
      Arrays.fill(from, 0, all, 0);
      for (int row = 0; row < rows; row++) {
        for (int i = 0, x = row * toPitch; i < count; i++, x += step) {
          from[x] = picked[row * count + i];
        }
      }
      target.put(at, from, 0, all);
    }

    private void pick(int first, int step, int count, int at) {
      for (int i = 0, x = first; i < count; i++, x += step) {
        picked[at + i] = from[x];
      }
    }
  }
}
