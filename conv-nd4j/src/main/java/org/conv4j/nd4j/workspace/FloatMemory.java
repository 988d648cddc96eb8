package org.conv4j.nd4j.workspace;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * A dense float32 array as bulk copies to and from Java arrays, by element index. Cheaper for short
 * runs than copies by address; made once per call. Safe for use by many threads as long as no
 * element is written by one and touched by another. Keeps the array reachable.
 */
public final class FloatMemory {

  private static final int WINDOW_BITS = 28;
  private static final int WINDOW = 1 << WINDOW_BITS;

  /** The most elements that {@link #bytes} has room for. */
  public static final long MOST_OF_BYTES = WINDOW;

  private final DenseArray owner;
  private final FloatBuffer[] windows;

  private FloatMemory(DenseArray owner) {
    this.owner = owner;
    int count = (int) ((owner.length() + WINDOW - 1) >> WINDOW_BITS);
    this.windows = new FloatBuffer[count];
    for (int i = 0; i < count; i++) {
      long first = (long) i << WINDOW_BITS;
      int length = (int) Math.min(WINDOW, owner.length() - first);
      windows[i] = NativeMemory.buffer(owner.address() + first * Float.BYTES, length);
    }
  }

  /** The elements of {@code array}, which must be float32. */
  public static FloatMemory of(DenseArray array) {
    return new FloatMemory(array);
  }

  /**
   * All elements, in the machine's byte order, for writing where copies would cost too much; empty
   * where they are more than fit one buffer. Whoever uses it keeps this object reachable.
   */
  public Optional<ByteBuffer> bytes() {
    return windows.length == 1
        ? Optional.of(NativeMemory.bytes(owner.address(), (int) owner.length() * Float.BYTES))
        : Optional.empty();
  }

  /** Number of elements. */
  public long length() {
    return owner.length();
  }

  /** Address of element {@code index}, in bytes. Whoever uses it keeps this object reachable. */
  public long address(long index) {
    return owner.address() + index * Float.BYTES;
  }

  /**
   * Copies elements {@code from} to {@code from + count - 1} into {@code to}, from {@code at} on.
   */
  public void read(long from, float[] to, int at, int count) {
    int window = (int) (from >> WINDOW_BITS);
    int index = (int) (from & (WINDOW - 1));
    int here = Math.min(count, WINDOW - index);
    windows[window].get(index, to, at, here);
    if (here < count) {
      read(from + here, to, at + here, count - here);
    }
  }

  /** Copies {@code count} floats of {@code from}, from {@code at} on, to elements {@code to} on. */
  public void write(float[] from, int at, int count, long to) {
    int window = (int) (to >> WINDOW_BITS);
    int index = (int) (to & (WINDOW - 1));
    int here = Math.min(count, WINDOW - index);
    windows[window].put(index, from, at, here);
    if (here < count) {
      write(from, at + here, count - here, to + here);
    }
  }
}
