package org.conv4j.reference;

import java.util.Arrays;
import java.util.Objects;
import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.FilterLayout;
import org.conv4j.Operand;
import org.conv4j.Sides;
import org.conv4j.Tensor;
import org.conv4j.TensorLayout;

/**
 * Convolution reduced to one primitive, {@linkplain #slide sliding a filter over an image that is
 * already padded}, so that it shares no index arithmetic with {@link DirectReference}:
 *
 * <ul>
 *   <li>output: the filter slid over the zero-padded input;
 *   <li>input gradient: the filter, mirrored along both spatial axes and with its channels swapped,
 *       slid over the {@linkplain #paddedGradient padded output gradient};
 *   <li>filter gradient: the output gradient, as a filter over the batch, slid over the padded
 *       input with batch and channels swapped; stride and dilation change places.
 * </ul>
 *
 * <p>Zeros of padding are multiplied like data: an infinity or NaN in the output gradient makes NaN
 * of filter gradients that {@link DirectReference} leaves untouched. Padding and stride take
 * memory: a padded input or gradient that does not fit a Java array is refused.
 */
public final class MirroredReference extends ReferenceConvolution {

  private static final Extent DENSE = Extent.square(1);

  /** The reference for {@code problem}. */
  public MirroredReference(ConvProblem problem) {
    super(problem);
  }

  /**
   * The output gradient as the input gradient sees it: its elements set {@code stride} apart and
   * framed by zeros, so that a mirrored filter slid over it one by one meets every input element
   * once. Without stride, padding and dilation the frame is {@code kernel - 1} wide. Where the
   * input is padded the frame is narrower; where padding exceeds it, gradient is cut off.
   *
   * @param outputGradient shape {@link ConvProblem#outputShape()}
   * @return a new tensor in the problem's layout: batch and channels of the output, height and
   *     width of the input plus {@code dilation * (kernel - 1)}
   */
  public Tensor paddedGradient(Tensor outputGradient) {
    Objects.requireNonNull(outputGradient, "outputGradient");
    check(Operand.OUTPUT_GRADIENT, outputGradient);
    return fromNhwc(paddedGradientNhwc(toNhwc(outputGradient)));
  }

  @Override
  protected void computeForward(Tensor input, Tensor filter, Tensor bias, Tensor output) {
    ConvProblem problem = problem();
    Tensor image = RankFour.framed(toNhwc(input), problem.sides());
    Tensor kernel = toHwio(filter);
    Tensor result =
        Tensor.zeros(
            TensorLayout.NHWC.shape(
                problem.batch(), problem.outputChannels(), problem.outputSize()));
    for (int group = 0; group < problem.groups(); group++) {
      Tensor part =
          slide(
              RankFour.part(image, group, problem.inputChannelsPerGroup()),
              RankFour.part(kernel, group, problem.outputChannelsPerGroup()),
              problem.stride(),
              problem.dilation(),
              problem.outputSize());
      RankFour.setPart(result, group, part);
    }
    if (bias != null) {
      double[] y = result.values();
      double[] b = bias.values();
      for (int i = 0; i < y.length; i++) {
        y[i] += b[i % b.length];
      }
    }
    copy(fromNhwc(result), output);
  }

  @Override
  protected void computeInputGradient(Tensor filter, Tensor outputGradient, Tensor inputGradient) {
    ConvProblem problem = problem();
    Tensor gradient = paddedGradientNhwc(toNhwc(outputGradient));
    Tensor kernel = toHwio(filter);
    Tensor result =
        Tensor.zeros(
            TensorLayout.NHWC.shape(problem.batch(), problem.inputChannels(), problem.inputSize()));
    for (int group = 0; group < problem.groups(); group++) {
      Tensor part = RankFour.part(kernel, group, problem.outputChannelsPerGroup());
      Tensor mirroredAndSwapped = RankFour.permuted(RankFour.mirrored(part), 0, 1, 3, 2);
      RankFour.setPart(
          result,
          group,
          slide(
              RankFour.part(gradient, group, problem.outputChannelsPerGroup()),
              mirroredAndSwapped,
              DENSE,
              problem.dilation(),
              problem.inputSize()));
    }
    copy(fromNhwc(result), inputGradient);
  }

