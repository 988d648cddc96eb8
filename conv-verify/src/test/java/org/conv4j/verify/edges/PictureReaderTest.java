package org.conv4j.verify.edges;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.conv4j.verify.InputException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.Simple.class)
class PictureReaderTest {

  private static final float HALF_A_LEVEL = 0.5f;
  private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  @TempDir private Path folder;

  private GreyPicture readBack(BufferedImage image, String format) throws IOException {
    return PictureReader.read(write(image, format));
  }

  private Path write(BufferedImage image, String format) throws IOException {
    Path file = folder.resolve("picture." + format);
    assertTrue(ImageIO.write(image, format, file.toFile()), "no encoder for " + format);
    return file;
  }

  private static BufferedImage grey(int type, int... samples) {
    BufferedImage image = new BufferedImage(samples.length, 3, type);
    for (int y = 0; y < 3; y++) {
      image.getRaster().setPixels(0, y, samples.length, 1, samples);
    }
    return image;
  }

  private static float[] firstRow(GreyPicture picture) {
    return Arrays.copyOf(picture.values(), picture.width());
  }

  @Test
  void keepsGreyValuesAsTheyAre() throws IOException {
    GreyPicture read = readBack(grey(BufferedImage.TYPE_BYTE_GRAY, 0, 50, 128, 255), "png");
    assertArrayEquals(new float[] {0, 50, 128, 255}, firstRow(read));
  }

  @Test
  void keepsThePrecisionOf16Bits() throws IOException {
    GreyPicture read = readBack(grey(BufferedImage.TYPE_USHORT_GRAY, 0, 1, 257, 65535), "png");
    assertArrayEquals(new float[] {0, 1 / 257f, 1, 255}, firstRow(read), 1e-6f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif", "bmp", "tiff"})
  void readsTheSameFromEveryLosslessFormat(String format) throws IOException {
    int[] levels = {0, 10, 200, 255};
    BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 4; x++) {
        image.setRGB(x, y, new Color(levels[x], levels[x], levels[x]).getRGB());
      }
    }
    assertArrayEquals(new float[] {0, 10, 200, 255}, firstRow(readBack(image, format)), 1e-3f);
  }

  @Test
  void readsJpeg() throws IOException {
    GreyPicture read = readBack(grey(BufferedImage.TYPE_BYTE_GRAY, 90, 90, 90, 90), "jpg");
    assertArrayEquals(new float[] {90, 90, 90, 90}, firstRow(read), 2);
  }

  @Test
  void weighsColoursByTheirBrightness() throws IOException {
    BufferedImage image = new BufferedImage(3, 3, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 3; y++) {
      image.setRGB(0, y, 0xff0000);
      image.setRGB(1, y, 0x00ff00);
      image.setRGB(2, y, 0x0000ff);
    }
    assertArrayEquals(
        new float[] {76.245f, 149.685f, 29.07f}, firstRow(readBack(image, "png")), 1e-3f);
  }

  @Test
  void showsWhiteThroughWhatIsTransparent() throws IOException {
    BufferedImage image = new BufferedImage(3, 3, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < 3; y++) {
      image.setRGB(0, y, 0xff000000);
      image.setRGB(1, y, 0x80000000);
      image.setRGB(2, y, 0x00123456);
    }
    assertArrayEquals(new float[] {0, 127, 255}, firstRow(readBack(image, "png")), HALF_A_LEVEL);
  }

