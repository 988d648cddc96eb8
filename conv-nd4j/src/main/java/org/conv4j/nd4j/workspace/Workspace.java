package org.conv4j.nd4j.workspace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.conv4j.ElementType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The temporary memory of one thread, reused from call to call, whatever sizes those take in turn.
 * What is taken from it is given back by closing the {@link Frame} it was taken in; its content is
 * arbitrary. Between calls a thread keeps at most the limit of its last frame; within one, plans
 * take no more than their {@link org.conv4j.nd4j.algorithm.Limits}.
 *
 * <pre>{@code
 * try (Workspace.Frame frame = workspace.open(limit)) {
 *   float[] panel = frame.floats(panelSize);
 *   ...
 * }
 * }</pre>
 *
 * Not for use by several threads.
 */
public final class Workspace {

  /** How many arrays {@link Frame#lines} gives. */
  public static final int LINES = 8;

  private static final float[] NO_FLOATS = {};

  private static final ThreadLocal<Workspace> OF_THREAD = ThreadLocal.withInitial(Workspace::new);

  private final Shelf<float[]> floats =
      new Shelf<>(
          count -> new float[Math.toIntExact(count)], array -> array.length, 4, array -> {});
  private final Shelf<float[][]> lines =
      new Shelf<>(
          count -> new float[LINES][Math.toIntExact(count)],
          arrays -> arrays[0].length,
          4 * LINES,
          arrays -> {});
  private final Shelf<int[]> ints =
      new Shelf<>(count -> new int[Math.toIntExact(count)], array -> array.length, 4, array -> {});
  private final Shelf<double[]> doubles =
      new Shelf<>(
          count -> new double[Math.toIntExact(count)], array -> array.length, 8, array -> {});
  private final Shelf<INDArray> singles =
      new Shelf<>(allocate(DataType.FLOAT), INDArray::length, 4, INDArray::close);
  private final Shelf<INDArray> natives =
      new Shelf<>(allocate(DataType.DOUBLE), INDArray::length, 8, INDArray::close);
  private final List<Shelf<?>> shelves = List.of(floats, lines, ints, doubles, singles, natives);
  private int depth;
  private long peakBytes;
  private long allocations;

  private Workspace() {}

  /** The calling thread's workspace. */
  public static Workspace ofThread() {
    return OF_THREAD.get();
  }

  /**
   * Opens a frame; close it in the same thread, innermost first.
   *
   * @param limit bytes that the thread may keep once the outermost frame is closed
   */
  public Frame open(long limit) {
    return new Frame(limit);
  }

  /** Bytes that this workspace holds at the moment, in use or not. */
  public long heldBytes() {
    long bytes = 0;
    for (Shelf<?> shelf : shelves) {
      bytes += shelf.bytes(0, shelf.pieces.size());
    }
    return bytes;
  }

  /** The most bytes that this workspace has held, in use or not, since it was made. */
  public long peakBytes() {
    return peakBytes;
  }

  /** How often memory has been allocated, since this workspace was made. */
  public long allocations() {
    return allocations;
  }

  /**
   * Pieces that nobody has make room, rather than that the thread has too much; nor is a piece so
   * large that it leaves no room for what follows.
   */
  private <M> M take(Shelf<M> shelf, long count, long limit, long rest) {
    int fitting = shelf.fitting(count, limit - takenBytes() - rest);
    if (fitting < 0) {
      trim(limit - count * shelf.elementBytes);
      fitting = shelf.allocate(count);
      allocations++;
      peakBytes = Math.max(peakBytes, heldBytes());
    }
    return shelf.take(fitting);
  }

  private long takenBytes() {
    long bytes = 0;
    for (Shelf<?> shelf : shelves) {
      bytes += shelf.bytes(0, shelf.taken);
    }
    return bytes;
  }

  /** Discards what nobody has until no more than {@code most} bytes are held: as few as will do. */
  private void trim(long most) {
    for (long excess = heldBytes() - most; excess > 0; excess = heldBytes() - most) {
      Shelf<?> chosen = null;
      int piece = -1;
      for (Shelf<?> shelf : shelves) {
        for (int i = shelf.taken; i < shelf.pieces.size(); i++) {
          if (chosen == null || betterToDiscard(shelf.bytes(i), chosen.bytes(piece), excess)) {
            chosen = shelf;
            piece = i;
          }
        }
      }
      if (chosen == null) {
        return;
      }
      chosen.discard(piece);
    }
  }

