package org.conv4j.verify.edges;

/**
 * Resizes pictures: linear interpolation when enlarging, and when reducing the weighted mean over
 * all pixels that a new one covers, so that no detail turns into a false pattern.
 */
final class Resampling {

  private Resampling() {}

  /** {@code picture} at another size. */
  static GreyPicture resize(GreyPicture picture, PictureSize size) {
    if (size.width() == picture.width() && size.height() == picture.height()) {
      return picture;
    }
    float[] wide = resizeRows(picture.values(), picture.width(), picture.height(), size.width());
    float[] turned = transpose(wide, size.width(), picture.height());
    float[] both = resizeRows(turned, picture.height(), size.width(), size.height());
    return new GreyPicture(
        size.width(), size.height(), transpose(both, size.height(), size.width()));
  }

  /** Every row to {@code newWidth}, by a triangle filter as wide as the reduction. */
  private static float[] resizeRows(float[] values, int width, int height, int newWidth) {
    double scale = (double) width / newWidth;
    double reach = Math.max(1, scale);
    float[] result = new float[newWidth * height];
    for (int x = 0; x < newWidth; x++) {
      double centre = (x + 0.5) * scale - 0.5;
      int first = Math.max(0, (int) Math.ceil(centre - reach));
      int last = Math.min(width - 1, (int) Math.floor(centre + reach));
      double[] weights = new double[last - first + 1];
      double total = 0;
      for (int i = first; i <= last; i++) {
        weights[i - first] = Math.max(0, 1 - Math.abs(i - centre) / reach);
        total += weights[i - first];
      }
      for (int y = 0; y < height; y++) {
        double sum = 0;
        for (int i = first; i <= last; i++) {
          sum += weights[i - first] * values[y * width + i];
        }
        result[y * newWidth + x] = (float) (sum / total);
      }
    }
    return result;
  }

  private static float[] transpose(float[] values, int width, int height) {
    float[] turned = new float[values.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        turned[x * height + y] = values[y * width + x];
      }
    }
    return turned;
  }
}
