package org.conv4j.verify.edges;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Draws what goes into the PNG files. */
final class EdgePictures {

  private static final int GAP = 12;

  private EdgePictures() {}

  /** A picture of brightness values, as they are. */
  static BufferedImage ofPicture(GreyPicture picture) {
    BufferedImage image = blank(picture.width(), picture.height());
    fill(image, picture.values(), 0, 255);
    return image;
  }

  /** A map, its smallest value black and its largest white; mid-grey where all are equal. */
  static BufferedImage ofMap(int width, int height, float[] map) {
    float smallest = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    for (float value : map) {
      smallest = Math.min(smallest, value);
      largest = Math.max(largest, value);
    }
    BufferedImage image = blank(width, height);
    if (smallest == largest) {
      fill(image, map, smallest - 1, largest + 1);
    } else {
      fill(image, map, smallest, largest);
    }
    return image;
  }

  /** The panels in one row, each under its label. */
  static BufferedImage sideBySide(List<Panel> panels) {
    int labelHeight = panels.stream().mapToInt(panel -> panel.label().getHeight()).max().orElse(0);
    int height = panels.stream().mapToInt(panel -> panel.image().getHeight()).max().orElse(0);
    int width = panels.stream().mapToInt(Panel::width).sum() + GAP * (panels.size() + 1);
    BufferedImage row = blank(width, labelHeight + height + 3 * GAP);
    Graphics2D graphics = row.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, row.getWidth(), row.getHeight());
    int left = GAP;
    for (Panel panel : panels) {
      graphics.drawImage(panel.label(), left, GAP, null);
      graphics.drawImage(panel.image(), left, labelHeight + 2 * GAP, null);
      left += panel.width() + GAP;
    }
    graphics.dispose();
    return row;
  }

  /** {@code image} as the content of a PNG file. */
  static byte[] png(BufferedImage image) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, "png", content)) {
        throw new IllegalStateException("this Java has no PNG encoder");
      }
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return content.toByteArray();
  }

  /**
   * One picture and its label. Labels are ready-made pictures: drawing text needs font files, which
   * many servers do not have.
   */
  record Panel(BufferedImage label, BufferedImage image) {

    /** With the label {@code label-NAME.png} of the resources. */
    static Panel of(String name, BufferedImage image) {
      try (InputStream in = EdgePictures.class.getResourceAsStream("label-" + name + ".png")) {
        return new Panel(ImageIO.read(in), image);
      } catch (IOException damagedJar) {
        throw new UncheckedIOException(damagedJar);
      }
    }

    int width() {
      return Math.max(label.getWidth(), image.getWidth());
    }
  }

  private static BufferedImage blank(int width, int height) {
    return new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
  }

  private static void fill(BufferedImage image, float[] values, float black, float white) {
    int width = image.getWidth();
    int[] row = new int[width];
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < width; x++) {
        double share = (values[y * width + x] - black) / ((double) white - black);
        row[x] = (int) Math.round(255 * Math.max(0, Math.min(1, share)));
      }
      image.getRaster().setPixels(0, y, width, 1, row);
    }
  }
}
