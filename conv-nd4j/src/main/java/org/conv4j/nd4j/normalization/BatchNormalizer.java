package org.conv4j.nd4j.normalization;

import java.lang.ref.Reference;
import org.conv4j.nd4j.parallel.Workers;
import org.conv4j.nd4j.workspace.DenseArray;

/**
 * Batch normalisation of one shape: y = (x - mean) / sqrt(variance + eps) * gamma + beta, channel
 * by channel. Sums are float64, whatever the arrays are, and results do not depend on the number of
 * threads. Nothing is kept from one call to the next.
 *
 * <p>The mean of a batch is found first, and then the variance from deviations. Where the mean is
 * no float32 number, deviations are taken from the nearest one, and what that is off is put back
 * into the sums.
 */
public final class BatchNormalizer {

  /** What a thread may keep: more than the lanes of any usual number of channels. */
  static final long WORKSPACE_BYTES = 1L << 20;

  /** Pixels that are worth constants of their own. */
  private static final long PLANE_PIXELS = 512;

  /** Elements that are worth a task. */
  private static final long TASK_ELEMENTS = 1L << 15;

  private final BatchShape shape;
  private final Workers workers;

  /** For batches of {@code shape}, which {@code workers} share. */
  public BatchNormalizer(BatchShape shape, Workers workers) {
    this.shape = shape;
    this.workers = workers;
  }

  /**
   * Learned parameters, and the number that keeps a variance from being zero.
   *
   * @param gamma of each channel
   * @param beta of each channel
   */
  public record Parameters(double[] gamma, double[] beta, double eps) {}

  /**
   * Gradients of the parameters.
   *
   * @param gamma of each channel
   * @param beta of each channel
   */
  public record Gradients(double[] gamma, double[] beta) {

    private static Gradients of(int channels) {
      return new Gradients(new double[channels], new double[channels]);
    }
  }

  /** The statistics of {@code x}. */
  public ChannelStatistics statistics(DenseArray x) {
    ChannelStatistics found = ChannelStatistics.of(shape.channels());
    eachSection(
        new Lanes.Operands(x, null, null), (first, section) -> measure(section, found, first));
    return found;
  }

  /** Writes to {@code y} the batch {@code x}, normalised with its own statistics. */
  public ChannelStatistics normalize(DenseArray x, Parameters parameters, DenseArray y) {
    ChannelStatistics found = ChannelStatistics.of(shape.channels());
    eachSection(
        new Lanes.Operands(x, null, y),
        (first, section) -> {
          measure(section, found, first);
          normalize(section, found, parameters, first);
        });
    return found;
  }

  /** Writes to {@code y} the batch {@code x}, normalised with {@code statistics}. */
  public void normalize(
      DenseArray x, ChannelStatistics statistics, Parameters parameters, DenseArray y) {
    Lanes.Operands operands = new Lanes.Operands(x, null, y);
    Work work = (first, section) -> normalize(section, statistics, parameters, first);
    if (shape.order() == BatchShape.Order.PLANAR && shape.pixels() >= PLANE_PIXELS) {
      eachPlane(operands, work);
    } else {
      eachSection(operands, work);
    }
  }

  /**
   * Writes to {@code inputGradient} the gradient with respect to {@code x}, as if the statistics
   * that it was normalised with were its own: DL4J's definition where a layer is told to use
   * others.
   *
   * @param outputGradient the gradient with respect to y
   * @param used what x was normalised with
   * @param ofBatch the statistics of x; {@code used} itself where those were used
   * @param gamma of each channel
   * @return the gradients with respect to gamma and beta
   */
  public Gradients backward(
      DenseArray x,
      DenseArray outputGradient,
      ChannelStatistics used,
      ChannelStatistics ofBatch,
      double[] gamma,
      double eps,
      DenseArray inputGradient) {
    Gradients gradients = Gradients.of(shape.channels());
    eachSection(
        new Lanes.Operands(x, outputGradient, inputGradient),
        (first, section) -> backward(section, used, ofBatch, gamma, eps, gradients, first));
    return gradients;
  }

