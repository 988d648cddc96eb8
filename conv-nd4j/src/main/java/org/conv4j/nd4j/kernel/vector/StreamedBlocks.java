package org.conv4j.nd4j.kernel.vector;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.conv4j.nd4j.kernel.NativePlanes;
import org.conv4j.nd4j.kernel.ShiftedProduct;

/**
 * The register blocks of {@link ShiftedBlocks}, of any four vectors of pixels, whose sums go from
 * registers straight to memory outside the heap. A few rows advance through their planes from
 * beginning to end: the processor foresees what a few streams write, and fetches it while they
 * multiply.
 *
 * <p>{@code FloatVector.intoByteBuffer} exists up to Java 18. It is called through a constant
 * handle of exactly its type, which costs nothing; a handle that converts anything makes methods of
 * so many stores too large for the compiler.
 */
final class StreamedBlocks {

  private static final VectorSpecies<Float> S = Species.FLOAT;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final MethodHandle STORE = store();

  private StreamedBlocks() {}

  private static MethodHandle store() {
    try {
      return MethodHandles.lookup()
          .findVirtual(
              FloatVector.class,
              "intoByteBuffer",
              MethodType.methodType(void.class, ByteBuffer.class, int.class, ByteOrder.class));
    } catch (NoSuchMethodException | IllegalAccessException newerJava) {
      return null;
    }
  }

  /** Whether this JVM can do it. */
  static boolean available() {
    return STORE != null && Species.MANY_REGISTERS;
  }

  static void multiply(ShiftedProduct p, int row, int end, NativePlanes to) {
    for (int fours = ShiftedBlocks.blocksOfFour(end - row); fours > 0; fours--, row += 4) {
      stream(p, row, 4, to);
    }
    for (; end - row >= 5; row += 5) {
      stream(p, row, 5, to);
    }
    if (end - row >= 3) {
      stream(p, row, 3, to);
      row += 3;
    }
    for (; end > row; row++) {
      stream(p, row, 1, to);
    }
  }

  /** Some rows, vector after vector, four at a time. */
  private static void stream(ShiftedProduct p, int row, int rows, NativePlanes to) {
    int[] sources = to.pixels.sources();
    int[] targets = to.pixels.targets();
    int at = to.offset + row * to.pitch;
    int pitch = to.pitch * Float.BYTES;
    int last = to.vectors - 1;
    for (int i = 0; i <= last; i += 4) {
      int j = Math.min(i + 1, last);
      int k = Math.min(i + 2, last);
      int l = Math.min(i + 3, last);
      block(
          p,
          row,
          rows,
          p.bOffset + sources[i],
          p.bOffset + sources[j],
          p.bOffset + sources[k],
          p.bOffset + sources[l],
          to.memory,
          (at + targets[i]) * Float.BYTES,
          (at + targets[j]) * Float.BYTES,
          (at + targets[k]) * Float.BYTES,
          (at + targets[l]) * Float.BYTES,
          pitch);
    }
  }

