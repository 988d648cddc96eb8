package org.conv4j.verify.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * Reads lines as bytes. A line that cannot be a message, because it does not begin with a brace or
 * is longer than allowed, is cut off, so that a program that prints without end fills no memory.
 * Not for use by several threads.
 */
public final class LineReader {

  private static final int NO_MESSAGE_LIMIT = 4096;
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int end;

  /** Reads from {@code in}, which is not closed. */
  public LineReader(InputStream in) {
    this.in = in;
  }

  /**
   * The next line, without its newline; null at the end of the stream. A last line without a
   * newline counts.
   *
   * @param limit the longest message, in bytes; asked when the line begins to arrive
   */
  public byte[] next(LongSupplier limit) throws IOException {
    if (position == end && !fill()) {
      return null;
    }
    long allowed = buffer[position] == '{' ? limit.getAsLong() : NO_MESSAGE_LIMIT;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    do {
      int newline = indexOfNewline();
      line.write(buffer, position, newline - position);
      position = newline;
      if (position < end) {
        position++;
        return line.toByteArray();
      }
    } while (line.size() <= allowed && fill());
    return line.toByteArray();
  }

  private boolean fill() throws IOException {
    position = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  private int indexOfNewline() {
    int at = position;
    while (at < end && buffer[at] != '\n') {
      at++;
    }
    return at;
  }
}
