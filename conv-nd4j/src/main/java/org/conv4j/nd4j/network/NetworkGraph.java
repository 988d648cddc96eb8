package org.conv4j.nd4j.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/**
 * A network's configuration, whichever kind it is: what feeds what, and how data change on the way.
 */
abstract class NetworkGraph {

  /**
   * A layer or another vertex of the configuration.
   *
   * @param layer null for a vertex that is none
   * @param preprocessor of the layer's input; null if it has none
   * @param inputs names of nodes, or of network inputs
   */
  record Node(Layer layer, InputPreProcessor preprocessor, List<String> inputs) {}

  /** The nodes by name. */
  abstract Map<String, Node> nodes();

  /** The network's inputs, in their order. */
  abstract List<String> inputs();

  /**
   * What comes out of each node.
   *
   * @param types of the network's inputs
   * @throws RuntimeException if some layer refuses what it is given
   */
  abstract Map<String, InputType> outputs(List<InputType> types);

  /** The nodes that an input reaches, the nearest first. */
  List<Node> reachedFrom(String input) {
    Deque<String> open = new ArrayDeque<>(List.of(input));
    Set<String> met = new HashSet<>();
    List<Node> reached = new ArrayList<>();
    while (!open.isEmpty()) {
      String source = open.remove();
      nodes()
          .forEach(
              (name, node) -> {
                if (node.inputs().contains(source) && met.add(name)) {
                  reached.add(node);
                  open.add(name);
                }
              });
    }
    return reached;
  }

  private static Layer unwrapped(Layer layer) {
    if (layer instanceof BaseWrapperLayer wrapper) {
      return unwrapped(wrapper.getUnderlying());
    }
    return layer instanceof org.deeplearning4j.nn.conf.layers.misc.FrozenLayer frozen
        ? unwrapped(frozen.getLayer())
        : layer;
  }

  /** Layers one after the other. */
  static NetworkGraph of(MultiLayerConfiguration configuration) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    String before = "input";
    for (NeuralNetConfiguration layer : configuration.getConfs()) {
      int index = nodes.size();
      String name = Integer.toString(index);
      nodes.put(
          name,
          new Node(
              unwrapped(layer.getLayer()),
              configuration.getInputPreProcess(index),
              List.of(before)));
      before = name;
    }
    return new NetworkGraph() {
      @Override
      Map<String, Node> nodes() {
        return nodes;
      }

      @Override
      List<String> inputs() {
        return List.of("input");
      }

      @Override
      Map<String, InputType> outputs(List<InputType> types) {
        Map<String, InputType> outputs = new LinkedHashMap<>();
        for (InputType type : configuration.getLayerActivationTypes(types.get(0))) {
          outputs.put(Integer.toString(outputs.size()), type);
        }
        return outputs;
      }
    };
  }

  /** Any vertices. */
  static NetworkGraph of(ComputationGraphConfiguration configuration) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    for (Map.Entry<String, GraphVertex> vertex : configuration.getVertices().entrySet()) {
      List<String> inputs =
          configuration.getVertexInputs().getOrDefault(vertex.getKey(), List.of());
      nodes.put(
          vertex.getKey(),
          vertex.getValue() instanceof LayerVertex layer
              ? new Node(
                  unwrapped(layer.getLayerConf().getLayer()), layer.getPreProcessor(), inputs)
              : new Node(null, null, inputs));
    }
    return new NetworkGraph() {
      @Override
      Map<String, Node> nodes() {
        return nodes;
      }

      @Override
      List<String> inputs() {
        return configuration.getNetworkInputs();
      }

      @Override
      Map<String, InputType> outputs(List<InputType> types) {
        return configuration.getLayerActivationTypes(false, false, types.toArray(InputType[]::new));
      }
    };
  }
}
