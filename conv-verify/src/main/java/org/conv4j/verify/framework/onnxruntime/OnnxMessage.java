package org.conv4j.verify.framework.onnxruntime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A message in the encoding of protocol buffers: fields, each a number with a wire type and a
 * value. Only the two wire types that ONNX's messages need here: 0, a varint, and 2, bytes with a
 * length. See the encoding chapter of the protocol buffers' documentation.
 */
final class OnnxMessage {

  private static final int VARINT = 0;
  private static final int BYTES = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Adds an integer; a negative one takes ten bytes. */
  OnnxMessage integer(int field, long value) {
    key(field, VARINT);
    varint(value);
    return this;
  }

  /** Adds bytes. */
  OnnxMessage bytes(int field, byte[] value) {
    key(field, BYTES);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  /** Adds a text. */
  OnnxMessage text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a message as it is now. */
  OnnxMessage message(int field, OnnxMessage value) {
    return bytes(field, value.encoded());
  }

  /** What was added, in that order. */
  byte[] encoded() {
    return out.toByteArray();
  }

  private void key(int field, int wireType) {
    varint(((long) field << 3) | wireType);
  }

  /** Seven bits a byte, the lowest first; the high bit says that more follow. */
  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