  /** The smallest that is enough, or else the largest. */
  private static boolean betterToDiscard(long bytes, long other, long excess) {
    return other >= excess ? bytes >= excess && bytes < other : bytes > other;
  }

  private static LongFunction<INDArray> allocate(DataType type) {
    return count -> Nd4j.createUninitializedDetached(type, 'c', Math.max(1, count));
  }

  /** What one computation has taken. */
  public final class Frame implements AutoCloseable {
    private final long limit;
    private final int floatsTaken = floats.taken;
    private final int linesTaken = lines.taken;
    private final int intsTaken = ints.taken;
    private final int doublesTaken = doubles.taken;
    private final int singlesTaken = singles.taken;
    private final int nativesTaken = natives.taken;

    private Frame(long limit) {
      this.limit = limit;
      depth++;
    }

    /** A Java array of at least {@code count} floats, not shared with any other request. */
    public float[] floats(long count) {
      return floats(count, 0);
    }

    /**
     * As {@link #floats(long)}.
     *
     * @param rest how many floats this thread will take besides before it closes the frame
     */
    public float[] floats(long count, long rest) {
      return count == 0 ? NO_FLOATS : Workspace.this.take(floats, count, limit, rest * Float.BYTES);
    }

    /**
     * {@link #LINES} Java arrays of at least {@code count} floats each.
     *
     * @param rest how many floats this thread will take besides before it closes the frame
     */
    public float[][] lines(long count, long rest) {
      return Workspace.this.take(lines, count, limit, rest * Float.BYTES);
    }

    /** A Java array of at least {@code count} ints. */
    public int[] ints(long count) {
      return Workspace.this.take(ints, count, limit, 0);
    }

    /** A Java array of at least {@code count} doubles. */
    public double[] doubles(long count) {
      return Workspace.this.take(doubles, count, limit, 0);
    }

    /** Native memory: an array of rank 1 with at least {@code count} elements. */
    public DenseArray elements(ElementType type, long count) {
      return elements(type, count, 0);
    }

    /**
     * As {@link #elements(ElementType, long)}.
     *
     * @param rest how many elements this thread will take besides before it closes the frame
     */
    public DenseArray elements(ElementType type, long count, long rest) {
      return DenseArray.of(
          Workspace.this.take(
              type == ElementType.FLOAT32 ? singles : natives, count, limit, rest * type.bytes()));
    }

    @Override
    public void close() {
      ints.taken = intsTaken;
      floats.taken = floatsTaken;
      lines.taken = linesTaken;
      doubles.taken = doublesTaken;
      singles.taken = singlesTaken;
      natives.taken = nativesTaken;
      depth--;
      if (depth == 0) {
        trim(limit);
      }
    }
  }

  /** Pieces of memory: first those that are taken, in order, then the free ones. */
  private static final class Shelf<M> {
    private final List<M> pieces = new ArrayList<>();
    private final LongFunction<M> allocate;
    private final ToLongFunction<M> size;
    private final int elementBytes;
    private final Consumer<M> discard;
    private int taken;

    Shelf(LongFunction<M> allocate, ToLongFunction<M> size, int elementBytes, Consumer<M> discard) {
      this.allocate = allocate;
      this.size = size;
      this.elementBytes = elementBytes;
      this.discard = discard;
    }

    /** The smallest free piece that has room for so many elements; negative if there is none. */
    int fitting(long count, long mostBytes) {
      int best = -1;
      for (int i = taken; i < pieces.size(); i++) {
        long here = bytes(i);
        if (here >= count * elementBytes && here <= mostBytes && (best < 0 || here < bytes(best))) {
          best = i;
        }
      }
      return best;
    }

    M take(int piece) {
      Collections.swap(pieces, taken, piece);
      return pieces.get(taken++);
    }

    /** Adds a piece; which one it is. */
    int allocate(long count) {
      pieces.add(allocate.apply(count));
      return pieces.size() - 1;
    }

    void discard(int piece) {
      discard.accept(pieces.remove(piece));
    }

    long bytes(int piece) {
      return size.applyAsLong(pieces.get(piece)) * elementBytes;
    }

    long bytes(int from, int to) {
      long bytes = 0;
      for (int i = from; i < to; i++) {
        bytes += bytes(i);
      }
      return bytes;
    }
  }
}
