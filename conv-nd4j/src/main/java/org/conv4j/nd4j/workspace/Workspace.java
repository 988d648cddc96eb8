package org.conv4j.nd4j.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.conv4j.ElementType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The temporary memory of one thread, reused from call to call. What is taken from it is given back
 * by closing the {@link Frame} it was taken in; its content is arbitrary. Between calls a thread
 * keeps at most the limit of its last frame; within one, plans take no more than their {@link
 * org.conv4j.nd4j.algorithm.Limits}.
 *
 * <pre>{@code
 * try (Workspace.Frame frame = workspace.open()) {
 *   float[] panel = frame.floats(panelSize);
 *   ...
 * }
 * }</pre>
 *
 * Not for use by several threads.
 */
public final class Workspace {

  private static final ThreadLocal<Workspace> OF_THREAD = ThreadLocal.withInitial(Workspace::new);

  private final Shelf<float[]> floats =
      new Shelf<>(
          count -> new float[Math.toIntExact(count)], array -> array.length, 4, array -> {});
  private final Shelf<int[]> ints =
      new Shelf<>(count -> new int[Math.toIntExact(count)], array -> array.length, 4, array -> {});
  private final Shelf<double[]> doubles =
      new Shelf<>(
          count -> new double[Math.toIntExact(count)], array -> array.length, 8, array -> {});
  private final Shelf<INDArray> singles =
      new Shelf<>(allocate(DataType.FLOAT), INDArray::length, 4, INDArray::close);
  private final Shelf<INDArray> natives =
      new Shelf<>(allocate(DataType.DOUBLE), INDArray::length, 8, INDArray::close);
  private final List<Shelf<?>> shelves = List.of(floats, ints, doubles, singles, natives);
  private int depth;
  private long peakBytes;

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
      bytes += shelf.bytes();
    }
    return bytes;
  }

  /** The most bytes that this workspace has held, in use or not, since it was made. */
  public long peakBytes() {
    return peakBytes;
  }

  /** Pieces that an earlier call needed make room, rather than that the thread has too much. */
  private <M> M take(Shelf<M> shelf, long count, long limit) {
    if (shelf.lacks(count) && heldBytes() + count * shelf.elementBytes > limit) {
      for (Shelf<?> each : shelves) {
        each.trim();
      }
    }
    M piece = shelf.take(count);
    peakBytes = Math.max(peakBytes, heldBytes());
    return piece;
  }

  private static LongFunction<INDArray> allocate(DataType type) {
    return count -> Nd4j.createUninitializedDetached(type, 'c', Math.max(1, count));
  }

  /** What one computation has taken. */
  public final class Frame implements AutoCloseable {
    private final long limit;
    private final int floatsTaken = floats.taken;
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
      return Workspace.this.take(floats, count, limit);
    }

    /** A Java array of at least {@code count} ints. */
    public int[] ints(long count) {
      return Workspace.this.take(ints, count, limit);
    }

    /** A Java array of at least {@code count} doubles. */
    public double[] doubles(long count) {
      return Workspace.this.take(doubles, count, limit);
    }

    /** Native memory: an array of rank 1 with at least {@code count} elements. */
    public DenseArray elements(ElementType type, long count) {
      return DenseArray.of(
          Workspace.this.take(type == ElementType.FLOAT32 ? singles : natives, count, limit));
    }

    @Override
    public void close() {
      ints.taken = intsTaken;
      floats.taken = floatsTaken;
      doubles.taken = doublesTaken;
      singles.taken = singlesTaken;
      natives.taken = nativesTaken;
      depth--;
      if (depth == 0 && heldBytes() > limit) {
        shelves.forEach(Shelf::clear);
      }
    }
  }

  /**
   * Pieces of memory in the order in which they are taken: the k-th request gets the k-th piece.
   */
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

    M take(long count) {
      int index = taken++;
      if (index == pieces.size()) {
        pieces.add(allocate.apply(count));
      } else if (size.applyAsLong(pieces.get(index)) < count) {
        discard.accept(pieces.get(index));
        pieces.set(index, allocate.apply(count));
      }
      return pieces.get(index);
    }

    long bytes() {
      long elements = 0;
      for (M piece : pieces) {
        elements += size.applyAsLong(piece);
      }
      return elements * elementBytes;
    }

    /** Whether the next piece must be allocated. */
    boolean lacks(long count) {
      return taken == pieces.size() || size.applyAsLong(pieces.get(taken)) < count;
    }

    /** Discards what nobody has taken. */
    void trim() {
      List<M> idle = pieces.subList(taken, pieces.size());
      idle.forEach(discard);
      idle.clear();
    }

    void clear() {
      pieces.forEach(discard);
      pieces.clear();
    }
  }
}
