package org.conv4j.verify.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LineReaderTest {

  private static final int LIMIT = 1_000_000;
  private static final int BUFFER = 70_000;

  private static LineReader reader(String text) {
    return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String next(LineReader reader) throws IOException {
    byte[] line = reader.next(() -> LIMIT);
    return line == null ? null : new String(line, StandardCharsets.UTF_8);
  }

  @Test
  void gives_lines_and_then_null() throws IOException {
    LineReader reader = reader("one\n\n{\"two\":2}\nlast");
    assertEquals("one", next(reader));
    assertEquals("", next(reader));
    assertEquals("{\"two\":2}", next(reader));
    assertEquals("last", next(reader));
    assertNull(next(reader));
  }

  @Test
  void gives_a_message_longer_than_its_buffer_whole() throws IOException {
    String message = "{" + "x".repeat(300_000) + "}";
    LineReader reader = reader(message + "\nnext\n");
    assertEquals(message, next(reader));
    assertEquals("next", next(reader));
  }

  @Test
  void cuts_off_what_is_longer_than_any_message() throws IOException {
    assertTrue(lengthOfEndlessLine('{') <= LIMIT + BUFFER);
    assertTrue(lengthOfEndlessLine('x') <= BUFFER);
  }

  private static int lengthOfEndlessLine(char content) throws IOException {
    return new LineReader(new Endless((byte) content)).next(() -> LIMIT).length;
  }

  /** The same byte for ever. */
  private static final class Endless extends InputStream {
    private final byte content;

    Endless(byte content) {
      this.content = content;
    }

    @Override
    public int read() {
      return content;
    }
  }
}
