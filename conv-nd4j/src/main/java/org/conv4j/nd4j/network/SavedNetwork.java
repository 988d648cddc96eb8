package org.conv4j.nd4j.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;

/** A {@code MultiLayerNetwork} or {@code ComputationGraph} in a file of DL4J's ModelSerializer. */
public final class SavedNetwork {

  private final String kind;
  private final Model model;
  private final List<NamedLayer> layers;

  private SavedNetwork(String kind, Model model, List<NamedLayer> layers) {
    this.kind = kind;
    this.model = model;
    this.layers = List.copyOf(layers);
  }

  /**
   * Loads a network, without the state of its updater.
   *
   * @throws UnusableNetworkException if the file is missing, damaged or something else
   */
  public static SavedNetwork load(Path file) {
    NetworkArchive.Kind kind = NetworkArchive.inspect(file);
    try {
      return switch (kind) {
        case MULTI_LAYER_NETWORK -> {
          MultiLayerNetwork network =
              ModelSerializer.restoreMultiLayerNetwork(file.toFile(), false);
          yield new SavedNetwork(kind.label(), network, layers(network));
        }
        case COMPUTATION_GRAPH -> {
          ComputationGraph graph = ModelSerializer.restoreComputationGraph(file.toFile(), false);
          yield new SavedNetwork(kind.label(), graph, layers(graph));
        }
      };
    } catch (IOException | RuntimeException refused) {
      throw new UnusableNetworkException(
          "'%s' holds a %s that DL4J cannot load: %s"
              .formatted(file, kind.label(), firstLine(refused)),
          refused);
    }
  }

  /** {@code MultiLayerNetwork} or {@code ComputationGraph}. */
  public String kind() {
    return kind;
  }

  /** DL4J's object. */
  public Model model() {
    return model;
  }

  /** The type of its parameters and activations. */
  public DataType dataType() {
    return model instanceof MultiLayerNetwork network
        ? network.getLayerWiseConfigurations().getDataType()
        : ((ComputationGraph) model).getConfiguration().getDataType();
  }

  List<NamedLayer> layers() {
    return layers;
  }

  private static List<NamedLayer> layers(MultiLayerNetwork network) {
    List<NamedLayer> layers = new ArrayList<>();
    for (Layer layer : network.getLayers()) {
      String name = layer.conf().getLayer().getLayerName();
      layers.add(named(name == null ? Integer.toString(layers.size()) : name, layer));
    }
    return layers;
  }

  private static List<NamedLayer> layers(ComputationGraph graph) {
    List<NamedLayer> layers = new ArrayList<>();
    for (int index : graph.topologicalSortOrder()) {
      GraphVertex vertex = graph.getVertices()[index];
      if (vertex.hasLayer()) {
        layers.add(named(vertex.getVertexName(), vertex.getLayer()));
      }
    }
    return layers;
  }

  private static NamedLayer named(String name, Layer layer) {
    boolean frozen = layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop;
    return new NamedLayer(name, unwrapped(layer), frozen);
  }

  private static Layer unwrapped(Layer layer) {
    return layer instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : layer;
  }

  static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("").strip();
  }
}