  private static void block(
      ShiftedProduct p,
      int row,
      int rows,
      int s0,
      int s1,
      int s2,
      int s3,
      ByteBuffer c,
      int t0,
      int t1,
      int t2,
      int t3,
      int pitch) {
    try {
      switch (rows) {
        case 5 -> fiveRows(p, row, s0, s1, s2, s3, c, t0, t1, t2, t3, pitch);
        case 4 -> fourRows(p, row, s0, s1, s2, s3, c, t0, t1, t2, t3, pitch);
        case 3 -> threeRows(p, row, s0, s1, s2, s3, c, t0, t1, t2, t3, pitch);
        default -> oneRow(p, row, s0, s1, s2, s3, c, t0, t1, t2, t3, pitch);
      }
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void fiveRows(
      ShiftedProduct p,
      int row,
      int s0,
      int s1,
      int s2,
      int s3,
      ByteBuffer c,
      int t0,
      int t1,
      int t2,
      int t3,
      int pitch)
      throws Throwable {
    float[] a = p.a;
    float[] b = p.b;
    int[] shifts = p.shifts;
    int depth = p.depth;
    int aStride = p.aStride;
    FloatVector v00 = FloatVector.broadcast(S, p.start[p.startOffset + row]);
    FloatVector v01 = v00;
    FloatVector v02 = v00;
    FloatVector v03 = v00;
    FloatVector v10 = FloatVector.broadcast(S, p.start[p.startOffset + row + 1]);
    FloatVector v11 = v10;
    FloatVector v12 = v10;
    FloatVector v13 = v10;
    FloatVector v20 = FloatVector.broadcast(S, p.start[p.startOffset + row + 2]);
    FloatVector v21 = v20;
    FloatVector v22 = v20;
    FloatVector v23 = v20;
    FloatVector v30 = FloatVector.broadcast(S, p.start[p.startOffset + row + 3]);
    FloatVector v31 = v30;
    FloatVector v32 = v30;
    FloatVector v33 = v30;
    FloatVector v40 = FloatVector.broadcast(S, p.start[p.startOffset + row + 4]);
    FloatVector v41 = v40;
    FloatVector v42 = v40;
    FloatVector v43 = v40;
    for (int k = 0, i = p.aOffset + row; k < depth; k++, i += aStride) {
      int o = shifts[k];
      FloatVector b0 = FloatVector.fromArray(S, b, s0 + o);
      FloatVector b1 = FloatVector.fromArray(S, b, s1 + o);
      FloatVector b2 = FloatVector.fromArray(S, b, s2 + o);
      FloatVector b3 = FloatVector.fromArray(S, b, s3 + o);
      FloatVector x = FloatVector.broadcast(S, a[i]);
      v00 = x.fma(b0, v00);
      v01 = x.fma(b1, v01);
      v02 = x.fma(b2, v02);
      v03 = x.fma(b3, v03);
      x = FloatVector.broadcast(S, a[i + 1]);
      v10 = x.fma(b0, v10);
      v11 = x.fma(b1, v11);
      v12 = x.fma(b2, v12);
      v13 = x.fma(b3, v13);
      x = FloatVector.broadcast(S, a[i + 2]);
      v20 = x.fma(b0, v20);
      v21 = x.fma(b1, v21);
      v22 = x.fma(b2, v22);
      v23 = x.fma(b3, v23);
      x = FloatVector.broadcast(S, a[i + 3]);
      v30 = x.fma(b0, v30);
      v31 = x.fma(b1, v31);
      v32 = x.fma(b2, v32);
      v33 = x.fma(b3, v33);
      x = FloatVector.broadcast(S, a[i + 4]);
      v40 = x.fma(b0, v40);
      v41 = x.fma(b1, v41);
      v42 = x.fma(b2, v42);
      v43 = x.fma(b3, v43);
    }
    STORE.invokeExact(v00, c, t0, ORDER);
    STORE.invokeExact(v01, c, t1, ORDER);
    STORE.invokeExact(v02, c, t2, ORDER);
    STORE.invokeExact(v03, c, t3, ORDER);
    STORE.invokeExact(v10, c, t0 + pitch, ORDER);
    STORE.invokeExact(v11, c, t1 + pitch, ORDER);
    STORE.invokeExact(v12, c, t2 + pitch, ORDER);
    STORE.invokeExact(v13, c, t3 + pitch, ORDER);
    STORE.invokeExact(v20, c, t0 + 2 * pitch, ORDER);
    STORE.invokeExact(v21, c, t1 + 2 * pitch, ORDER);
    STORE.invokeExact(v22, c, t2 + 2 * pitch, ORDER);
    STORE.invokeExact(v23, c, t3 + 2 * pitch, ORDER);
    STORE.invokeExact(v30, c, t0 + 3 * pitch, ORDER);
    STORE.invokeExact(v31, c, t1 + 3 * pitch, ORDER);
    STORE.invokeExact(v32, c, t2 + 3 * pitch, ORDER);
    STORE.invokeExact(v33, c, t3 + 3 * pitch, ORDER);
    STORE.invokeExact(v40, c, t0 + 4 * pitch, ORDER);
    STORE.invokeExact(v41, c, t1 + 4 * pitch, ORDER);
    STORE.invokeExact(v42, c, t2 + 4 * pitch, ORDER);
    STORE.invokeExact(v43, c, t3 + 4 * pitch, ORDER);
  }

  private static void fourRows(
      ShiftedProduct p,
      int row,
      int s0,
      int s1,
      int s2,
      int s3,
      ByteBuffer c,
      int t0,
      int t1,
      int t2,
      int t3,
      int pitch)
      throws Throwable {
    float[] a = p.a;
    float[] b = p.b;
    int[] shifts = p.shifts;
    int depth = p.depth;
    int aStride = p.aStride;
    FloatVector v00 = FloatVector.broadcast(S, p.start[p.startOffset + row]);
    FloatVector v01 = v00;
    FloatVector v02 = v00;
    FloatVector v03 = v00;
    FloatVector v10 = FloatVector.broadcast(S, p.start[p.startOffset + row + 1]);
    FloatVector v11 = v10;
    FloatVector v12 = v10;
    FloatVector v13 = v10;
    FloatVector v20 = FloatVector.broadcast(S, p.start[p.startOffset + row + 2]);
    FloatVector v21 = v20;
    FloatVector v22 = v20;
    FloatVector v23 = v20;
    FloatVector v30 = FloatVector.broadcast(S, p.start[p.startOffset + row + 3]);
    FloatVector v31 = v30;
    FloatVector v32 = v30;
    FloatVector v33 = v30;
    for (int k = 0, i = p.aOffset + row; k < depth; k++, i += aStride) {
      int o = shifts[k];
      FloatVector b0 = FloatVector.fromArray(S, b, s0 + o);
      FloatVector b1 = FloatVector.fromArray(S, b, s1 + o);
      FloatVector b2 = FloatVector.fromArray(S, b, s2 + o);
      FloatVector b3 = FloatVector.fromArray(S, b, s3 + o);
      FloatVector x = FloatVector.broadcast(S, a[i]);
      v00 = x.fma(b0, v00);
      v01 = x.fma(b1, v01);
      v02 = x.fma(b2, v02);
      v03 = x.fma(b3, v03);
      x = FloatVector.broadcast(S, a[i + 1]);
      v10 = x.fma(b0, v10);
      v11 = x.fma(b1, v11);
      v12 = x.fma(b2, v12);
      v13 = x.fma(b3, v13);
      x = FloatVector.broadcast(S, a[i + 2]);
      v20 = x.fma(b0, v20);
      v21 = x.fma(b1, v21);
      v22 = x.fma(b2, v22);
      v23 = x.fma(b3, v23);
      x = FloatVector.broadcast(S, a[i + 3]);
      v30 = x.fma(b0, v30);
      v31 = x.fma(b1, v31);
      v32 = x.fma(b2, v32);
      v33 = x.fma(b3, v33);
    }
    STORE.invokeExact(v00, c, t0, ORDER);
    STORE.invokeExact(v01, c, t1, ORDER);
    STORE.invokeExact(v02, c, t2, ORDER);
    STORE.invokeExact(v03, c, t3, ORDER);
    STORE.invokeExact(v10, c, t0 + pitch, ORDER);
    STORE.invokeExact(v11, c, t1 + pitch, ORDER);
    STORE.invokeExact(v12, c, t2 + pitch, ORDER);
    STORE.invokeExact(v13, c, t3 + pitch, ORDER);
    STORE.invokeExact(v20, c, t0 + 2 * pitch, ORDER);
    STORE.invokeExact(v21, c, t1 + 2 * pitch, ORDER);
    STORE.invokeExact(v22, c, t2 + 2 * pitch, ORDER);
    STORE.invokeExact(v23, c, t3 + 2 * pitch, ORDER);
    STORE.invokeExact(v30, c, t0 + 3 * pitch, ORDER);
    STORE.invokeExact(v31, c, t1 + 3 * pitch, ORDER);
    STORE.invokeExact(v32, c, t2 + 3 * pitch, ORDER);
    STORE.invokeExact(v33, c, t3 + 3 * pitch, ORDER);
  }

  private static void threeRows(
      ShiftedProduct p,
      int row,
      int s0,
      int s1,
      int s2,
      int s3,
      ByteBuffer c,
      int t0,
      int t1,
      int t2,
      int t3,
      int pitch)
      throws Throwable {
    float[] a = p.a;
    float[] b = p.b;
    int[] shifts = p.shifts;
    int depth = p.depth;
    int aStride = p.aStride;
    FloatVector v00 = FloatVector.broadcast(S, p.start[p.startOffset + row]);
    FloatVector v01 = v00;
    FloatVector v02 = v00;
    FloatVector v03 = v00;
    FloatVector v10 = FloatVector.broadcast(S, p.start[p.startOffset + row + 1]);
    FloatVector v11 = v10;
    FloatVector v12 = v10;
    FloatVector v13 = v10;
    FloatVector v20 = FloatVector.broadcast(S, p.start[p.startOffset + row + 2]);
    FloatVector v21 = v20;
    FloatVector v22 = v20;
    FloatVector v23 = v20;
    for (int k = 0, i = p.aOffset + row; k < depth; k++, i += aStride) {
      int o = shifts[k];
      FloatVector b0 = FloatVector.fromArray(S, b, s0 + o);
      FloatVector b1 = FloatVector.fromArray(S, b, s1 + o);
      FloatVector b2 = FloatVector.fromArray(S, b, s2 + o);
      FloatVector b3 = FloatVector.fromArray(S, b, s3 + o);
      FloatVector x = FloatVector.broadcast(S, a[i]);
      v00 = x.fma(b0, v00);
      v01 = x.fma(b1, v01);
      v02 = x.fma(b2, v02);
      v03 = x.fma(b3, v03);
      x = FloatVector.broadcast(S, a[i + 1]);
      v10 = x.fma(b0, v10);
      v11 = x.fma(b1, v11);
      v12 = x.fma(b2, v12);
      v13 = x.fma(b3, v13);
      x = FloatVector.broadcast(S, a[i + 2]);
      v20 = x.fma(b0, v20);
      v21 = x.fma(b1, v21);
      v22 = x.fma(b2, v22);
      v23 = x.fma(b3, v23);
    }
    STORE.invokeExact(v00, c, t0, ORDER);
    STORE.invokeExact(v01, c, t1, ORDER);
    STORE.invokeExact(v02, c, t2, ORDER);
    STORE.invokeExact(v03, c, t3, ORDER);
    STORE.invokeExact(v10, c, t0 + pitch, ORDER);
    STORE.invokeExact(v11, c, t1 + pitch, ORDER);
    STORE.invokeExact(v12, c, t2 + pitch, ORDER);
    STORE.invokeExact(v13, c, t3 + pitch, ORDER);
    STORE.invokeExact(v20, c, t0 + 2 * pitch, ORDER);
    STORE.invokeExact(v21, c, t1 + 2 * pitch, ORDER);
    STORE.invokeExact(v22, c, t2 + 2 * pitch, ORDER);
    STORE.invokeExact(v23, c, t3 + 2 * pitch, ORDER);
  }

  private static void oneRow(
      ShiftedProduct p,
      int row,
      int s0,
      int s1,
      int s2,
      int s3,
      ByteBuffer c,
      int t0,
      int t1,
      int t2,
      int t3,
      int pitch)
      throws Throwable {
    float[] a = p.a;
    float[] b = p.b;
    int[] shifts = p.shifts;
    int depth = p.depth;
    int aStride = p.aStride;
    FloatVector v00 = FloatVector.broadcast(S, p.start[p.startOffset + row]);
    FloatVector v01 = v00;
    FloatVector v02 = v00;
    FloatVector v03 = v00;
    for (int k = 0, i = p.aOffset + row; k < depth; k++, i += aStride) {
      int o = shifts[k];
      FloatVector b0 = FloatVector.fromArray(S, b, s0 + o);
      FloatVector b1 = FloatVector.fromArray(S, b, s1 + o);
      FloatVector b2 = FloatVector.fromArray(S, b, s2 + o);
      FloatVector b3 = FloatVector.fromArray(S, b, s3 + o);
      FloatVector x = FloatVector.broadcast(S, a[i]);
      v00 = x.fma(b0, v00);
      v01 = x.fma(b1, v01);
      v02 = x.fma(b2, v02);
      v03 = x.fma(b3, v03);
    }
    STORE.invokeExact(v00, c, t0, ORDER);
    STORE.invokeExact(v01, c, t1, ORDER);
    STORE.invokeExact(v02, c, t2, ORDER);
    STORE.invokeExact(v03, c, t3, ORDER);
  }
}