  private void measure(Section section, ChannelStatistics found, int first) {
    double count = shape.elementsPerChannel();
    double[] mean = section.sums().first();
    for (int c = 0; c < mean.length; c++) {
      mean[c] /= count;
    }
    double[] centre = section.rounded(mean);
    Section.Sums deviations = section.deviations(centre);
    for (int c = 0; c < mean.length; c++) {
      double off = deviations.first()[c] / count;
      found.mean()[first + c] = centre[c] + off;
      found.variance()[first + c] = Math.max(0, deviations.second()[c] / count - off * off);
    }
  }

  private static void normalize(
      Section section, ChannelStatistics statistics, Parameters parameters, int first) {
    int channels = section.channels();
    double[] centre = new double[channels];
    double[] slope = new double[channels];
    double[] shift = new double[channels];
    for (int c = 0; c < channels; c++) {
      double mean = statistics.mean()[first + c];
      centre[c] = section.rounded(mean);
      slope[c] =
          parameters.gamma()[first + c]
              / Math.sqrt(statistics.variance()[first + c] + parameters.eps());
      shift[c] = parameters.beta()[first + c] - (mean - centre[c]) * slope[c];
    }
    section.scale(new LaneConstants(centre, slope, shift, null));
  }

  private void backward(
      Section section,
      ChannelStatistics used,
      ChannelStatistics ofBatch,
      double[] gamma,
      double eps,
      Gradients gradients,
      int first) {
    int channels = section.channels();
    double count = shape.elementsPerChannel();
    double[] centre = new double[channels];
    for (int c = 0; c < channels; c++) {
      centre[c] = section.rounded(used.mean()[first + c]);
    }
    Section.Sums products = section.products(centre);
    double[] slope = new double[channels];
    double[] shift = new double[channels];
    double[] factor = new double[channels];
    for (int c = 0; c < channels; c++) {
      double scale = 1 / Math.sqrt(used.variance()[first + c] + eps);
      double sum = products.first()[c];
      double off = used.mean()[first + c] - centre[c];
      double gammaGradient = (products.second()[c] - off * sum) * scale;
      gradients.beta()[first + c] = sum;
      gradients.gamma()[first + c] = gammaGradient;
      factor[c] = gamma[first + c] * scale;
      slope[c] = -factor[c] * scale * gammaGradient / count;
      shift[c] = (centre[c] - ofBatch.mean()[first + c]) * slope[c] - factor[c] * sum / count;
    }
    section.combine(new LaneConstants(centre, slope, shift, factor));
  }

  @FunctionalInterface
  private interface Work {
    void on(int firstChannel, Section section);
  }

  private void eachSection(Lanes.Operands operands, Work work) {
    if (shape.order() == BatchShape.Order.INTERLEAVED) {
      work.on(0, new InterleavedSection(shape, operands, workers));
      Reference.reachabilityFence(operands);
    } else {
      eachSpan(
          operands,
          shape.channels(),
          shape.elementsPerChannel(),
          (channel, lanes) ->
              work.on(
                  (int) channel, new ChannelSection(lanes, Span.ofChannel(shape, (int) channel))));
    }
  }

  /** In the order of memory, which is faster where one pass is enough. */
  private void eachPlane(Lanes.Operands operands, Work work) {
    eachSpan(
        operands,
        shape.images() * shape.channels(),
        shape.pixels(),
        (plane, lanes) ->
            work.on(
                (int) (plane % shape.channels()),
                new ChannelSection(lanes, Span.ofPlane(shape, plane))));
  }

  @FunctionalInterface
  private interface SpanWork {
    void on(long number, Lanes lanes);
  }

  /** Numbers {@code count} spans of one channel each, and makes tasks of several. */
  private void eachSpan(Lanes.Operands operands, long count, long elements, SpanWork work) {
    long spansOfTask = Math.max(1, TASK_ELEMENTS / elements);
    workers.run(
        Math.toIntExact((count + spansOfTask - 1) / spansOfTask),
        WORKSPACE_BYTES,
        (task, workspace) -> {
          Lanes lanes = Lanes.of(operands, 1, workspace);
          long end = Math.min(count, (task + 1) * spansOfTask);
          for (long number = task * spansOfTask; number < end; number++) {
            work.on(number, lanes);
          }
        });
    Reference.reachabilityFence(operands);
  }
}
