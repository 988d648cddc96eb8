package org.conv4j.verify.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.conv4j.Tensor;
import org.conv4j.verify.InputException;
import org.conv4j.verify.IoReason;

/**
 * One array in NumPy's file format, versions 1 to 3. Read strictly: what is missing, left over or
 * unknown is refused.
 */
public final class NpyFile {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern HEADER =
      Pattern.compile(
          "\\s*\\{\\s*'descr'\\s*:\\s*'([<>|=]?)([a-z])(\\d+)'\\s*,"
              + "\\s*'fortran_order'\\s*:\\s*(True|False)\\s*,"
              + "\\s*'shape'\\s*:\\s*\\(([0-9, ]*)\\)\\s*,?\\s*\\}\\s*");
  private static final long LARGEST = 1L << 28;

  private final Path file;
  private final ByteBuffer bytes;

  private NpyFile(Path file, byte[] content) {
    this.file = file;
    this.bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The array in {@code file}, row-major, whatever order and number type it was saved in.
   *
   * @throws InputException if it cannot be read, or holds no array of real numbers
   */
  public static Tensor read(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new InputException("'" + file + "' is a folder, not an NPY file");
      }
      return new NpyFile(file, Files.readAllBytes(file)).tensor();
    } catch (IOException unreadable) {
      throw new InputException(
          "'" + file + "' cannot be read: " + IoReason.of(unreadable), unreadable);
    }
  }

  private Tensor tensor() {
    String header = header();
    Matcher fields = HEADER.matcher(header);
    if (!fields.matches()) {
      throw refused(
          "its header has not the form {'descr': '<f4', 'fortran_order': False, 'shape': (1, 2)}: "
              + header.strip());
    }
    Number number = Number.of(fields.group(2) + fields.group(3));
    if (number == null) {
      throw refused(
          "its numbers are '"
              + fields.group(2)
              + fields.group(3)
              + "': expected f4, f8, i1, i2, i4, i8, u1, u2 or u4");
    }
    long[] shape = shape(fields.group(5));
    long size = size(shape);
    if (bytes.remaining() != size * number.width) {
      throw refused(
          "it is %s: %d bytes of numbers are there, and shape %s has %d"
              .formatted(
                  bytes.remaining() < size * number.width ? "cut off" : "too long",
                  bytes.remaining(),
                  Arrays.toString(shape),
                  size * number.width));
    }
    bytes.order(fields.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[Math.toIntExact(size)];
    for (int i = 0; i < values.length; i++) {
      values[i] = number.next(bytes);
    }
    return fields.group(4).equals("True") ? rowMajor(values, shape) : Tensor.of(values, shape);
  }

  private String header() {
    byte[] magic = new byte[MAGIC.length];
    if (bytes.remaining() < MAGIC.length + 4) {
      throw refused("it is no NPY file");
    }
    bytes.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw refused("it is no NPY file");
    }
    int version = bytes.get();
    bytes.get();
    if (version < 1 || version > 3) {
      throw refused("its format version is " + version + ": expected 1, 2 or 3");
    }
    if (version > 1 && bytes.remaining() < 4) {
      throw refused("it is cut off in its header");
    }
    long length = version == 1 ? bytes.getShort() & 0xFFFF : bytes.getInt() & 0xFFFFFFFFL;
    if (length > bytes.remaining()) {
      throw refused("it is cut off in its header");
    }
    byte[] header = new byte[(int) length];
    bytes.get(header);
    return new String(header, StandardCharsets.UTF_8);
  }

  private long[] shape(String text) {
    try {
      return Arrays.stream(text.split(","))
          .map(String::strip)
          .filter(axis -> !axis.isEmpty())
          .mapToLong(Long::parseLong)
          .toArray();
    } catch (NumberFormatException tooLarge) {
      throw refused("its shape (" + text + ") is no shape");
    }
  }

  private long size(long[] shape) {
    try {
      long size = 1;
      for (long axis : shape) {
        size = Math.multiplyExact(size, axis);
      }
      if (size <= LARGEST) {
        return size;
      }
    } catch (ArithmeticException overflow) {
      // Too large as well.
    }
    throw refused(
        "shape %s is too large: at most %d numbers are taken"
            .formatted(Arrays.toString(shape), LARGEST));
  }

  private InputException refused(String reason) {
    return new InputException("'" + file + "' cannot be used: " + reason);
  }

  /** From an order in which the first axis changes fastest. */
  private static Tensor rowMajor(double[] values, long[] shape) {
    Tensor tensor = Tensor.zeros(shape);
    long[] strides = tensor.strides();
    double[] to = tensor.values();
    for (int from = 0; from < values.length; from++) {
      long rest = from;
      long offset = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        offset += rest % shape[axis] * strides[axis];
        rest /= shape[axis];
      }
      to[(int) offset] = values[from];
    }
    return tensor;
  }

  /** The kinds of numbers. */
  private enum Number {
    F4(4) {
      @Override
      double next(ByteBuffer from) {
        return from.getFloat();
      }
    },
    F8(8) {
      @Override
      double next(ByteBuffer from) {
        return from.getDouble();
      }
    },
    I1(1) {
      @Override
      double next(ByteBuffer from) {
        return from.get();
      }
    },
    I2(2) {
      @Override
      double next(ByteBuffer from) {
        return from.getShort();
      }
    },
    I4(4) {
      @Override
      double next(ByteBuffer from) {
        return from.getInt();
      }
    },
    I8(8) {
      @Override
      double next(ByteBuffer from) {
        return from.getLong();
      }
    },
    U1(1) {
      @Override
      double next(ByteBuffer from) {
        return from.get() & 0xFF;
      }
    },
    U2(2) {
      @Override
      double next(ByteBuffer from) {
        return from.getShort() & 0xFFFF;
      }
    },
    U4(4) {
      @Override
      double next(ByteBuffer from) {
        return from.getInt() & 0xFFFFFFFFL;
      }
    };

    private final int width;

    Number(int width) {
      this.width = width;
    }

    abstract double next(ByteBuffer from);

    static Number of(String name) {
      return Arrays.stream(values())
          .filter(number -> number.name().equalsIgnoreCase(name))
          .findFirst()
          .orElse(null);
    }
  }
}
