package org.conv4j.nd4j.dl4j;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.conv4j.ConvGradients;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.nd4j.Convolutions;
import org.conv4j.nd4j.DoorPasses;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.AlgoMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.BwdDataAlgo;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.BwdFilterAlgo;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer.FwdAlgo;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionHelper;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes the passes of one DL4J {@code ConvolutionLayer}. Returning null leaves a pass to DL4J's
 * own code: for problems conv4j does not have, and for good after a failure, which is logged.
 *
 * <p>DL4J's backward pass computes the output again before it asks for the gradients, for the
 * derivative of the activation function. That of the identity does not need it, and gets an array
 * of unspecified content. That of a rectifier needs to know only where the output is positive, and
 * the rectified output, which DL4J keeps as input of the next layer, is positive where the output
 * was. No array is kept from one pass to the next.
 */
public class ConvolutionLayerHelper implements ConvolutionHelper {

  private static final Logger LOG = LoggerFactory.getLogger("org.conv4j.nd4j.dl4j");

  private final AtomicBoolean failed = new AtomicBoolean();
  private volatile boolean identityActivation;
  private volatile WeakReference<INDArray> lastInput = new WeakReference<>(null);
  private volatile RememberedOutput rectified;

  /** For one layer. */
  public ConvolutionLayerHelper() {}

  @Override
  public boolean checkSupported() {
    return true;
  }

  @Override
  public Map<String, Long> helperMemoryUse() {
    return Map.of();
  }

  /**
   * The output, in DL4J's ACTIVATIONS workspace.
   *
   * @param bias of the layer; for a layer without, DL4J passes zeros, which may be of another type
   * @param pad top and left padding; ignored for SAME
   */
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
        problem(input, weights, true, strides, pad, convolutionMode, dilation, format);
    if (problem == null) {
      return null;
    }
    try {
      boolean backward = Caller.isBackwardPass();
      INDArray known = backward ? rectified(input, problem) : null;
      if (known != null) {
        return known;
      }
      INDArray output =
          workspaces.createUninitialized(
              ArrayType.ACTIVATIONS, input.dataType(), problem.outputShape(), 'c');
      if (!(identityActivation && backward)) {
        Convolutions.of(problem)
            .forwardInto(input, weights, vector(bias).castTo(input.dataType()), output);
      }
      lastInput = new WeakReference<>(input);
      DoorPasses.countOne();
      return output;
    } catch (RuntimeException | LinkageError failure) {
      return giveUp(problem, failure);
    }
  }

  /**
   * The gradients: those of weights and bias in the given views, the input's in DL4J's
   * ACTIVATION_GRAD workspace.
   *
   * @param bias null for a layer without
   * @param delta gradient with respect to the output before activation
   */
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
    ConvProblem problem =
        problem(input, weights, bias != null, strides, pad, convolutionMode, dilation, format);
    if (problem == null) {
      return null;
    }
    try {
      Convolution<INDArray> convolution = Convolutions.of(problem);
      INDArray epsilon =
          workspaces.createUninitialized(
              ArrayType.ACTIVATION_GRAD, input.dataType(), problem.inputShape(), 'c');
      INDArray biasGradient = bias == null ? null : vector(biasGradView);
      convolution.backwardInto(
          input, weights, delta, new ConvGradients<>(epsilon, weightGradView, biasGradient));
      Gradient gradient = new DefaultGradient();
      if (bias != null) {
        gradient.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, biasGradView);
      }
      gradient.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, weightGradView, 'c');
      DoorPasses.countOne();
      return new Pair<>(gradient, epsilon);
    } catch (RuntimeException | LinkageError failure) {
      return giveUp(problem, failure);
    }
  }

  /** Rectifies in training; leaves all else to DL4J. */
  @Override
  public INDArray activate(INDArray z, IActivation activation, boolean training) {
    identityActivation = activation.getClass() == ActivationIdentity.class;
    rectified = null;
    INDArray input = lastInput.get();
    if (!training || input == null || !rectifies(activation)) {
      return null;
    }
    INDArray output = activation.getActivation(z, true);
    rectified = RememberedOutput.of(input, output);
    return output;
  }

  /** Whether it is max(0, z) and nothing more. */
  private static boolean rectifies(IActivation activation) {
    return activation.getClass() == ActivationReLU.class && activation.equals(new ActivationReLU());
  }

  /** The rectified output of the forward pass of {@code input}; null if it cannot be had. */
  private INDArray rectified(INDArray input, ConvProblem problem) {
    RememberedOutput remembered = rectified;
    rectified = null;
    INDArray output = remembered == null ? null : remembered.of(input);
    return output != null && Arrays.equals(output.shape(), problem.outputShape()) ? output : null;
  }

  /** The layer's problem, or null where DL4J has to compute it. */
  private ConvProblem problem(
      INDArray input,
      INDArray weights,
      boolean biased,
      int[] strides,
      int[] pad,
      ConvolutionMode mode,
      int[] dilation,
      CNN2DFormat format) {
    if (failed.get()) {
      return null;
    }
    return LayerProblem.of(input, weights, biased, strides, pad, mode, dilation, format);
  }

  private <T> T giveUp(ConvProblem problem, Throwable failure) {
    if (failed.compareAndSet(false, true)) {
      LOG.warn("conv4j failed at {}; DL4J computes this layer from now on", problem, failure);
    }
    return null;
  }

  private static INDArray vector(INDArray array) {
    return array.rank() == 1 ? array : array.reshape('c', new long[] {array.length()});
  }
}
