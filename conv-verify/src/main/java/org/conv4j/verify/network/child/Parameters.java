package org.conv4j.verify.network.child;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters of a network, piece by piece: there may be hundreds of megabytes. Whatever their
 * type, they are compared as float64, which holds each float32 as it is.
 */
final class Parameters {

  private static final int PIECE = 1 << 20;

  private final List<INDArray> arrays;

  Parameters(List<INDArray> arrays) {
    this.arrays = List.copyOf(arrays);
  }

  /** What is done with a piece. */
  @FunctionalInterface
  private interface Work {
    void on(double[] values) throws IOException;
  }

  long count() {
    return arrays.stream().mapToLong(INDArray::length).sum();
  }

  /** CRC-32 of their values: the same for both types, where float64 holds float32 numbers. */
  long checksum() throws IOException {
    CRC32 checksum = new CRC32();
    each(values -> checksum.update(bytes(values)));
    return checksum.getValue();
  }

  /** The largest magnitude; NaN if one is. */
  double largest() throws IOException {
    double[] largest = {0};
    each(
        values -> {
          for (double value : values) {
            largest[0] = Math.max(largest[0], Math.abs(value));
          }
        });
    return largest[0];
  }

  /** Writes them, in this machine's byte order. */
  void write(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      each(
          values -> {
            ByteBuffer bytes = bytes(values);
            while (bytes.hasRemaining()) {
              channel.write(bytes);
            }
          });
    }
  }

  /** The largest difference from those in {@code file}; NaN if one is. */
  double largestDifference(Path file) throws IOException {
    double[] largest = {0};
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() != count() * Double.BYTES) {
        throw new IOException(
            file + " holds " + channel.size() / Double.BYTES + " parameters, expected " + count());
      }
      each(
          values -> {
            ByteBuffer bytes = buffer(values.length);
            while (bytes.hasRemaining()) {
              channel.read(bytes);
            }
            bytes.rewind();
            for (double value : values) {
              largest[0] = Math.max(largest[0], Math.abs(value - bytes.getDouble()));
            }
          });
    }
    return largest[0];
  }

  private void each(Work work) throws IOException {
    for (INDArray array : arrays) {
      INDArray flat = array.reshape('c', new long[] {array.length()});
      for (long from = 0; from < array.length(); from += PIECE) {
        INDArray piece =
            flat.get(NDArrayIndex.interval(from, Math.min(array.length(), from + PIECE)));
        work.on(piece.dup('c').data().asDouble());
      }
    }
  }

  private static ByteBuffer bytes(double[] values) {
    ByteBuffer bytes = buffer(values.length);
    bytes.asDoubleBuffer().put(values);
    return bytes;
  }

  private static ByteBuffer buffer(int numbers) {
    return ByteBuffer.allocate(numbers * Double.BYTES).order(ByteOrder.nativeOrder());
  }
}
