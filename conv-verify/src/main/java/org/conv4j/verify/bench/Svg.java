package org.conv4j.verify.bench;

import java.util.Locale;

/** A drawing in the making. Coordinates are in pixels, from the top left. */
public final class Svg {

  /** CSS for pages, texts and axes. */
  public static final String STYLE = Palette.STYLE;

  private final StringBuilder body = new StringBuilder();

  /** Where a text stands relative to its coordinates. */
  public enum Anchor {
    /** To the right of them. */
    START,
    /** Around them. */
    MIDDLE,
    /** To the left of them. */
    END
  }

  /** Empty. */
  public Svg() {}

  /** A filled rectangle. */
  public Svg rectangle(double x, double y, double width, double height, String styleClass) {
    return element("rect", "x", x, "y", y, "width", width, "height", height, "class", styleClass);
  }

  /** A bar whose right end is round. */
  public Svg bar(double x, double y, double width, double height, String colour) {
    double radius = Math.min(3, Math.min(width, height / 2));
    String path =
        String.format(
            Locale.ROOT,
            "M%.1f %.1fh%.1fa%.1f %.1f 0 0 1 %.1f %.1fv%.1fa%.1f %.1f 0 0 1 %.1f %.1fh%.1fz",
            x,
            y,
            width - radius,
            radius,
            radius,
            radius,
            radius,
            height - 2 * radius,
            radius,
            radius,
            -radius,
            radius,
            radius - width);
    return element("path", "d", path, "fill", colour);
  }

  /** A straight line. */
  public Svg line(double x1, double y1, double x2, double y2, String styleClass) {
    return element("line", "x1", x1, "y1", y1, "x2", x2, "y2", y2, "class", styleClass);
  }

  Svg circle(double x, double y, double radius, String colour) {
    return element("circle", "cx", x, "cy", y, "r", radius, "fill", colour, "class", "dot");
  }

  Svg polyline(String points, String colour) {
    return polyline(points, colour, "curve");
  }

  /** A curve through {@code points}, written {@code x,y x,y}. */
  public Svg polyline(String points, String colour, String styleClass) {
    return element("polyline", "points", points, "stroke", colour, "class", styleClass);
  }

  /** A line of text. */
  public Svg text(double x, double y, Anchor anchor, String styleClass, String text) {
    open(
        "text",
        "x",
        x,
        "y",
        y,
        "text-anchor",
        anchor.name().toLowerCase(Locale.ROOT),
        "class",
        styleClass);
    body.append('>').append(escape(text)).append("</text>\n");
    return this;
  }

  private Svg element(String name, Object... attributes) {
    open(name, attributes);
    body.append("/>\n");
    return this;
  }

  private void open(String name, Object... attributes) {
    body.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      Object value = attributes[i + 1];
      body.append(' ')
          .append(attributes[i])
          .append("=\"")
          .append(
              value instanceof Double number
                  ? String.format(Locale.ROOT, "%.1f", number)
                  : escape(value.toString()))
          .append('"');
    }
  }

  /**
   * The file.
   *
   * @param title for those who cannot see it
   * @param style CSS
   */
  public String render(double width, double height, String title, String style) {
    return String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\" role=\"img\">%n",
            width,
            height,
            width,
            height)
        + "<title>"
        + escape(title)
        + "</title>\n<style>"
        + style
        + "</style>\n"
        + body
        + "</svg>\n";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
