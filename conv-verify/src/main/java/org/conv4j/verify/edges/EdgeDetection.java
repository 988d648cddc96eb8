package org.conv4j.verify.edges;

import java.util.EnumSet;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.conv4j.Tensor;
import org.conv4j.TensorLayout;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.FrameworkSession;
import org.conv4j.verify.framework.NoAnswerException;

/**
 * The original system's edge detection: a grey picture convolved with a 3 x 3 x 1 x 2 filter. The
 * first map answers to horizontal edges, the second to vertical ones.
 *
 * <pre>
 * horizontal   1      1      1        vertical   1   0.33   -1
 *              0.333  0.333  0.333               1   0.33   -1
 *             -1     -1     -1                   1   0.33   -1
 * </pre>
 */
final class EdgeDetection {

  private static final double[] LINES_HORIZONTAL = {1, 0.333, -1};
  private static final double[] LINES_VERTICAL = {1, 0.33, -1};

  /** Pixels of one call: large pictures are convolved in strips of rows, to bound the memory. */
  private final int pixelsPerStrip;

  EdgeDetection() {
    this(1 << 20);
  }

  EdgeDetection(int pixelsPerStrip) {
    this.pixelsPerStrip = pixelsPerStrip;
  }

  /**
   * Both maps of {@code picture}, computed by {@code framework}: each two pixels smaller along both
   * axes.
   *
   * @throws NoAnswerException if the framework gives no result
   */
  EdgeMaps detect(GreyPicture picture, FrameworkSession framework) {
    int width = picture.width() - 2;
    int height = picture.height() - 2;
    int stripHeight = Math.max(1, Math.min(height, pixelsPerStrip / picture.width()));
    float[] horizontal = new float[width * height];
    float[] vertical = new float[width * height];
    for (int top = 0; top < height; top += stripHeight) {
      int rows = Math.min(stripHeight, height - top);
      double[] maps = convolve(picture.rows(top, rows + 2), framework).values();
      for (int i = 0; i < rows * width; i++) {
        horizontal[top * width + i] = (float) maps[2 * i];
        vertical[top * width + i] = (float) maps[2 * i + 1];
      }
    }
    return new EdgeMaps(width, height, horizontal, vertical);
  }

  private static Tensor convolve(Tensor strip, FrameworkSession framework) {
    ConvProblem problem = problemOf(strip);
    Operands operands = new Operands(strip, filter(), null, Tensor.zeros(problem.outputShape()));
    Answer answer =
        framework
            .run(problem, operands, EnumSet.of(ConvDirection.FORWARD))
            .get(ConvDirection.FORWARD);
    if (answer instanceof Answer.Computed computed) {
      return computed.value();
    }
    throw new NoAnswerException(framework.info().id(), problem, answer);
  }

  private static ConvProblem problemOf(Tensor strip) {
    long[] shape = strip.shape();
    return ConvProblem.builder()
        .input(1, 1, shape[1], shape[2])
        .filter(2, 3, 3)
        .layout(TensorLayout.NHWC)
        .filterLayout(FilterLayout.HWIO)
        .bias(false)
        .build();
  }

  /** Shape 3 x 3 x 1 x 2 (height, width, in, out), each value a float32. */
  static Tensor filter() {
    Tensor filter = Tensor.zeros(3, 3, 1, 2);
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        filter.set((float) LINES_HORIZONTAL[row], row, column, 0, 0);
        filter.set((float) LINES_VERTICAL[column], row, column, 0, 1);
      }
    }
    return filter;
  }
}
