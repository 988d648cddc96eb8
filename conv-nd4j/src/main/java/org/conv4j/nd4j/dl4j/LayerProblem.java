package org.conv4j.nd4j.dl4j;

import org.conv4j.ConvProblem;
import org.conv4j.ConvShapeException;
import org.conv4j.ElementType;
import org.conv4j.Padding;
import org.conv4j.TensorLayout;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a DL4J layer asks for, as a problem. Its weights are always OIHW. */
public final class LayerProblem {

  private LayerProblem() {}

  /**
   * The problem, or null where conv4j has none: other types than FLOAT and DOUBLE, causal mode.
   *
   * @param input in the layer's layout, which is {@code format}
   * @param weights [output channels, input channels, height, width]
   * @param biased whether a bias is added
   * @param pad top and left padding; ignored for SAME
   */
  public static ConvProblem of(
      INDArray input,
      INDArray weights,
      boolean biased,
      int[] strides,
      int[] pad,
      ConvolutionMode mode,
      int[] dilation,
      CNN2DFormat format) {
    if (weights.dataType() != input.dataType()) {
      return null;
    }
    long[] sizes = layout(format).toNchw(input.shape());
    return of(sizes, weights, biased, strides, pad, mode, dilation, format);
  }

  /** The problem of a layer whose input is known by its sizes; null as above. */
  static ConvProblem of(ConvolutionLayer layer, InputType.InputTypeConvolutional input, int batch) {
    var configuration =
        (org.deeplearning4j.nn.conf.layers.ConvolutionLayer) layer.conf().getLayer();
    return of(
        new long[] {batch, input.getChannels(), input.getHeight(), input.getWidth()},
        layer.getParam(ConvolutionParamInitializer.WEIGHT_KEY),
        configuration.hasBias(),
        configuration.getStride(),
        configuration.getPadding(),
        layer.getConvolutionMode(),
        configuration.getDilation(),
        configuration.getCnn2dDataFormat());
  }

  private static ConvProblem of(
      long[] sizes,
      INDArray weights,
      boolean biased,
      int[] strides,
      int[] pad,
      ConvolutionMode mode,
      int[] dilation,
      CNN2DFormat format) {
    ElementType type = elementType(weights.dataType());
    Padding padding = padding(mode, pad);
    if (type == null || padding == null) {
      return null;
    }
    try {
      return ConvProblem.builder()
          .input(sizes[0], sizes[1], sizes[2], sizes[3])
          .filter(weights.size(0), weights.size(2), weights.size(3))
          .stride(strides[0], strides[1])
          .padding(padding)
          .dilation(dilation[0], dilation[1])
          .layout(layout(format))
          .bias(biased)
          .elementType(type)
          .build();
    } catch (ConvShapeException impossible) {
      return null;
    }
  }

  private static TensorLayout layout(CNN2DFormat format) {
    return format == CNN2DFormat.NHWC ? TensorLayout.NHWC : TensorLayout.NCHW;
  }

  /** The element type of arrays of that type; null if conv4j has none. */
  static ElementType elementType(DataType type) {
    return switch (type) {
      case FLOAT -> ElementType.FLOAT32;
      case DOUBLE -> ElementType.FLOAT64;
      default -> null;
    };
  }

  private static Padding padding(ConvolutionMode mode, int[] pad) {
    return switch (mode) {
      case Same -> Padding.same();
      case Truncate, Strict -> Padding.symmetric(pad[0], pad[1]);
      case Causal -> null;
    };
  }
}