  @Override
  protected void computeFilterGradient(Tensor input, Tensor outputGradient, Tensor filterGradient) {
    ConvProblem problem = problem();
    Tensor image = RankFour.framed(toNhwc(input), problem.sides());
    Tensor gradient = toNhwc(outputGradient);
    Tensor result =
        Tensor.zeros(
            FilterLayout.HWIO.shape(
                problem.outputChannels(), problem.inputChannelsPerGroup(), problem.kernel()));
    for (int group = 0; group < problem.groups(); group++) {
      Tensor channelsAsBatch =
          RankFour.permuted(
              RankFour.part(image, group, problem.inputChannelsPerGroup()), 3, 1, 2, 0);
      Tensor gradientAsFilter =
          RankFour.permuted(
              RankFour.part(gradient, group, problem.outputChannelsPerGroup()), 1, 2, 0, 3);
      Tensor part =
          slide(
              channelsAsBatch,
              gradientAsFilter,
              problem.dilation(),
              problem.stride(),
              problem.kernel());
      RankFour.setPart(result, group, RankFour.permuted(part, 1, 2, 0, 3));
    }
    copy(fromHwio(result), filterGradient);
  }

  @Override
  protected void computeBiasGradient(Tensor outputGradient, Tensor biasGradient) {
    double[] db = biasGradient.values();
    Arrays.fill(db, 0);
    double[] dy = toNhwc(outputGradient).values();
    for (int i = 0; i < dy.length; i++) {
      db[i % db.length] += dy[i];
    }
  }

  private Tensor paddedGradientNhwc(Tensor outputGradient) {
    ConvProblem problem = problem();
    Tensor spread = RankFour.spread(outputGradient, problem.stride());
    long reachHeight = problem.dilation().height() * (problem.kernel().height() - 1);
    long reachWidth = problem.dilation().width() * (problem.kernel().width() - 1);
    long top = reachHeight - problem.sides().top();
    long left = reachWidth - problem.sides().left();
    long bottom = problem.inputSize().height() + reachHeight - top - spread.shape()[1];
    long right = problem.inputSize().width() + reachWidth - left - spread.shape()[2];
    return RankFour.framed(spread, new Sides(top, bottom, left, right));
  }

  /**
   * For each position of an HWIO filter over NHWC images, {@code stride} apart, the crop under the
   * filter's taps, {@code dilation} apart, times the filter, summed.
   */
  private static Tensor slide(
      Tensor images, Tensor filter, Extent stride, Extent dilation, Extent positions) {
    long[] shape = images.shape();
    long[] taps = filter.shape();
    Tensor result = Tensor.zeros(shape[0], positions.height(), positions.width(), taps[3]);
    if (result.size() == 0 || filter.size() == 0) {
      return result;
    }
    int sum = 0;
    for (long n = 0; n < shape[0]; n++) {
      for (long row = 0; row < positions.height(); row++) {
        for (long column = 0; column < positions.width(); column++) {
          int weights = 0;
          for (long i = 0; i < taps[0]; i++) {
            long y = row * stride.height() + i * dilation.height();
            for (long j = 0; j < taps[1]; j++) {
              long x = column * stride.width() + j * dilation.width();
              long pixel = ((n * shape[1] + y) * shape[2] + x) * shape[3];
              addPixelTimesTap(images, (int) pixel, filter, weights, result, sum);
              weights += (int) (taps[2] * taps[3]);
            }
          }
          sum += (int) taps[3];
        }
      }
    }
    return result;
  }

  /** Adds the channels of one pixel, times one tap's channel matrix, to one position's sums. */
  private static void addPixelTimesTap(
      Tensor images, int pixel, Tensor filter, int tap, Tensor result, int sum) {
    double[] x = images.values();
    double[] w = filter.values();
    double[] y = result.values();
    int in = (int) filter.shape()[2];
    int out = (int) filter.shape()[3];
    for (int c = 0; c < in; c++) {
      double value = x[pixel + c];
      int weights = tap + c * out;
      for (int k = 0; k < out; k++) {
        y[sum + k] += value * w[weights + k];
      }
    }
  }

  private Tensor toNhwc(Tensor images) {
    return switch (problem().layout()) {
      case NCHW -> RankFour.permuted(images, 0, 2, 3, 1);
      case NHWC -> images;
    };
  }

  private Tensor fromNhwc(Tensor images) {
    return switch (problem().layout()) {
      case NCHW -> RankFour.permuted(images, 0, 3, 1, 2);
      case NHWC -> images;
    };
  }

  private Tensor toHwio(Tensor filter) {
    return switch (problem().filterLayout()) {
      case OIHW -> RankFour.permuted(filter, 2, 3, 1, 0);
      case HWIO -> filter;
      case OHWI -> RankFour.permuted(filter, 1, 2, 3, 0);
    };
  }

  private Tensor fromHwio(Tensor filter) {
    return switch (problem().filterLayout()) {
      case OIHW -> RankFour.permuted(filter, 3, 2, 0, 1);
      case HWIO -> filter;
      case OHWI -> RankFour.permuted(filter, 3, 0, 1, 2);
    };
  }

  private static void copy(Tensor from, Tensor to) {
    System.arraycopy(from.values(), 0, to.values(), 0, to.size());
  }
}
