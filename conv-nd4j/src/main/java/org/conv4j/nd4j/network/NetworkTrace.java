package org.conv4j.nd4j.network;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.conv4j.nd4j.dl4j.LayerHelpers;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.LayerHelper;
import org.deeplearning4j.nn.layers.convolution.Convolution1DLayer;
import org.deeplearning4j.nn.layers.convolution.Convolution3DLayer;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.Deconvolution2DLayer;
import org.deeplearning4j.nn.layers.convolution.DepthwiseConvolution2DLayer;
import org.deeplearning4j.nn.layers.convolution.SeparableConvolution2DLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.params.DeconvolutionParamInitializer;
import org.deeplearning4j.nn.params.DepthwiseConvolutionParamInitializer;
import org.deeplearning4j.nn.params.SeparableConvolutionParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a network once, as a step of training does, and keeps what its convolution layers were
 * given. DL4J and ND4J compute; conv4j only looks. The network's parameters stay as they are; the
 * running statistics of batch normalisation do not. One at a time in a process.
 */
public final class NetworkTrace {

  private final SavedNetwork network;
  private final Map<NamedLayer, Recorder> recorders = new IdentityHashMap<>();
  private final Map<RecordingExecutioner.Place, Recorder> byWeights = new HashMap<>();

  private NetworkTrace(SavedNetwork network) {
    this.network = network;
  }

  /**
   * What a run came to.
   *
   * @param layers one for each layer, in the network's order
   * @param gradientProblem why no gradients came back; null if they did
   */
  public record Outcome(List<LayerTrace> layers, String gradientProblem) {
    /** Copies the list. */
    public Outcome {
      layers = List.copyOf(layers);
    }
  }

  /**
   * The shapes that the network's inputs may have.
   *
   * @param examples shapes of one example of each input, in the network's order, without the batch
   *     axis; none for what the network's file tells, or the smallest square pictures that fit
   * @param batch examples
   * @throws UnusableNetworkException if the file does not tell, or {@code examples} do not fit
   */
  public static List<long[]> inputShapes(SavedNetwork network, List<long[]> examples, long batch) {
    NetworkGraph graph = graph(network);
    List<long[]> shapes = examples;
    if (examples.isEmpty()) {
      shapes = InputShapes.of(graph);
    } else {
      requireInputs(graph, examples.size());
      for (int input = 0; input < examples.size(); input++) {
        InputShapes.check(graph, input, examples.get(input));
      }
    }
    return shapes.stream().map(shape -> InputShapes.withBatch(batch, shape)).toList();
  }

  /**
   * Refuses inputs whose number, ranks or channels the network does not take.
   *
   * @param shapes with the batch axis first, in the network's order
   * @throws UnusableNetworkException saying what the network takes
   */
  public static void checkInputs(SavedNetwork network, List<long[]> shapes) {
    NetworkGraph graph = graph(network);
    requireInputs(graph, shapes.size());
    for (int input = 0; input < shapes.size(); input++) {
      long[] shape = shapes.get(input);
      if (shape.length == 0 || shape[0] < 1) {
        throw new UnusableNetworkException(
            "an input of shape %s has no example".formatted(Arrays.toString(shape)));
      }
      if (shape[0] != shapes.get(0)[0]) {
        throw new UnusableNetworkException(
            "the inputs have %d and %d examples".formatted(shapes.get(0)[0], shape[0]));
      }
      InputShapes.check(graph, input, Arrays.copyOfRange(shape, 1, shape.length));
    }
  }

  private static void requireInputs(NetworkGraph graph, int given) {
    if (graph.inputs().size() != given) {
      throw new UnusableNetworkException(
          "the network has %d input%s (%s), and %d %s given"
              .formatted(
                  graph.inputs().size(),
                  graph.inputs().size() == 1 ? "" : "s",
                  String.join(", ", graph.inputs()),
                  given,
                  given == 1 ? "was" : "were"));
    }
  }

  private static NetworkGraph graph(SavedNetwork network) {
    return network.model() instanceof MultiLayerNetwork layers
        ? NetworkGraph.of(layers.getLayerWiseConfigurations())
        : NetworkGraph.of(((ComputationGraph) network.model()).getConfiguration());
  }

  /** Standard normal inputs. */
  public static INDArray[] randomInputs(SavedNetwork network, List<long[]> shapes, long seed) {
    Nd4j.getRandom().setSeed(seed);
    DataType type = network.dataType();
    return shapes.stream().map(shape -> Nd4j.randn(type, shape)).toArray(INDArray[]::new);
  }

