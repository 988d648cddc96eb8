package org.conv4j.verify.framework.dl4j;

import org.conv4j.ConvProblem;
import org.conv4j.Extent;
import org.conv4j.Tensor;
import org.conv4j.TensorLayout;
import org.conv4j.verify.framework.child.PaddingForm;
import org.conv4j.verify.framework.nd4j.Nd4jArrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution layer of DL4J outside any network: {@code DepthwiseConvolution2D} where each of
 * several groups has one input channel, otherwise {@code ConvolutionLayer}.
 */
final class StandaloneLayer {

  private final ConvProblem problem;
  private final Layer layer;
  private final FilterForm filterForm;

  private StandaloneLayer(ConvProblem problem, Layer layer, FilterForm filterForm) {
    this.problem = problem;
    this.layer = layer;
    this.filterForm = filterForm;
  }

  /** The layer that computes {@code problem}, which has one group or is depthwise. */
  static StandaloneLayer of(ConvProblem problem, PaddingForm padding) {
    boolean depthwise = problem.groups() > 1;
    ConvolutionLayer layer = depthwise ? depthwise(problem, padding) : dense(problem, padding);
    return new StandaloneLayer(
        problem,
        instantiated(layer, problem),
        depthwise ? new FilterForm.Depthwise() : new FilterForm.Dense());
  }

  private static ConvolutionLayer dense(ConvProblem problem, PaddingForm padding) {
    return configured(new ConvolutionLayer.Builder(), problem, padding)
        .dataFormat(format(problem))
        .nOut(problem.outputChannels())
        .build();
  }

  private static ConvolutionLayer depthwise(ConvProblem problem, PaddingForm padding) {
    return configured(new DepthwiseConvolution2D.Builder(), problem, padding)
        .dataFormat(format(problem))
        .nOut(problem.outputChannels())
        .depthMultiplier(Math.toIntExact(problem.outputChannelsPerGroup()))
        .build();
  }

  private static <B extends ConvolutionLayer.BaseConvBuilder<B>> B configured(
      B builder, ConvProblem problem, PaddingForm padding) {
    builder
        .kernelSize(ints(problem.kernel()))
        .stride(ints(problem.stride()))
        .dilation(ints(problem.dilation()))
        .nIn(problem.inputChannels())
        .hasBias(problem.bias())
        .activation(Activation.IDENTITY);
    if (padding instanceof PaddingForm.Symmetric symmetric) {
      return builder
          .convolutionMode(ConvolutionMode.Truncate)
          .padding(Math.toIntExact(symmetric.vertical()), Math.toIntExact(symmetric.horizontal()));
    }
    return builder.convolutionMode(ConvolutionMode.Same);
  }

  private static Layer instantiated(ConvolutionLayer layer, ConvProblem problem) {
    DataType type = Nd4jArrays.dataType(problem.elementType());
    NeuralNetConfiguration configuration =
        new NeuralNetConfiguration.Builder().dataType(type).layer(layer).build();
    long parameters = configuration.getLayer().initializer().numParams(configuration);
    Layer instance =
        configuration
            .getLayer()
            .instantiate(configuration, null, 0, Nd4j.create(type, 1, parameters), true, type);
    instance.setBackpropGradientsViewArray(Nd4j.create(type, 1, parameters));
    return instance;
  }

  /** Name of the layer's class, without package, as DL4J's users know it. */
  String name() {
    return filterForm instanceof FilterForm.Depthwise
        ? "DepthwiseConvolution2D"
        : "ConvolutionLayer";
  }

  /**
   * Class name of the layer's helper, and what it extends: a door has to use the name that DL4J
   * asks for. Null if it has none.
   */
  String helper() {
    Object helper = ((org.deeplearning4j.nn.layers.convolution.ConvolutionLayer) layer).getHelper();
    if (helper == null) {
      return null;
    }
    Class<?> parent = helper.getClass().getSuperclass();
    return parent == Object.class
        ? helper.getClass().getName()
        : helper.getClass().getName() + " extends " + parent.getName();
  }

  /**
   * Sets the parameters.
   *
   * @param filter in the problem's layout
   * @param biasOrNull null exactly when the problem has none
   */
  void parameters(Tensor filter, Tensor biasOrNull) {
    layer.setParam(
        ConvolutionParamInitializer.WEIGHT_KEY, array(filterForm.toLayer(filter, problem)));
    if (problem.bias()) {
      layer.setParam(ConvolutionParamInitializer.BIAS_KEY, array(biasOrNull));
    }
  }

  /** The layer's filter, in the problem's layout. */
  Tensor filter() {
    return filterForm.fromLayer(
        tensor(layer.getParam(ConvolutionParamInitializer.WEIGHT_KEY)), problem);
  }

  /** The layer's bias; null exactly when the problem has none. */
  Tensor bias() {
    return problem.bias() ? tensor(layer.getParam(ConvolutionParamInitializer.BIAS_KEY)) : null;
  }

  /** The output for {@code input}, which the layer remembers for {@link #backward}. */
  INDArray forward(INDArray input, LayerWorkspaceMgr workspaces) {
    layer.setInput(input, workspaces);
    return layer.activate(true, workspaces);
  }

  /** Parameter gradients and, second, the gradient of the last input; may modify its argument. */
  Pair<Gradient, INDArray> backward(INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    return layer.backpropGradient(outputGradient, workspaces);
  }

  /** A layer's filter gradient with the problem's axes; as it is, if it has no such shape. */
  Tensor filterGradient(Tensor gradient) {
    return filterForm.fromLayer(gradient, problem);
  }

  /** The values of an array of the layer. */
  Tensor tensor(INDArray array) {
    return Nd4jArrays.toTensor(array, problem.elementType());
  }

  /** A new array for the layer. */
  INDArray array(Tensor tensor) {
    return Nd4jArrays.toNd4j(tensor, problem.elementType());
  }

  private static CNN2DFormat format(ConvProblem problem) {
    return problem.layout() == TensorLayout.NCHW ? CNN2DFormat.NCHW : CNN2DFormat.NHWC;
  }

  private static int[] ints(Extent extent) {
    return new int[] {Math.toIntExact(extent.height()), Math.toIntExact(extent.width())};
  }
}
