package org.conv4j.network;

import java.util.Optional;
import org.conv4j.ConvProblem;
import org.conv4j.ConvShapeException;
import org.conv4j.ElementType;
import org.conv4j.FilterLayout;
import org.conv4j.Padding;
import org.conv4j.TensorLayout;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.layers.convolution.Convolution1DLayer;
import org.deeplearning4j.nn.layers.convolution.Convolution3DLayer;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.Deconvolution2DLayer;
import org.deeplearning4j.nn.layers.convolution.DepthwiseConvolution2DLayer;
import org.deeplearning4j.nn.layers.convolution.SeparableConvolution2DLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a layer computes. */
sealed interface LayerForm {

  /**
   * One convolution.
   *
   * @param problem with the filter layout in which the layer's weights, read in 'c' order, stand
   */
  record Known(ConvProblem problem) implements LayerForm {}

  /**
   * Something else.
   *
   * @param reason why
   */
  record Unknown(String reason) implements LayerForm {}

  /**
   * What {@code layer} computes of {@code input}.
   *
   * @param input null if the layer has met none
   */
  static LayerForm of(ConvolutionLayer layer, INDArray input) {
    if (layer instanceof Convolution1DLayer) {
      return new Unknown("a convolution in one dimension");
    }
    if (layer instanceof Convolution3DLayer) {
      return new Unknown("a convolution in three dimensions");
    }
    if (layer instanceof SeparableConvolution2DLayer) {
      return new Unknown("two convolutions, of which only the second one's result is to be seen");
    }
    if (layer instanceof Deconvolution2DLayer) {
      return new Unknown("a transposed convolution");
    }
    if (input == null) {
      return new Unknown("took no part in the prediction");
    }
    if (input.rank() != 4) {
      return new Unknown("its input has rank " + input.rank());
    }
    Optional<ElementType> type = NetworkArrays.elementType(input.dataType());
    if (type.isEmpty()) {
      return new Unknown("computes in " + input.dataType() + ": only FLOAT and DOUBLE are judged");
    }
    if (layer.getConvolutionMode() == ConvolutionMode.Causal) {
      return new Unknown("causal padding");
    }
    boolean depthwise = layer instanceof DepthwiseConvolution2DLayer;
    INDArray weights = layer.getParam(ConvolutionParamInitializer.WEIGHT_KEY);
    org.deeplearning4j.nn.conf.layers.ConvolutionLayer asked = layer.layerConf();
    TensorLayout layout =
        asked.getCnn2dDataFormat() == CNN2DFormat.NHWC ? TensorLayout.NHWC : TensorLayout.NCHW;
    long[] sizes = layout.toNchw(input.shape());
    ConvProblem.Builder problem =
        ConvProblem.builder()
            .input(sizes[0], sizes[1], sizes[2], sizes[3])
            .stride(asked.getStride()[0], asked.getStride()[1])
            .padding(padding(layer.getConvolutionMode(), asked.getPadding()))
            .dilation(asked.getDilation()[0], asked.getDilation()[1])
            .layout(layout)
            .bias(layer.hasBias())
            .elementType(type.get());
    if (depthwise) {
      problem
          .filter(weights.size(2) * weights.size(3), weights.size(0), weights.size(1))
          .groups(weights.size(2))
          .filterLayout(FilterLayout.HWIO);
    } else {
      problem.filter(weights.size(0), weights.size(2), weights.size(3));
    }
    try {
      return new Known(problem.build());
    } catch (ConvShapeException impossible) {
      return new Unknown(impossible.getMessage());
    }
  }

  private static Padding padding(ConvolutionMode mode, int[] pad) {
    return mode == ConvolutionMode.Same ? Padding.same() : Padding.symmetric(pad[0], pad[1]);
  }
}
