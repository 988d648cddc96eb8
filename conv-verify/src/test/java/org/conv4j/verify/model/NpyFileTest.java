package org.conv4j.verify.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.conv4j.Tensor;
import org.conv4j.verify.InputException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NpyFileTest {

  private static final String FLOATS =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";

  @TempDir Path folder;

  private static byte[] npy(int version, String header, byte[] numbers) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(12 + text.length + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      file.putShort((short) text.length);
    } else {
      file.putInt(text.length);
    }
    file.put(text).put(numbers);
    return Arrays.copyOf(file.array(), file.position());
  }

  private static byte[] floats(ByteOrder order, float... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(order);
    for (float number : numbers) {
      bytes.putFloat(number);
    }
    return bytes.array();
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("x.npy"), content);
  }

  private String refusal(byte[] content) throws IOException {
    Path file = file(content);
    return assertThrows(InputException.class, () -> NpyFile.read(file))
        .getMessage()
        .replace("'" + file + "' cannot be used: ", "");
  }

  private static byte[] six() {
    return floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4, 5, 6);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void reads_every_version_of_the_format(int version) throws IOException {
    Tensor array = NpyFile.read(file(npy(version, FLOATS, six())));
    assertArrayEquals(new long[] {2, 3}, array.shape());
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, array.values());
  }

  @Test
  void reads_the_other_byte_order_and_the_other_order_of_axes() throws IOException {
    byte[] big = floats(ByteOrder.BIG_ENDIAN, 1, 2, 3, 4, 5, 6);
    assertArrayEquals(
        new double[] {1, 2, 3, 4, 5, 6},
        NpyFile.read(file(npy(1, FLOATS.replace('<', '>'), big))).values());
    assertArrayEquals(
        new double[] {1, 3, 5, 2, 4, 6},
        NpyFile.read(file(npy(1, FLOATS.replace("False", "True"), six()))).values());
  }

  @ParameterizedTest
  @CsvSource({
    "|i1, FF, -1",
    "|u1, FF, 255",
    "<i2, FEFF, -2",
    "<u2, FEFF, 65534",
    "<i4, FDFFFFFF, -3",
    "<u4, FFFFFFFF, 4294967295",
    "<i8, FCFFFFFFFFFFFFFF, -4",
    "<f8, 000000000000F8BF, -1.5"
  })
  void reads_every_type_of_number(String type, String hex, double expected) throws IOException {
    byte[] bytes = java.util.HexFormat.of().parseHex(hex);
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (1,), }";
    assertArrayEquals(new double[] {expected}, NpyFile.read(file(npy(1, header, bytes))).values());
  }

  @Test
  void a_file_that_is_cut_off_anywhere_is_refused_in_one_sentence() throws IOException {
    byte[] whole = npy(1, FLOATS, six());
    for (int length = 0; length < whole.length; length++) {
      String refusal = refusal(Arrays.copyOf(whole, length));
      assertEquals(1, refusal.lines().count(), refusal);
    }
    assertEquals(
        "it is cut off: 23 bytes of numbers are there, and shape [2, 3] has 24",
        refusal(Arrays.copyOf(whole, whole.length - 1)));
    assertEquals(
        "it is too long: 25 bytes of numbers are there, and shape [2, 3] has 24",
        refusal(Arrays.copyOf(whole, whole.length + 1)));
  }

  @Test
  void what_is_hostile_or_unknown_is_refused() throws IOException {
    assertEquals("it is no NPY file", refusal("hello, world".getBytes(StandardCharsets.UTF_8)));
    byte[] future = npy(1, FLOATS, six());
    future[6] = 9;
    assertEquals("its format version is 9: expected 1, 2 or 3", refusal(future));
    assertEquals(
        "its numbers are 'c8': expected f4, f8, i1, i2, i4, i8, u1, u2 or u4",
        refusal(npy(1, FLOATS.replace("f4", "c8"), six())));
    assertEquals(
        "shape [4294967296, 4294967296, 4294967296] is too large: at most 268435456 numbers are taken",
        refusal(npy(1, FLOATS.replace("2, 3", "4294967296, 4294967296, 4294967296"), six())));
    assertEquals(
        "its shape (99999999999999999999) is no shape",
        refusal(npy(1, FLOATS.replace("2, 3", "99999999999999999999"), six())));
    byte[] longHeader = npy(2, FLOATS, six());
    Arrays.fill(longHeader, 8, 12, (byte) 0xFF);
    assertEquals("it is cut off in its header", refusal(longHeader));
    assertEquals(
        "its header has not the form {'descr': '<f4', 'fortran_order': False, 'shape': (1, 2)}: {}",
        refusal(npy(1, "{}", six())));
  }

  @Test
  void a_missing_file_is_refused() {
    Path none = folder.resolve("none.npy");
    assertEquals(
        "'" + none + "' cannot be read: there is no such file",
        assertThrows(InputException.class, () -> NpyFile.read(none)).getMessage());
  }
}
