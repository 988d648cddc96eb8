package org.conv4j.network;

import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.FilterLayout;
import org.conv4j.Padding;
import org.conv4j.Sides;
import org.conv4j.TensorLayout;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's layer for a problem: {@code ConvolutionLayer}, or {@code DepthwiseConvolution2D}. */
final class StandingLayer {

  private StandingLayer() {}

  /** The problem with the filter layout that the layer has. */
  static ConvProblem asLaidOut(ConvProblem problem) {
    FilterLayout layout = problem.groups() > 1 ? FilterLayout.HWIO : FilterLayout.OIHW;
    return problem.toBuilder().filterLayout(layout).build();
  }

  /**
   * The layer.
   *
   * @throws IllegalArgumentException if DL4J has none for it
   */
  static org.deeplearning4j.nn.layers.convolution.ConvolutionLayer of(ConvProblem problem) {
    DataType type = NetworkArrays.dataType(problem.elementType());
    NeuralNetConfiguration configuration =
        new NeuralNetConfiguration.Builder().dataType(type).layer(asked(problem)).build();
    long parameters = configuration.getLayer().initializer().numParams(configuration);
    Layer layer =
        configuration
            .getLayer()
            .instantiate(configuration, null, 0, Nd4j.create(type, 1, parameters), true, type);
    return (org.deeplearning4j.nn.layers.convolution.ConvolutionLayer) layer;
  }

  private static ConvolutionLayer asked(ConvProblem problem) {
    if (problem.groups() == 1) {
      return configured(new ConvolutionLayer.Builder(), problem)
          .dataFormat(format(problem))
          .build();
    }
    if (!problem.depthwise()) {
      throw new IllegalArgumentException(
          "%s: DL4J's layers have no groups, except one for each input channel".formatted(problem));
    }
    return configured(new DepthwiseConvolution2D.Builder(), problem)
        .dataFormat(format(problem))
        .depthMultiplier(Math.toIntExact(problem.outputChannelsPerGroup()))
        .build();
  }

  private static <B extends ConvolutionLayer.BaseConvBuilder<B>> B configured(
      B builder, ConvProblem problem) {
    builder
        .kernelSize(ints(problem.kernel()))
        .stride(ints(problem.stride()))
        .dilation(ints(problem.dilation()))
        .nIn(problem.inputChannels())
        .nOut(problem.outputChannels())
        .hasBias(problem.bias())
        .activation(Activation.IDENTITY);
    if (problem.padding() == Padding.Same.UPPER) {
      return builder.convolutionMode(ConvolutionMode.Same);
    }
    Sides sides = problem.sides();
    if (sides.top() != sides.bottom() || sides.left() != sides.right()) {
      throw new IllegalArgumentException(
          "%s: the padding of DL4J's layers is SAME, or the same on opposite sides"
              .formatted(problem));
    }
    return builder
        .convolutionMode(ConvolutionMode.Truncate)
        .padding(Math.toIntExact(sides.top()), Math.toIntExact(sides.left()));
  }

  private static CNN2DFormat format(ConvProblem problem) {
    return problem.layout() == TensorLayout.NCHW ? CNN2DFormat.NCHW : CNN2DFormat.NHWC;
  }

  private static int[] ints(Extent extent) {
    return new int[] {Math.toIntExact(extent.height()), Math.toIntExact(extent.width())};
  }
}
