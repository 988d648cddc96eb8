package org.conv4j.nd4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.conv4j.ConvDirection;
import org.conv4j.nd4j.WithoutDoors;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.parallelism.ParallelInference;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.parallelism.inference.InferenceMode;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

@DisplayName("Through the layer door, a network")
class NetworksAsUsedTest {

  private static final InputType IMAGES = InputType.convolutional(10, 9, 2);

  @ParameterizedTest(name = "answers eight clients of ParallelInference in mode {0}")
  @EnumSource(InferenceMode.class)
  void servesParallelInference(InferenceMode mode) throws Exception {
    MultiLayerNetwork stock = WithoutDoors.layers(NetworksAsUsedTest::network);
    ParallelInference inference =
        new ParallelInference.Builder(network()).inferenceMode(mode).workers(2).build();
    ExecutorService clients = Executors.newFixedThreadPool(8);
    try {
      List<Future<INDArray>> answers = new ArrayList<>();
      List<INDArray> questions = new ArrayList<>();
      for (int client = 0; client < 8; client++) {
        for (int question = 0; question < 4; question++) {
          INDArray images = images(1 + question, 100 * client + question);
          Callable<INDArray> ask = () -> inference.output(images);
          questions.add(images);
          answers.add(clients.submit(ask));
        }
      }
      for (int i = 0; i < answers.size(); i++) {
        assertClose(stock.output(questions.get(i)), answers.get(i).get(), 1e-12);
      }
    } finally {
      clients.shutdownNow();
      inference.shutdown();
    }
  }

  @Test
  @DisplayName("learns in ParallelWrapper as it does there without the door")
  void learnsInParallelWrapper() {
    assertClose(
        WithoutDoors.layers(() -> wrapped(network())).params(), wrapped(network()).params(), 1e-9);
  }

  /** Two workers, one batch each, averaged: the order of the workers does not matter. */
  private static MultiLayerNetwork wrapped(MultiLayerNetwork network) {
    ParallelWrapper wrapper =
        new ParallelWrapper.Builder<>(network)
            .workers(2)
            .averagingFrequency(1)
            .prefetchBuffer(0)
            .trainingMode(ParallelWrapper.TrainingMode.AVERAGING)
            .build();
    try {
      wrapper.fit(new ListDataSetIterator<>(List.of(data(4, 1), data(4, 2)), 4));
    } finally {
      wrapper.shutdown();
    }
    return network;
  }

