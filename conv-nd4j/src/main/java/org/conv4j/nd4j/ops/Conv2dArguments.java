package org.conv4j.nd4j.ops;

import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.FilterLayout;
import org.conv4j.Padding;
import org.conv4j.TensorLayout;

/**
 * The integer arguments that ND4J's two-dimensional convolution ops have in common: kernel, stride,
 * padding and dilation (height, width each), mode (0: the padding as given, 1: SAME), layout (0:
 * NCHW, 1: NHWC) and weight format (0: YXIO, 1: OIYX, 2: OYXI); the last two may be missing.
 *
 * @param kernel as given; 0 or less means "as the weights have it"
 * @param stride stride
 * @param padding rule or numbers
 * @param dilation dilation; 1 is dense
 * @param layout of input and output
 * @param weightFormat order of the weights' axes, read as for {@code conv2d}
 */
record Conv2dArguments(
    Extent kernel,
    Extent stride,
    Padding padding,
    Extent dilation,
    TensorLayout layout,
    FilterLayout weightFormat) {

  /**
   * Reads them.
   *
   * @throws LeftToNd4j if they are too few or hold a mode that conv4j does not have
   */
  static Conv2dArguments of(List<Long> arguments) {
    if (arguments.size() < 9) {
      throw new LeftToNd4j(arguments.size() + " integer arguments are too few: 9 are needed");
    }
    return new Conv2dArguments(
        pair(arguments, 0),
        pair(arguments, 2),
        padding(arguments.get(8), pair(arguments, 4)),
        pair(arguments, 6),
        layout(arguments.size() > 9 ? arguments.get(9) : 0),
        weightFormat(arguments.size() > 10 ? arguments.get(10) : 0));
  }

  /** The filter layout of a weight format. */
  static FilterLayout weightFormat(long format) {
    return switch ((int) format) {
      case 0 -> FilterLayout.HWIO;
      case 1 -> FilterLayout.OIHW;
      case 2 -> FilterLayout.OHWI;
      default -> throw new LeftToNd4j("weight format " + format + " is unknown to conv4j");
    };
  }

  /** A problem with this stride, padding and dilation; the rest is the caller's. */
  ConvProblem.Builder problem() {
    return ConvProblem.builder()
        .stride(stride.height(), stride.width())
        .padding(padding)
        .dilation(dilation.height(), dilation.width());
  }

  /**
   * {@code problem}, if its kernel is the one given.
   *
   * @throws LeftToNd4j if the weights have another kernel
   */
  ConvProblem checked(ConvProblem problem) {
    Extent found = problem.kernel();
    if ((kernel.height() > 0 && kernel.height() != found.height())
        || (kernel.width() > 0 && kernel.width() != found.width())) {
      throw new LeftToNd4j("the kernel is given as " + kernel + ", but the weights have " + found);
    }
    return problem;
  }

  private static Extent pair(List<Long> arguments, int index) {
    return new Extent(arguments.get(index), arguments.get(index + 1));
  }

  private static Padding padding(long mode, Extent padding) {
    if (mode == 1) {
      return Padding.same();
    }
    if (mode != 0) {
      throw new LeftToNd4j("padding mode " + mode + " is left to ND4J: conv4j has 0 and 1 (SAME)");
    }
    if (padding.height() < 0 || padding.width() < 0) {
      throw new LeftToNd4j("negative padding (" + padding + ") is left to ND4J");
    }
    return Padding.symmetric(padding.height(), padding.width());
  }

  private static TensorLayout layout(long flag) {
    return flag == 0 ? TensorLayout.NCHW : TensorLayout.NHWC;
  }
}
