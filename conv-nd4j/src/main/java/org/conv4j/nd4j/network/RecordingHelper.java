package org.conv4j.nd4j.network;

import java.util.Map;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.dl4j.LayerProblem;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.AlgoMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.BwdDataAlgo;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.BwdFilterAlgo;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.FwdAlgo;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionHelper;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Looks at what a {@code ConvolutionLayer} computes, and leaves it to DL4J. */
final class RecordingHelper implements ConvolutionHelper {

  private final Recorder recorder;
  private final boolean biased;

  /**
   * For one layer.
   *
   * @param biased whether the layer has a bias: in its forward pass DL4J hands over one of zeros
   *     where it has none
   */
  RecordingHelper(Recorder recorder, boolean biased) {
    this.recorder = recorder;
    this.biased = biased;
  }

  @Override
  public boolean checkSupported() {
    return true;
  }

  @Override
  public Map<String, Long> helperMemoryUse() {
    return Map.of();
  }

  @Override
  public INDArray preOutput(
      INDArray input,
      INDArray weights,
      INDArray bias,
      int[] kernel,
      int[] strides,
      int[] pad,
      AlgoMode mode,
      FwdAlgo algorithm,
      ConvolutionMode convolutionMode,
      int[] dilation,
      CNN2DFormat format,
      LayerWorkspaceMgr workspaces) {
    ConvProblem problem =
        LayerProblem.of(input, weights, biased, strides, pad, convolutionMode, dilation, format);
    if (problem == null) {
      recorder.refuse(
          "conv4j has no such convolution (%s arrays, mode %s)"
              .formatted(input.dataType(), convolutionMode));
    } else {
      recorder.forward(problem, input, weights, bias);
    }
    return null;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray input,
      INDArray weights,
      INDArray bias,
      INDArray delta,
      int[] kernel,
      int[] strides,
      int[] pad,
      INDArray biasGradView,
      INDArray weightGradView,
      IActivation activation,
      AlgoMode mode,
      BwdFilterAlgo filterAlgorithm,
      BwdDataAlgo dataAlgorithm,
      ConvolutionMode convolutionMode,
      int[] dilation,
      CNN2DFormat format,
      LayerWorkspaceMgr workspaces) {
    recorder.backward(delta);
    return null;
  }

  @Override
  public INDArray activate(INDArray z, IActivation activation, boolean training) {
    return null;
  }
}
