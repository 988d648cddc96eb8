package org.conv4j.nd4j.dl4j;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.layers.convolution.ConvolutionHelper;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Gives conv4j to the convolution layers of one network, or takes it from them, whatever the
 * start-up service does. The change belongs to the network object: copies ({@code clone}, save and
 * load, ParallelInference) do not have it. Not to be called while the network runs.
 */
public final class Conv4j {

  private Conv4j() {}

  /**
   * What became of one layer.
   *
   * @param name of the layer, or its position in a network without names
   * @param type simple class name of the layer
   * @param taken whether conv4j computes it
   * @param reason why not; null if it is taken
   */
  public record LayerReport(String name, String type, boolean taken, String reason) {}

  /** Lets conv4j compute the convolution layers of {@code network}; one report for each layer. */
  public static List<LayerReport> install(MultiLayerNetwork network) {
    return reports(network.getLayers(), true);
  }

  /** Lets conv4j compute the convolution layers of {@code network}; one report for each layer. */
  public static List<LayerReport> install(ComputationGraph network) {
    return reports(network.getLayers(), true);
  }

  /** Gives the convolution layers of {@code network} back to DL4J. */
  public static List<LayerReport> uninstall(MultiLayerNetwork network) {
    return reports(network.getLayers(), false);
  }

  /** Gives the convolution layers of {@code network} back to DL4J. */
  public static List<LayerReport> uninstall(ComputationGraph network) {
    return reports(network.getLayers(), false);
  }

  private static List<LayerReport> reports(Layer[] layers, boolean install) {
    List<LayerReport> reports = new ArrayList<>();
    for (Layer layer : layers) {
      Layer inner = unwrapped(layer);
      String reason = refusal(inner);
      if (reason == null) {
        setHelper(inner, install ? new ConvolutionLayerHelper() : null);
      }
      boolean taken = install && reason == null;
      reports.add(
          new LayerReport(
              name(layer),
              inner.getClass().getSimpleName(),
              taken,
              reason == null && !install ? "given back to DL4J" : reason));
    }
    return List.copyOf(reports);
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

  private static String refusal(Layer layer) {
    if (!(layer instanceof ConvolutionLayer convolution)) {
      return "no convolution layer";
    }
    if (layer.getClass() != ConvolutionLayer.class) {
      return "computed by an ND4J op, which the op door takes over";
    }
    if (convolution.getConvolutionMode() == ConvolutionMode.Causal) {
      return "causal padding exists in one dimension only";
    }
    return null;
  }

  private static void setHelper(Layer layer, ConvolutionHelper helper) {
    try {
      Field field = ConvolutionLayer.class.getDeclaredField("helper");
      field.setAccessible(true);
      field.set(layer, helper);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException(
          "this version of DL4J keeps its convolution helper elsewhere", changed);
    }
  }
}
