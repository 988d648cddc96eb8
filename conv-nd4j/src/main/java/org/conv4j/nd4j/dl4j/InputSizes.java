package org.conv4j.nd4j.dl4j;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** What arrives at each layer of a network, as DL4J's configurations derive it. */
final class InputSizes {

  private final Map<Layer, InputType> types = new IdentityHashMap<>();

  private InputSizes() {}

  /** No sizes. */
  static InputSizes unknown() {
    return new InputSizes();
  }

  /** Those of a network that is given {@code input}. */
  static InputSizes of(MultiLayerNetwork network, InputType input) {
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
    List<InputType> outputs = configuration.getLayerActivationTypes(input);
    InputSizes sizes = new InputSizes();
    for (int i = 0; i < outputs.size(); i++) {
      InputType before = i == 0 ? input : outputs.get(i - 1);
      sizes.types.put(network.getLayer(i), processed(before, configuration.getInputPreProcess(i)));
    }
    return sizes;
  }

  /**
   * Those of a graph that is given {@code inputs}. DL4J completes a configuration when it is asked,
   * which must not be the network's own.
   */
  static InputSizes of(ComputationGraph network, InputType... inputs) {
    ComputationGraphConfiguration configuration = network.getConfiguration().clone();
    Map<String, InputType> outputs = configuration.getLayerActivationTypes(true, false, inputs);
    InputSizes sizes = new InputSizes();
    for (Layer layer : network.getLayers()) {
      String name = layer.conf().getLayer().getLayerName();
      String before = configuration.getVertexInputs().get(name).get(0);
      int position = configuration.getNetworkInputs().indexOf(before);
      LayerVertex vertex = (LayerVertex) configuration.getVertices().get(name);
      sizes.types.put(
          layer,
          processed(
              position < 0 ? outputs.get(before) : inputs[position], vertex.getPreProcessor()));
    }
    return sizes;
  }

  /** What arrives at {@code layer}; null if it is unknown or no batch of images. */
  InputType.InputTypeConvolutional at(Layer layer) {
    return types.get(layer) instanceof InputType.InputTypeConvolutional images ? images : null;
  }

  private static InputType processed(InputType type, InputPreProcessor processor) {
    return processor == null ? type : processor.getOutputType(type);
  }
}
