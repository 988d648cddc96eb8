package org.conv4j.verify.framework.dl4j;

import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.TensorLayout;
import org.conv4j.verify.framework.child.PaddingForm;
import org.conv4j.verify.framework.nd4j.Nd4jArrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A convolution layer of DL4J outside any network. */
final class StandaloneLayer {

  private final LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
  private final Layer layer;
  private final boolean bias;

  private StandaloneLayer(Layer layer, boolean bias) {
    this.layer = layer;
    this.bias = bias;
  }

  /** The layer that computes {@code problem}, which has one group. */
  static StandaloneLayer of(ConvProblem problem, PaddingForm padding) {
    ConvolutionLayer.Builder builder =
        new ConvolutionLayer.Builder(ints(problem.kernel()))
            .stride(ints(problem.stride()))
            .dilation(ints(problem.dilation()))
            .nIn(problem.inputChannels())
            .nOut(problem.outputChannels())
            .hasBias(problem.bias())
            .activation(Activation.IDENTITY)
            .dataFormat(
                problem.layout() == TensorLayout.NCHW ? CNN2DFormat.NCHW : CNN2DFormat.NHWC);
    if (padding instanceof PaddingForm.Symmetric symmetric) {
      builder
          .convolutionMode(ConvolutionMode.Truncate)
          .padding(Math.toIntExact(symmetric.vertical()), Math.toIntExact(symmetric.horizontal()));
    } else {
      builder.convolutionMode(ConvolutionMode.Same);
    }
    DataType type = Nd4jArrays.dataType(problem.elementType());
    NeuralNetConfiguration configuration =
        new NeuralNetConfiguration.Builder().dataType(type).layer(builder.build()).build();
    long parameters = configuration.getLayer().initializer().numParams(configuration);
    Layer layer =
        configuration
            .getLayer()
            .instantiate(configuration, null, 0, Nd4j.create(type, 1, parameters), true, type);
    layer.setBackpropGradientsViewArray(Nd4j.create(type, 1, parameters));
    return new StandaloneLayer(layer, problem.bias());
  }

  /** Class name of the layer's helper; null if it has none. */
  String helper() {
    Object helper = ((org.deeplearning4j.nn.layers.convolution.ConvolutionLayer) layer).getHelper();
    return helper == null ? null : helper.getClass().getName();
  }

  /**
   * Sets the parameters.
   *
   * @param filter [output channels, input channels, kernel height, kernel width]
   * @param biasOrNull null exactly when the problem has none
   */
  void parameters(INDArray filter, INDArray biasOrNull) {
    layer.setParam(ConvolutionParamInitializer.WEIGHT_KEY, filter);
    if (bias) {
      layer.setParam(ConvolutionParamInitializer.BIAS_KEY, biasOrNull);
    }
  }

  /** The output for {@code input}, which the layer remembers for {@link #backward}. */
  INDArray forward(INDArray input) {
    layer.setInput(input, workspaces);
    return layer.activate(true, workspaces);
  }

  /** Parameter gradients and, second, the gradient of the last input; may modify its argument. */
  Pair<Gradient, INDArray> backward(INDArray outputGradient) {
    return layer.backpropGradient(outputGradient, workspaces);
  }

  private static int[] ints(Extent extent) {
    return new int[] {Math.toIntExact(extent.height()), Math.toIntExact(extent.width())};
  }
}
