package org.conv4j.verify.framework.onnxruntime;

import org.conv4j.ConvProblem;
import org.conv4j.Padding;

/**
 * A filter gradient is itself a convolution. With {@code x} the input, {@code g} the output
 * gradient, {@code s} strides and {@code d} dilations,
 *
 * <pre>{@code
 * dw[k, c, r, q] = sum over n, i, j of x[n, c, i*s + r*d - top, j*s + q*d - left] * g[n, k, i, j]
 * }</pre>
 *
 * reads as a convolution whose batch are our channels {@code c}, whose channels are our images
 * {@code n}, whose kernel is {@code g}, and in which stride and dilation have changed places. It
 * has more rows or columns than our kernel where our last window ends before the padded image does:
 * they are cut off. With groups, the images of all groups stand beside each other as channels,
 * {@code t * N + n} for image {@code n} in group {@code t}.
 */
final class ExchangeIdentity {

  private ExchangeIdentity() {}

  /**
   * The convolution that yields the filter gradient of {@code problem}, in layouts NCHW and OIHW:
   * input [C / groups, groups * N, H, W], filter [K, N, output height, output width], output [C /
   * groups, K, at least kernel height, at least kernel width].
   *
   * @param problem with an output that has elements
   */
  static ConvProblem exchange(ConvProblem problem) {
    return ConvProblem.builder()
        .input(
            problem.inputChannelsPerGroup(),
            Math.multiplyExact(problem.groups(), problem.batch()),
            problem.inputSize().height(),
            problem.inputSize().width())
        .filter(
            problem.outputChannels(), problem.outputSize().height(), problem.outputSize().width())
        .stride(problem.dilation().height(), problem.dilation().width())
        .dilation(problem.stride().height(), problem.stride().width())
        .padding(new Padding.Explicit(problem.sides()))
        .groups(problem.groups())
        .bias(false)
        .elementType(problem.elementType())
        .build();
  }
}
