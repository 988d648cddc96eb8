package org.conv4j.verify.edges;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.conv4j.verify.framework.FrameworkSession;

/** From a picture file to the PNG files that show its edges. */
public final class Edges {

  private final GreyPicture picture;

  private Edges(GreyPicture picture) {
    this.picture = picture;
  }

  /**
   * Takes the picture in {@code file}.
   *
   * @param size to resize it to; null keeps its own
   * @throws org.conv4j.verify.InputException if it cannot be read whole
   */
  public static Edges of(Path file, PictureSize size) {
    return resized(PictureReader.read(file), size);
  }

  /**
   * Takes the photograph that comes with conv4j, 512 x 512.
   *
   * @param size to resize it to; null keeps its own
   */
  public static Edges ofCamera(PictureSize size) {
    try (InputStream in = Edges.class.getResourceAsStream("camera.png")) {
      return resized(PictureReader.read(in, "camera.png"), size);
    } catch (IOException damagedJar) {
      throw new UncheckedIOException(damagedJar);
    }
  }

  private static Edges resized(GreyPicture picture, PictureSize size) {
    return new Edges(size == null ? picture : Resampling.resize(picture, size));
  }

  /** Width and height that will be convolved, in pixels. */
  public PictureSize size() {
    return new PictureSize(picture.width(), picture.height());
  }

  /**
   * What came of it.
   *
   * @param files name to content: {@code original.png}, {@code horizontal-edges.png}, {@code
   *     vertical-edges.png} and {@code side-by-side.png}
   * @param shareOfBound largest error against the plain-Java reference, as a share of the largest
   *     that passes
   */
  public record Drawing(Map<String, byte[]> files, double shareOfBound) {

    /** Whether the convolution was right. */
    public boolean right() {
      return shareOfBound <= 1;
    }
  }

  /**
   * Convolves by {@code framework} and draws.
   *
   * @throws org.conv4j.verify.framework.NoAnswerException if the framework gives no result
   */
  public Drawing draw(FrameworkSession framework) {
    EdgeMaps maps = new EdgeDetection().detect(picture, framework);
    BufferedImage original = EdgePictures.ofPicture(picture);
    BufferedImage horizontal = EdgePictures.ofMap(maps.width(), maps.height(), maps.horizontal());
    BufferedImage vertical = EdgePictures.ofMap(maps.width(), maps.height(), maps.vertical());
    BufferedImage row =
        EdgePictures.sideBySide(
            List.of(
                EdgePictures.Panel.of("original", original),
                EdgePictures.Panel.of("horizontal-edges", horizontal),
                EdgePictures.Panel.of("vertical-edges", vertical)));
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("original.png", EdgePictures.png(original));
    files.put("horizontal-edges.png", EdgePictures.png(horizontal));
    files.put("vertical-edges.png", EdgePictures.png(vertical));
    files.put("side-by-side.png", EdgePictures.png(row));
    return new Drawing(files, maps.shareOfBound());
  }
}
