package org.conv4j.nd4j.workspace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory outside the Java heap, by address: what arrays hold, and copies between it and Java arrays
 * at the speed of memory. Nothing here keeps an owner reachable; whoever took the address does.
 */
public final class NativeMemory {

  private static final int CHECKSUM_WINDOW = 1 << 30;

  /** Odd, so that every element counts, whatever follows it. */
  private static final long CHECKSUM_FACTOR = 0x9E3779B97F4A7C15L;

  private NativeMemory() {}

  /**
   * Whether array elements can be read and written by address, that is, whether ND4J runs on its
   * CPU backend. On others only INDArray operations reach them.
   */
  public static boolean addressable() {
    return Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
  }

  /** Address of the first element of {@code array}, in bytes; 0 if it is empty. */
  public static long addressOf(INDArray array) {
    if (array.isEmpty()) {
      return 0;
    }
    DataBuffer data = array.data();
    return data.address() + array.offset() * data.getElementSize();
  }

  /** Copies {@code count} floats at {@code address} to {@code to}, from index {@code offset} on. */
  public static void read(long address, float[] to, int offset, int count) {
    new Floats(address).get(to, offset, count);
  }

  /**
   * Copies {@code count} floats of {@code from}, from index {@code offset} on, to {@code address}.
   */
  public static void write(float[] from, int offset, int count, long address) {
    new Floats(address).put(from, offset, count);
  }

  /**
   * Copies {@code count} doubles at {@code address} to {@code to}, from index {@code offset} on.
   */
  public static void read(long address, double[] to, int offset, int count) {
    new Doubles(address).get(to, offset, count);
  }

  /**
   * Copies {@code count} doubles of {@code from}, from index {@code offset} on, to {@code address}.
   */
  public static void write(double[] from, int offset, int count, long address) {
    new Doubles(address).put(from, offset, count);
  }

  /** Copies {@code bytes} bytes from one address to another; the ranges must not overlap. */
  public static void copy(long from, long to, long bytes) {
    Pointer.memcpy(new Floats(to), new Floats(from), bytes);
  }

  /** Sets {@code bytes} bytes at {@code address} to zero. */
  public static void clear(long address, long bytes) {
    Pointer.memset(new Floats(address), 0, bytes);
  }

  /**
   * A number that changes with any bit, and with the order, of the {@code bytes} bytes at {@code
   * address}, but for a chance of one in 2^64.
   *
   * @param bytes a multiple of 4
   */
  public static long checksum(long address, long bytes) {
    long sum = 1;
    for (long done = 0; done < bytes; done += CHECKSUM_WINDOW) {
      int here = (int) Math.min(CHECKSUM_WINDOW, bytes - done);
      sum = checksum(bytes(address + done, here), sum);
    }
    return sum;
  }

  /** Four polynomials side by side, so that no multiplication waits for the one before it. */
  private static long checksum(ByteBuffer buffer, long seed) {
    LongBuffer longs = buffer.asLongBuffer();
    int count = longs.limit();
    long first = seed;
    long second = 2;
    long third = 3;
    long fourth = 4;
    int i = 0;
    for (; i + 4 <= count; i += 4) {
      first = first * CHECKSUM_FACTOR + longs.get(i);
      second = second * CHECKSUM_FACTOR + longs.get(i + 1);
      third = third * CHECKSUM_FACTOR + longs.get(i + 2);
      fourth = fourth * CHECKSUM_FACTOR + longs.get(i + 3);
    }
    for (; i < count; i++) {
      first = first * CHECKSUM_FACTOR + longs.get(i);
    }
    if (buffer.limit() % Long.BYTES != 0) {
      first = first * CHECKSUM_FACTOR + buffer.getInt(buffer.limit() - Integer.BYTES);
    }
    return ((first * CHECKSUM_FACTOR + second) * CHECKSUM_FACTOR + third) * CHECKSUM_FACTOR
        + fourth;
  }

  /** The floats at {@code address}, as JavaCPP functions take them; owns nothing. */
  public static FloatPointer floats(long address) {
    return new Floats(address);
  }

  /** The doubles at {@code address}, as JavaCPP functions take them; owns nothing. */
  public static DoublePointer doubles(long address) {
    return new Doubles(address);
  }

  /** The {@code count} floats at {@code address} as a buffer; keeps no owner reachable. */
  static FloatBuffer buffer(long address, int count) {
    FloatPointer pointer = new Floats(address);
    return pointer.capacity(count).asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  /** The {@code count} bytes at {@code address} as a buffer; keeps no owner reachable. */
  static ByteBuffer bytes(long address, int count) {
    return new Bytes(address).capacity(count).asByteBuffer().order(ByteOrder.nativeOrder());
  }

  /** Floats that somebody else owns, at an address that changes. For one thread. */
  public static final class FloatCursor extends FloatPointer {

    /** Points nowhere. */
    public FloatCursor() {
      super((Pointer) null);
    }

    /** Points to the floats at {@code address} from now on. */
    public void moveTo(long address) {
      this.address = address;
    }
  }

  /** A pointer to memory that somebody else owns. */
  private static final class Bytes extends BytePointer {
    Bytes(long address) {
      super((Pointer) null);
      this.address = address;
    }
  }

  /** A pointer to memory that somebody else owns. */
  private static final class Floats extends FloatPointer {
    Floats(long address) {
      super((Pointer) null);
      this.address = address;
    }
  }

  /** A pointer to memory that somebody else owns. */
  private static final class Doubles extends DoublePointer {
    Doubles(long address) {
      super((Pointer) null);
      this.address = address;
    }
  }
}
