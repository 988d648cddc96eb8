package org.conv4j.verify.edges;

import java.util.EnumSet;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.conv4j.Tensor;
import org.conv4j.TensorLayout;
import org.conv4j.check.Gauge;
import org.conv4j.check.Judge;
import org.conv4j.check.Judgement;
import org.conv4j.check.Operands;
import org.conv4j.check.Tier;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.FrameworkSession;
import org.conv4j.verify.framework.NoAnswerException;
import org.conv4j.verify.framework.TrustedGauge;

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
   * Both maps of {@code picture}, computed by {@code framework} and compared with the plain-Java
   * reference: each two pixels smaller along both axes.
   *
   * @throws NoAnswerException if the framework gives no result
   */
  EdgeMaps detect(GreyPicture picture, FrameworkSession framework) {
    int width = picture.width() - 2;
    int height = picture.height() - 2;
    int stripHeight = Math.max(1, Math.min(height, pixelsPerStrip / picture.width()));
    float[] horizontal = new float[width * height];
    float[] vertical = new float[width * height];
    double worst = 0;
    for (int top = 0; top < height; top += stripHeight) {
      int rows = Math.min(stripHeight, height - top);
      Strip strip = convolve(picture.rows(top, rows + 2), framework);
      double[] maps = strip.maps().values();
      worst = Math.max(worst, strip.shareOfBound());
      for (int i = 0; i < rows * width; i++) {
        horizontal[top * width + i] = (float) maps[2 * i];
        vertical[top * width + i] = (float) maps[2 * i + 1];
      }
    }
    return new EdgeMaps(width, height, horizontal, vertical, worst);
  }

  /** Both maps of some rows, and their largest error, 1 being the largest that passes. */
  private record Strip(Tensor maps, double shareOfBound) {}

  private static Strip convolve(Tensor strip, FrameworkSession framework) {
    ConvProblem problem = problemOf(strip);
    Operands operands = new Operands(strip, filter(), null, Tensor.zeros(problem.outputShape()));
    Answer answer =
        framework
            .run(problem, operands, EnumSet.of(ConvDirection.FORWARD))
            .get(ConvDirection.FORWARD);
    if (answer instanceof Answer.Computed computed) {
      Gauge gauge = TrustedGauge.of(framework.info().id(), computed.algorithm(), problem);
      Judgement judgement =
          new Judge(problem, Tier.REAL, operands)
              .judge(ConvDirection.FORWARD, computed.value(), gauge);
      if (judgement.index() != null) {
        return new Strip(computed.value(), judgement.ratio() / judgement.bound());
      }
      answer = new Answer.Failed(judgement.reason());
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
