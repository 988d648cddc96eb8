package org.conv4j.nd4j.workspace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
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