  @Test
  void showsWhiteThroughTransparentGrey() throws IOException {
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            java.awt.Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 3, 3, 2, new java.awt.Point());
    for (int y = 0; y < 3; y++) {
      raster.setPixels(0, y, 3, 1, new int[] {100, 255, 100, 0, 0, 51});
    }
    BufferedImage image = new BufferedImage(model, raster, false, null);
    assertArrayEquals(new float[] {100, 255, 204}, firstRow(readBack(image, "png")), 1e-3f);
  }

  @Test
  void readsPalettes() throws IOException {
    byte[] levels = {0, (byte) 128, (byte) 255};
    IndexColorModel palette = new IndexColorModel(8, 3, levels, levels, levels);
    BufferedImage image = new BufferedImage(3, 3, BufferedImage.TYPE_BYTE_INDEXED, palette);
    for (int y = 0; y < 3; y++) {
      image.getRaster().setPixels(0, y, 3, 1, new int[] {2, 1, 0});
    }
    assertArrayEquals(new float[] {255, 128, 0}, firstRow(readBack(image, "png")), 1e-3f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp", "tiff"})
  void refusesAFileThatIsCutShort(String format) throws IOException {
    BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < 64 * 64; i++) {
      noise.setRGB(i % 64, i / 64, random.nextInt(1 << 24));
    }
    Path file = write(noise, format);
    byte[] whole = Files.readAllBytes(file);
    for (int percent : new int[] {1, 10, 50, 90}) {
      Files.write(file, Arrays.copyOf(whole, whole.length * percent / 100));
      assertOneSentence(file, "picture." + format);
    }
  }

  @Test
  void refusesWhatIsNoPicture() throws IOException {
    Path file = folder.resolve("notes.png");
    Files.writeString(file, "these are notes");
    assertOneSentence(file, "is no picture that can be read");
    Files.write(file, new byte[0]);
    assertOneSentence(file, "is no picture that can be read");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertOneSentence(folder.resolve("none.png"), "there is no such file");
  }

  @Test
  void refusesAFolder() {
    assertOneSentence(folder, "is a folder");
  }

  @Test
  void refusesAPictureSmallerThanTheFilter() throws IOException {
    Path file = write(new BufferedImage(2, 9, BufferedImage.TYPE_BYTE_GRAY), "png");
    assertOneSentence(file, "2 x 9 pixels is too small");
  }

  @Test
  void refusesAHeaderThatClaimsMorePixelsThanFit() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(17).put("IHDR".getBytes(StandardCharsets.US_ASCII));
    header.putInt(100_000).putInt(100_000).put(new byte[] {8, 0, 0, 0, 0});
    CRC32 checksum = new CRC32();
    checksum.update(header.array());
    ByteBuffer png = ByteBuffer.allocate(33).put(PNG_SIGNATURE).putInt(13).put(header.array());
    png.putInt((int) checksum.getValue());
    Path file = folder.resolve("bomb.png");
    Files.write(file, png.array());
    assertOneSentence(file, "100000 x 100000 = 10000000000 pixels is too large");
  }

  @Test
  void refusesCmykByName() throws IOException {
    Path file = folder.resolve("cmyk.jpg");
    byte[] unmarked = fourChannelJpeg();
    Files.write(file, unmarked);
    assertOneSentence(file, "CMYK");
    byte[] marker = {
      (byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };
    ByteBuffer marked = ByteBuffer.allocate(unmarked.length + marker.length);
    marked.put(unmarked, 0, 2).put(marker).put(unmarked, 2, unmarked.length - 2);
    Files.write(file, marked.array());
    assertOneSentence(file, "CMYK");
  }

  @Test
  void namesTheMessageOfADecoderThatStumbles() throws IOException {
    Path file = folder.resolve("bad.png");
    byte[] rest = "nonsense that is no chunk at all".getBytes(StandardCharsets.US_ASCII);
    Files.write(
        file,
        ByteBuffer.allocate(PNG_SIGNATURE.length + rest.length)
            .put(PNG_SIGNATURE)
            .put(rest)
            .array());
    assertOneSentence(file, "is damaged, cut short, or of a kind that cannot be read");
  }

  private static void assertOneSentence(Path file, String part) {
    String message =
        assertThrows(InputException.class, () -> PictureReader.read(file)).getMessage();
    assertTrue(message.contains(part), message);
    assertEquals(1, message.lines().count(), message);
  }

  /** A JPEG of four channels, as the JDK's encoder writes a raster without colours. */
  private static byte[] fourChannelJpeg() throws IOException {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, new java.awt.Point());
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster, null, null), null);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
