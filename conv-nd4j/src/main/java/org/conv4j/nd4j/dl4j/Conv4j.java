package org.conv4j.nd4j.dl4j;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.Convolutions;
import org.conv4j.nd4j.Nd4jConvolution;
import org.conv4j.nd4j.workspace.NativeMemory;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Gives conv4j to the convolution layers and batch normalisations of one network, or takes it from
 * them, whatever the start-up service does. The change belongs to the network object: copies
 * ({@code clone}, save and load, ParallelInference) do not have it. Not to be called while the
 * network runs.
 */
public final class Conv4j {

  private Conv4j() {}

  /** Lets conv4j compute what it can of {@code network}; one report for each layer. */
  public static List<LayerReport> install(MultiLayerNetwork network) {
    return installed(network.getLayers(), InputSizes.unknown(), 1);
  }

  /** Lets conv4j compute what it can of {@code network}; one report for each layer. */
  public static List<LayerReport> install(ComputationGraph network) {
    return installed(network.getLayers(), InputSizes.unknown(), 1);
  }

  /**
   * Lets conv4j compute what it can of {@code network}; reports algorithms of convolutions, too.
   *
   * @param batch images at a time
   * @param input their sizes
   */
  public static List<LayerReport> install(MultiLayerNetwork network, int batch, InputType input) {
    return installed(network.getLayers(), InputSizes.of(network, input), batch);
  }

  /**
   * Lets conv4j compute what it can of {@code network}; reports algorithms of convolutions, too.
   *
   * @param batch images at a time
   * @param inputs their sizes, for each input of the network
   */
  public static List<LayerReport> install(
      ComputationGraph network, int batch, InputType... inputs) {
    return installed(network.getLayers(), InputSizes.of(network, inputs), batch);
  }

  /** Gives the layers of {@code network} back to DL4J. */
  public static List<LayerReport> uninstall(MultiLayerNetwork network) {
    return uninstalled(network.getLayers());
  }

  /** Gives the layers of {@code network} back to DL4J. */
  public static List<LayerReport> uninstall(ComputationGraph network) {
    return uninstalled(network.getLayers());
  }

  private static List<LayerReport> installed(Layer[] layers, InputSizes sizes, int batch) {
    List<LayerReport> reports = new ArrayList<>();
    for (Layer layer : layers) {
      Layer inner = unwrapped(layer);
      String refusal = refusal(inner);
      Map<ConvDirection, String> algorithms = Map.of();
      if (refusal == null) {
        if (inner instanceof ConvolutionLayer convolution) {
          LayerHelpers.set(inner, new ConvolutionLayerHelper());
          algorithms = algorithms(convolution, sizes.at(layer), batch);
        } else {
          LayerHelpers.set(inner, normalizationHelper(inner));
        }
      }
      reports.add(report(layer, inner, refusal, algorithms));
    }
    return List.copyOf(reports);
  }

  private static List<LayerReport> uninstalled(Layer[] layers) {
    List<LayerReport> reports = new ArrayList<>();
    for (Layer layer : layers) {
      Layer inner = unwrapped(layer);
      String refusal = refusal(inner);
      if (refusal == null) {
        LayerHelpers.set(inner, null);
      }
      reports.add(report(layer, inner, refusal == null ? "given back to DL4J" : refusal, Map.of()));
    }
    return List.copyOf(reports);
  }

  private static LayerReport report(
      Layer layer, Layer inner, String reason, Map<ConvDirection, String> algorithms) {
    return new LayerReport(
        name(layer), inner.getClass().getSimpleName(), reason == null, reason, algorithms);
  }

  private static Map<ConvDirection, String> algorithms(
      ConvolutionLayer layer, InputType.InputTypeConvolutional input, int batch) {
    ConvProblem problem = input == null ? null : LayerProblem.of(layer, input, batch);
    if (problem == null) {
      return Map.of();
    }
    Nd4jConvolution convolution = Convolutions.of(problem);
    Map<ConvDirection, String> algorithms = new EnumMap<>(ConvDirection.class);
    for (ConvDirection direction : ConvDirection.values()) {
      if (direction != ConvDirection.BIAS_GRADIENT || problem.bias()) {
        algorithms.put(direction, convolution.algorithm(direction));
      }
    }
    return algorithms;
  }

  private static Layer unwrapped(Layer layer) {
    if (layer instanceof FrozenLayer frozen) {
      return unwrapped(frozen.getInsideLayer());
    }
    if (layer instanceof FrozenLayerWithBackprop frozen) {
      return unwrapped(frozen.getUnderlying());
    }
    if (layer instanceof BaseWrapperLayer wrapper) {
      return unwrapped(wrapper.getUnderlying());
    }
    return layer;
  }

  private static String name(Layer layer) {
    String name = layer.conf().getLayer().getLayerName();
    return name == null ? Integer.toString(layer.getIndex()) : name;
  }

  private static NormalizationLayerHelper normalizationHelper(Layer layer) {
    var configuration =
        (org.deeplearning4j.nn.conf.layers.BatchNormalization) layer.conf().getLayer();
    NormalizationLayerHelper helper = new NormalizationLayerHelper();
    helper.checkSupported(configuration.getEps(), configuration.isLockGammaBeta());
    return helper;
  }

  private static String refusal(Layer layer) {
    if (layer.getClass() == BatchNormalization.class) {
      return NativeMemory.addressable()
          ? refusal(layer.getParam(BatchNormalizationParamInitializer.GLOBAL_MEAN).dataType())
          : "ND4J does not run on its CPU backend";
    }
    if (!(layer instanceof ConvolutionLayer convolution)) {
      return "neither convolution nor batch normalization";
    }
    if (layer.getClass() != ConvolutionLayer.class) {
      return "computed by an ND4J op, which the op door takes over";
    }
    if (convolution.getConvolutionMode() == ConvolutionMode.Causal) {
      return "causal padding exists in one dimension only";
    }
    return refusal(convolution.getParam(ConvolutionParamInitializer.WEIGHT_KEY).dataType());
  }

  private static String refusal(DataType type) {
    return LayerProblem.elementType(type) == null
        ? "its type is " + type + ", conv4j computes FLOAT and DOUBLE"
        : null;
  }
}