  @Test
  @DisplayName("is saved, loaded and trained further, layer by layer and as a graph")
  void continuesAfterLoading() throws IOException {
    MultiLayerNetwork stock = WithoutDoors.layers(NetworksAsUsedTest::network);
    stock.fit(data(4, 1));
    byte[] zip = zip(stock);
    MultiLayerNetwork loaded =
        ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(zip), true);
    byte[] graphZip = zip(stock.toComputationGraph());
    ComputationGraph graph =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(graphZip), true);

    stock.fit(data(4, 2));
    loaded.fit(data(4, 2));
    graph.fit(data(4, 2));

    assertHelped(loaded.getLayer(0));
    assertHelped(graph.getLayer(0));
    assertClose(stock.params(), loaded.params(), 1e-9);
    assertClose(stock.params(), graph.params(), 1e-9);
    assertClose(loaded.params(), zipped(loaded).params(), 0);
  }

  @Test
  @DisplayName("keeps frozen layers as they are and trains the others")
  void trainsAroundFrozenLayers() {
    MultiLayerNetwork stock = WithoutDoors.layers(() -> transferred(network()));
    MultiLayerNetwork ours = transferred(network());
    INDArray before = ours.getLayer(0).params().dup();

    stock.fit(data(4, 1));
    ours.fit(data(4, 1));

    assertEquals(before, ours.getLayer(0).params());
    assertClose(stock.params(), ours.params(), 1e-9);
  }

  private static MultiLayerNetwork transferred(MultiLayerNetwork network) {
    return new TransferLearning.Builder(network)
        .fineTuneConfiguration(
            new FineTuneConfiguration.Builder().updater(new Sgd(0.1)).seed(4).build())
        .setFeatureExtractor(0)
        .nOutReplace(3, 3, WeightInit.XAVIER)
        .build();
  }

  @Test
  @DisplayName("computes through a layer that is frozen with backpropagation")
  void trainsThroughWrappedLayers() {
    MultiLayerNetwork stock = WithoutDoors.layers(() -> network(true, DataType.DOUBLE));
    MultiLayerNetwork ours = network(true, DataType.DOUBLE);

    stock.fit(data(4, 1));
    ours.fit(data(4, 1));

    assertClose(stock.params(), ours.params(), 1e-9);
  }

  @Test
  @DisplayName("gives DL4J's own exception for images with the wrong number of channels")
  void refusesWrongChannelsAsDl4jDoes() {
    INDArray images = Nd4j.zeros(DataType.DOUBLE, 1, 3, 10, 9);
    String stock = message(WithoutDoors.layers(NetworksAsUsedTest::network), images);

    assertTrue(stock.contains("input array channels does not match"), stock);
    assertEquals(stock, message(network(), images));
  }

  private static String message(MultiLayerNetwork network, INDArray images) {
    return assertThrows(DL4JInvalidInputException.class, () -> network.output(images)).getMessage();
  }

  @Test
  @DisplayName("is told which of its layers are computed, by what, and why the others are not")
  void reportsItsLayers() {
    MultiLayerNetwork network = WithoutDoors.layers(() -> network(true, DataType.FLOAT));

    List<LayerReport> reports = Conv4j.install(network, 8, IMAGES);

    assertEquals(
        List.of("ConvolutionLayer", "SubsamplingLayer", "ConvolutionLayer", "OutputLayer"),
        reports.stream().map(LayerReport::type).toList());
    assertEquals(
        List.of(true, false, true, false), reports.stream().map(LayerReport::taken).toList());
    for (LayerReport report : reports) {
      assertEquals(report.taken(), report.reason() == null);
      assertEquals(report.taken() ? ConvDirection.values().length : 0, report.algorithms().size());
    }
    assertEquals(Map.of(), Conv4j.install(network).get(0).algorithms());
    assertEquals("given back to DL4J", Conv4j.uninstall(network).get(2).reason());
  }

  @Test
  @DisplayName("and a graph are told the same")
  void reportsTheLayersOfAGraph() {
    MultiLayerNetwork network = WithoutDoors.layers(NetworksAsUsedTest::network);
    ComputationGraph graph = WithoutDoors.layers(network::toComputationGraph);

    List<Map<ConvDirection, String>> ofNetwork =
        Conv4j.install(network, 8, IMAGES).stream().map(LayerReport::algorithms).toList();
    List<Map<ConvDirection, String>> ofGraph =
        Conv4j.install(graph, 8, IMAGES).stream().map(LayerReport::algorithms).toList();

    assertEquals(ofNetwork, ofGraph);
    assertEquals(4, ofGraph.get(2).size());
  }

  @Test
  @DisplayName("of half precision, or made of ops, is refused with the reason")
  void saysWhyNot() {
    MultiLayerNetwork half = network(false, DataType.FLOAT16);
    MultiLayerNetwork depthwise =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(2).build())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nOut(2).build())
                .setInputType(IMAGES)
                .build());
    depthwise.init();

    assertEquals(
        "its type is HALF, conv4j computes FLOAT and DOUBLE", Conv4j.install(half).get(0).reason());
    assertEquals(
        "computed by an ND4J op, which the op door takes over",
        Conv4j.install(depthwise).get(0).reason());
  }

  private static MultiLayerNetwork network() {
    return network(false, DataType.DOUBLE);
  }

  private static MultiLayerNetwork network(boolean wrapped, DataType type) {
    ConvolutionLayer inner =
        new ConvolutionLayer.Builder(2, 2).nOut(4).activation(Activation.RELU).build();
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(type)
                .updater(new Nesterovs(0.05, 0.9))
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3).nOut(5).activation(Activation.TANH).build())
                .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
                .layer(wrapped ? new FrozenLayerWithBackprop(inner) : inner)
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(IMAGES)
                .build());
    network.init();
    return network;
  }

  private static byte[] zip(Model model) throws IOException {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    ModelSerializer.writeModel(model, zip, true);
    return zip.toByteArray();
  }

  private static MultiLayerNetwork zipped(MultiLayerNetwork network) throws IOException {
    return ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(zip(network)), true);
  }

  private static INDArray images(int count, long seed) {
    return Nd4j.createFromArray(
            new SplittableRandom(seed).doubles(count * 2 * 10 * 9, -1, 1).toArray())
        .reshape('c', new long[] {count, 2, 10, 9});
  }

  private static DataSet data(int count, long seed) {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, count, 3);
    for (int row = 0; row < count; row++) {
      labels.putScalar(row, row % 3, 1);
    }
    return new DataSet(images(count, seed), labels);
  }

  private static void assertHelped(Layer layer) {
    assertInstanceOf(ConvolutionLayerHelper.class, layer.getHelper());
  }

  private static void assertClose(INDArray expected, INDArray actual, double tolerance) {
    double scale = Math.max(1e-30, expected.amaxNumber().doubleValue());
    double difference = expected.sub(actual).amaxNumber().doubleValue() / scale;
    assertTrue(difference <= tolerance, "relative difference " + difference);
  }
}
