package org.conv4j.verify.edges;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.conv4j.verify.InputException;
import org.conv4j.verify.IoReason;

/**
 * Reads a picture file as grey values. Colour becomes brightness with the weights of ITU-R BT.601
 * (0.299 red, 0.587 green, 0.114 blue); what is transparent shows white; 16-bit samples keep their
 * precision.
 */
final class PictureReader {

  private static final double[] LUMA = {0.299, 0.587, 0.114};

  /**
   * What Java's JPEG decoder says of CMYK and YCCK files with Adobe's mark; those without it, it
   * takes for RGB with transparency, which no other program writes.
   */
  private static final String UNSUPPORTED_COLOURS = "Unsupported Image Type";

  private PictureReader() {}

  /**
   * The picture in {@code file}.
   *
   * @throws InputException if it cannot be read whole
   */
  static GreyPicture read(Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException("'" + file + "' is a folder: expected a picture file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, "'" + file + "'");
    } catch (IOException e) {
      throw new InputException("'" + file + "' cannot be read: " + IoReason.of(e), e);
    }
  }

  /**
   * The picture in {@code in}.
   *
   * @param name what messages call it
   * @throws InputException if it cannot be read whole
   */
  static GreyPicture read(InputStream in, String name) throws IOException {
    try (ImageInputStream stream = ImageIO.createImageInputStream(in)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new InputException(
            name + " is no picture that can be read: expected PNG, JPEG, GIF, BMP or TIFF");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        return greyOf(decode(reader, name));
      } finally {
        reader.dispose();
      }
    }
  }

  /** Decodes; whatever the decoder throws on damaged data, or passes over with a warning. */
  private static BufferedImage decode(ImageReader reader, String name) {
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    BufferedImage image;
    try {
      new PictureSize(reader.getWidth(0), reader.getHeight(0));
      image = reader.read(0);
      if (image.getColorModel().getNumComponents() == 4 && isJpeg(reader)) {
        throw new IIOException(UNSUPPORTED_COLOURS);
      }
    } catch (IllegalArgumentException refusedSize) {
      throw new InputException(name + ": " + refusedSize.getMessage(), refusedSize);
    } catch (IOException | RuntimeException e) {
      throw new InputException(
          name + " is damaged, cut short, or of a kind that cannot be read: " + reasonOf(e), e);
    }
    if (warnings.stream().anyMatch(PictureReader::saysIncomplete)) {
      throw new InputException(name + " is damaged or cut short: " + String.join("; ", warnings));
    }
    return image;
  }

  private static boolean isJpeg(ImageReader reader) throws IOException {
    return reader.getFormatName().equalsIgnoreCase("jpeg");
  }

  private static boolean saysIncomplete(String warning) {
    String lower = warning.toLowerCase(Locale.ROOT);
    return lower.contains("premature end") || lower.contains("corrupt");
  }

  private static GreyPicture greyOf(BufferedImage image) {
    ColorModel model = image.getColorModel();
    int space = model.getColorSpace().getType();
    if (model instanceof ComponentColorModel && space == ColorSpace.TYPE_GRAY) {
      return fromSamples(image, new double[] {1});
    }
    if (model instanceof ComponentColorModel
        && model.getColorSpace().isCS_sRGB()
        && !model.isAlphaPremultiplied()) {
      return fromSamples(image, LUMA);
    }
    return fromPackedColours(image);
  }

  /** Weighs the stored samples themselves, at the precision they have. */
  private static GreyPicture fromSamples(BufferedImage image, double[] weights) {
    Raster raster = image.getRaster();
    double largest = (1L << image.getColorModel().getComponentSize(0)) - 1;
    boolean alpha = image.getColorModel().hasAlpha();
    float[] grey = new float[image.getWidth() * image.getHeight()];
    double[] row = new double[image.getWidth() * raster.getNumBands()];
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, image.getWidth(), 1, row);
      for (int x = 0; x < image.getWidth(); x++) {
        int at = x * raster.getNumBands();
        double sum = 0;
        for (int band = 0; band < weights.length; band++) {
          sum += weights[band] * row[at + band];
        }
        double opacity = alpha ? row[at + weights.length] / largest : 1;
        grey[y * image.getWidth() + x] = onWhite(sum / largest * 255, opacity);
      }
    }
    return new GreyPicture(image.getWidth(), image.getHeight(), grey);
  }

  /** Palettes, packed pixels and other colour spaces: the decoder's own 8-bit sRGB. */
  private static GreyPicture fromPackedColours(BufferedImage image) {
    float[] grey = new float[image.getWidth() * image.getHeight()];
    int[] row = new int[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, image.getWidth(), 1, row, 0, image.getWidth());
      for (int x = 0; x < image.getWidth(); x++) {
        int argb = row[x];
        double luma =
            LUMA[0] * (argb >> 16 & 0xff) + LUMA[1] * (argb >> 8 & 0xff) + LUMA[2] * (argb & 0xff);
        grey[y * image.getWidth() + x] = onWhite(luma, (argb >>> 24) / 255.0);
      }
    }
    return new GreyPicture(image.getWidth(), image.getHeight(), grey);
  }

  private static float onWhite(double luma, double opacity) {
    return (float) (opacity * luma + (1 - opacity) * 255);
  }

  private static String reasonOf(Exception failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    if (UNSUPPORTED_COLOURS.equals(deepest.getMessage())) {
      return "its colours are not grey, RGB or a palette (a CMYK JPEG?); save it as RGB";
    }
    if (deepest instanceof IOException io) {
      return IoReason.of(io);
    }
    return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
  }
}
