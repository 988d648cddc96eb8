package org.conv4j.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The convolutions of one network, in its order, with the numbers that one batch brings to each.
 *
 * @param found those that can be looked at
 * @param leftOut convolution layers that cannot, and why
 */
public record NetworkConvolutions(List<LayerConvolution> found, List<LeftOut> leftOut) {

  /**
   * A layer that is left out.
   *
   * @param name of the layer, or its position in a network without names
   * @param type simple class name of the layer
   * @param reason why
   */
  public record LeftOut(String name, String type, String reason) {}

  /** Copies the lists. */
  public NetworkConvolutions {
    found = List.copyOf(found);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Those of {@code network} when it predicts {@code input}. Parameters and configuration stay as
   * they are; what layers remember of earlier batches is cleared. Not to be called while the
   * network runs.
   *
   * @param input as {@code network.output} takes it; not modified
   */
  public static NetworkConvolutions of(MultiLayerNetwork network, INDArray input) {
    network.setInput(Objects.requireNonNull(input, "input"));
    network.feedForward(false, false);
    return met(network.getLayers());
  }

  /**
   * Those of {@code network} when it predicts {@code inputs}; otherwise as {@link
   * #of(MultiLayerNetwork, INDArray)}.
   *
   * @param inputs as {@code network.output} takes them; not modified
   */
  public static NetworkConvolutions of(ComputationGraph network, INDArray... inputs) {
    network.feedForward(Objects.requireNonNull(inputs, "inputs"), false, false);
    return met(network.getLayers());
  }

  private static NetworkConvolutions met(Layer[] layers) {
    List<LayerConvolution> found = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    for (Layer wrapped : layers) {
      if (unwrapped(wrapped) instanceof ConvolutionLayer layer) {
        String name = name(wrapped, layer);
        LayerForm form = LayerForm.of(layer, layer.input());
        if (form instanceof LayerForm.Unknown unknown) {
          leftOut.add(new LeftOut(name, layer.getClass().getSimpleName(), unknown.reason()));
        } else {
          found.add(LayerConvolution.of(name, layer, (LayerForm.Known) form));
        }
      }
    }
    for (Layer layer : layers) {
      layer.clear();
    }
    return new NetworkConvolutions(found, leftOut);
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

  private static String name(Layer wrapped, Layer layer) {
    String inner = layer.conf().getLayer().getLayerName();
    String outer = wrapped.conf().getLayer().getLayerName();
    return inner != null ? inner : outer != null ? outer : Integer.toString(wrapped.getIndex());
  }
}
