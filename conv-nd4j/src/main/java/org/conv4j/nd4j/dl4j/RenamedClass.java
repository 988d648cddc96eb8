package org.conv4j.nd4j.dl4j;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The class file of a class under another name. A class file names classes in its constant pool
 * (JVM Specification, 4.4); renaming copies the pool with every mention of the old name, alone or
 * within a descriptor, replaced.
 */
final class RenamedClass {

  private static final int UTF8 = 1;

  private RenamedClass() {}

  /**
   * The bytes of {@code template} as a class named {@code name}.
   *
   * @param name binary name, with dots
   */
  static byte[] bytes(Class<?> template, String name) throws IOException {
    String from = template.getName().replace('.', '/');
    String to = name.replace('.', '/');
    try (InputStream resource = template.getResourceAsStream("/" + from + ".class")) {
      if (resource == null) {
        throw new IOException("the class file of " + template.getName() + " cannot be read");
      }
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(resource.readAllBytes()));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeLong(in.readLong());
      int count = in.readUnsignedShort();
      out.writeShort(count);
      for (int index = 1; index < count; index++) {
        int tag = in.readUnsignedByte();
        out.writeByte(tag);
        if (tag == UTF8) {
          out.writeUTF(renamed(in.readUTF(), from, to));
        } else {
          out.write(in.readNBytes(sizeOf(tag)));
          index += takesTwoEntries(tag) ? 1 : 0;
        }
      }
      in.transferTo(out);
      return bytes.toByteArray();
    }
  }

  private static String renamed(String text, String from, String to) {
    return text.equals(from) ? to : text.replace("L" + from + ";", "L" + to + ";");
  }

  /** Bytes after the tag of a constant that is not text. */
  private static int sizeOf(int tag) throws IOException {
    return switch (tag) {
      case 7, 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case 5, 6 -> 8;
      default -> throw new IOException("unknown constant " + tag + " in a class file");
    };
  }

  private static boolean takesTwoEntries(int tag) {
    return tag == 5 || tag == 6;
  }
}