  /** Whether some layer is a convolution of any kind. */
  public static boolean hasConvolution(SavedNetwork network) {
    return layers(network).stream().anyMatch(layer -> !(layer instanceof LayerTrace.Other));
  }

  /** What the layers are, without running anything. */
  public static List<LayerTrace> layers(SavedNetwork network) {
    return network.layers().stream().map(NetworkTrace::unrun).toList();
  }

  /** As {@link #run(SavedNetwork, INDArray[], INDArray[], long)}, with random labels. */
  public static Outcome run(SavedNetwork network, INDArray[] inputs, long seed) {
    return run(network, inputs, new INDArray[0], seed);
  }

  /**
   * Runs the network forward and backward.
   *
   * @param inputs one for each of the network's inputs; of the network's type
   * @param labels one for each of the network's outputs, of the network's type; none for random
   *     ones
   * @param seed of random labels and dropout
   * @throws UnusableNetworkException if the network refuses the inputs or the labels
   */
  public static Outcome run(SavedNetwork network, INDArray[] inputs, INDArray[] labels, long seed) {
    return new NetworkTrace(network).run(inputs, labels, seed);
  }

  private Outcome run(INDArray[] inputs, INDArray[] labels, long seed) {
    Map<Layer, LayerHelper> helpers = new IdentityHashMap<>();
    network.layers().forEach(layer -> watch(layer, helpers));
    Nd4j.getRandom().setSeed(seed);
    RecordingExecutioner executioner = RecordingExecutioner.install(byWeights);
    try {
      String problem = TrainingPass.of(network.model()).run(inputs, labels, this::clear);
      return new Outcome(network.layers().stream().map(this::trace).toList(), problem);
    } finally {
      executioner.remove();
      helpers.forEach(LayerHelpers::set);
    }
  }

  private void clear() {
    recorders.values().forEach(Recorder::clear);
  }

  private void watch(NamedLayer named, Map<Layer, LayerHelper> helpers) {
    Recorder recorder = new Recorder();
    if (isPlain(named.layer())) {
      ConvolutionLayer layer = (ConvolutionLayer) named.layer();
      recorders.put(named, recorder);
      helpers.put(layer, layer.getHelper());
      LayerHelpers.set(layer, new RecordingHelper(recorder, layer.hasBias()));
      return;
    }
    if (named.layer() instanceof BatchNormalization layer) {
      helpers.put(layer, layer.getHelper());
      LayerHelpers.set(layer, null);
    }
    String weights = weightsOfOp(named.layer());
    if (weights != null) {
      recorders.put(named, recorder);
      byWeights.put(RecordingExecutioner.Place.of(named.layer().getParam(weights)), recorder);
    }
  }

  /** The name of the weights that a layer hands to an op; null where it computes otherwise. */
  private static String weightsOfOp(Layer layer) {
    if (layer instanceof DepthwiseConvolution2DLayer) {
      return DepthwiseConvolutionParamInitializer.WEIGHT_KEY;
    }
    if (layer instanceof SeparableConvolution2DLayer) {
      return SeparableConvolutionParamInitializer.DEPTH_WISE_WEIGHT_KEY;
    }
    if (layer instanceof Deconvolution2DLayer) {
      return DeconvolutionParamInitializer.WEIGHT_KEY;
    }
    return layer instanceof Convolution1DLayer ? ConvolutionParamInitializer.WEIGHT_KEY : null;
  }

  private LayerTrace trace(NamedLayer named) {
    Recorder recorder = recorders.get(named);
    return recorder == null ? unrun(named) : recorder.trace(named.name(), named.type());
  }

  private static LayerTrace unrun(NamedLayer named) {
    Layer layer = named.layer();
    if (!(layer instanceof ConvolutionLayer)) {
      return new LayerTrace.Other(named.name(), named.type());
    }
    return new LayerTrace.Untraced(named.name(), named.type(), reason(layer));
  }

  private static String reason(Layer layer) {
    if (isPlain(layer) || weightsOfOp(layer) != null) {
      return "the network was not run";
    }
    return layer instanceof Convolution3DLayer
        ? "it is three-dimensional, which conv4j is not"
        : "it is a " + layer.getClass().getSimpleName() + ", which is unknown";
  }

  private static boolean isPlain(Layer layer) {
    return layer.getClass() == ConvolutionLayer.class;
  }
}
