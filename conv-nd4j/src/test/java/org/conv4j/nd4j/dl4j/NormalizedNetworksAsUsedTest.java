package org.conv4j.nd4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.conv4j.nd4j.WithoutDoors;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
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

@DisplayName("Through the layer door, a network with batch normalisation")
class NormalizedNetworksAsUsedTest {

  private static final int NORMALIZATION = 1;

  @ParameterizedTest(name = "answers eight clients of ParallelInference in mode {0}")
  @EnumSource(InferenceMode.class)
  void servesParallelInference(InferenceMode mode) throws Exception {
    MultiLayerNetwork stock = WithoutDoors.layers(() -> trained(network()));
    ParallelInference inference =
        new ParallelInference.Builder(trained(network())).inferenceMode(mode).workers(2).build();
    ExecutorService clients = Executors.newFixedThreadPool(8);
    try {
      List<Future<INDArray>> answers = new ArrayList<>();
      List<INDArray> questions = new ArrayList<>();
      for (int question = 0; question < 24; question++) {
        INDArray images = images(1 + question % 4, question);
        Callable<INDArray> ask = () -> inference.output(images);
        questions.add(images);
        answers.add(clients.submit(ask));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertClose(stock.output(questions.get(i)), answers.get(i).get(), 1e-9);
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
  @DisplayName("is saved, loaded, cloned and trained further")
  void continuesAfterLoading() throws IOException {
    MultiLayerNetwork stock = WithoutDoors.layers(() -> trained(network()));
    MultiLayerNetwork loaded =
        ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(zip(stock)), true);
    ComputationGraph graph =
        ModelSerializer.restoreComputationGraph(
            new ByteArrayInputStream(zip(stock.toComputationGraph())), true);
    MultiLayerNetwork clone = loaded.clone();

    stock.fit(data(4, 2));
    loaded.fit(data(4, 2));
    graph.fit(data(4, 2));
    clone.fit(data(4, 2));

    assertServed(loaded.getLayer(NORMALIZATION));
    assertServed(graph.getLayer(NORMALIZATION));
    assertServed(clone.getLayer(NORMALIZATION));
    assertClose(stock.params(), loaded.params(), 1e-9);
    assertClose(stock.params(), graph.params(), 1e-9);
    assertClose(stock.params(), clone.params(), 1e-9);
  }

  @Test
  @DisplayName("keeps frozen normalisations as they are and trains what follows")
  void trainsAroundFrozenLayers() {
    MultiLayerNetwork stock = WithoutDoors.layers(() -> transferred(trained(network())));
    MultiLayerNetwork ours = transferred(trained(network()));
    assertServed(((FrozenLayer) ours.getLayer(NORMALIZATION)).getInsideLayer());
    INDArray before = ours.getLayer(NORMALIZATION).params().dup();

    stock.fit(data(4, 1));
    ours.fit(data(4, 1));

    assertEquals(before, ours.getLayer(NORMALIZATION).params());
    assertClose(stock.params(), ours.params(), 1e-9);
  }

  private static MultiLayerNetwork transferred(MultiLayerNetwork network) {
    return new TransferLearning.Builder(network)
        .fineTuneConfiguration(
            new FineTuneConfiguration.Builder().updater(new Sgd(0.1)).seed(4).build())
        .setFeatureExtractor(NORMALIZATION)
        .nOutReplace(4, 3, WeightInit.XAVIER)
        .build();
  }

  /** With workspaces, in which DL4J's own backward pass looks for an array that is gone. */
  @Test
  @DisplayName("learns through a normalisation that is frozen with backpropagation")
  void trainsThroughWrappedLayers() {
    MultiLayerNetwork stock =
        WithoutDoors.layers(() -> network(FrozenLayerWithBackprop::new, DataType.DOUBLE));
    MultiLayerNetwork ours = network(FrozenLayerWithBackprop::new, DataType.DOUBLE);
    stock.getLayerWiseConfigurations().setTrainingWorkspaceMode(WorkspaceMode.NONE);
    INDArray before = stock.params().dup();

    for (int iteration = 0; iteration < 3; iteration++) {
      stock.fit(data(4, iteration));
      ours.fit(data(4, iteration));
    }

    assertTrue(before.sub(stock.params()).amaxNumber().doubleValue() > 1e-3, "nothing learned");
    assertClose(stock.params(), ours.params(), 1e-9);
  }

  @Test
  @DisplayName("predicts between steps of training, as an early stopping does")
  void predictsBetweenSteps() {
    MultiLayerNetwork stock = WithoutDoors.layers(NormalizedNetworksAsUsedTest::network);
    MultiLayerNetwork ours = network();
    for (int iteration = 0; iteration < 3; iteration++) {
      for (MultiLayerNetwork network : List.of(stock, ours)) {
        network.feedForward(images(3, 50 + iteration), true);
        network.output(images(2, 70 + iteration));
        network.fit(data(4, iteration));
      }
      assertEquals(stock.score(data(4, 9)), ours.score(data(4, 9)), 1e-9);
    }

    assertClose(stock.params(), ours.params(), 1e-9);
  }

  @Test
  @DisplayName("is served where conv4j is installed later, until it is taken out again")
  void isServedWhenInstalledLater() {
    MultiLayerNetwork stock = WithoutDoors.layers(() -> trained(network()));
    MultiLayerNetwork ours = WithoutDoors.layers(() -> trained(network()));
    ours.output(images(2, 3));

    List<LayerReport> reports = Conv4j.install(ours);
    stock.fit(data(4, 5));
    ours.fit(data(4, 5));
    assertServed(ours.getLayer(NORMALIZATION));
    List<LayerReport> back = Conv4j.uninstall(ours);
    stock.fit(data(4, 6));
    ours.fit(data(4, 6));

    assertEquals(
        List.of(2L, 2L),
        List.of(ServedLayer.CONVOLUTION, ServedLayer.NORMALIZATION).stream()
            .map(kind -> reports.stream().filter(report -> report.takenAs(kind)).count())
            .toList());
    assertEquals("given back to DL4J", back.get(NORMALIZATION).reason());
    assertNull(ours.getLayer(NORMALIZATION).getHelper());
    assertClose(stock.params(), ours.params(), 1e-9);
  }

  @Test
  @DisplayName("and noise that another layer adds to its input in place learns as without the door")
  void learnsBesideNoise() {
    ComputationGraph stock = WithoutDoors.layers(NormalizedNetworksAsUsedTest::besideNoise);
    ComputationGraph ours = besideNoise();
    assertServed(ours.getLayer("normalized"));

    for (ComputationGraph graph : List.of(stock, ours)) {
      Nd4j.getRandom().setSeed(9);
      for (int iteration = 0; iteration < 3; iteration++) {
        graph.fit(data(4, iteration));
      }
    }

    assertClose(stock.params(), ours.params(), 1e-9);
  }

  private static ComputationGraph besideNoise() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("images")
                .setInputTypes(InputType.convolutional(10, 9, 2))
                .addLayer(
                    "shared",
                    new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.TANH).build(),
                    "images")
                .addLayer("normalized", new BatchNormalization(), "shared")
                .addLayer("noisy", new DropoutLayer(new GaussianNoise(0.5)), "shared")
                .addVertex(
                    "sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "normalized", "noisy")
                .addLayer(
                    "answer",
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "sum")
                .setOutputs("answer")
                .build());
    graph.init();
    return graph;
  }

  @Test
  @DisplayName("of half precision is refused with the reason")
  void saysWhyNot() {
    MultiLayerNetwork half =
        WithoutDoors.layers(() -> network(Function.identity(), DataType.FLOAT16));

    assertEquals(
        "its type is HALF, conv4j computes FLOAT and DOUBLE",
        Conv4j.install(half).get(NORMALIZATION).reason());
    assertNull(half.getLayer(NORMALIZATION).getHelper());
  }

  private static MultiLayerNetwork network() {
    return network(Function.identity(), DataType.DOUBLE);
  }

  private static MultiLayerNetwork network(
      Function<org.deeplearning4j.nn.conf.layers.Layer, org.deeplearning4j.nn.conf.layers.Layer>
          wrapping,
      DataType type) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(type)
                .updater(new Nesterovs(0.05, 0.9))
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3).nOut(5).activation(Activation.TANH).build())
                .layer(wrapping.apply(new BatchNormalization.Builder().decay(0.6).build()))
                .layer(
                    new ConvolutionLayer.Builder(2, 2).nOut(4).activation(Activation.RELU).build())
                .layer(wrapping.apply(new BatchNormalization()))
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(10, 9, 2))
                .build());
    network.init();
    return network;
  }

  /** With running statistics that are not those it began with. */
  private static MultiLayerNetwork trained(MultiLayerNetwork network) {
    network.fit(data(4, 21));
    network.fit(data(4, 22));
    return network;
  }

  private static byte[] zip(Model model) throws IOException {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    ModelSerializer.writeModel(model, zip, true);
    return zip.toByteArray();
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

  private static void assertServed(Layer layer) {
    assertInstanceOf(NormalizationLayerHelper.class, layer.getHelper());
  }

  private static void assertClose(INDArray expected, INDArray actual, double tolerance) {
    double scale = Math.max(1e-30, expected.amaxNumber().doubleValue());
    double difference = expected.sub(actual).amaxNumber().doubleValue() / scale;
    assertTrue(difference <= tolerance, "relative difference " + difference);
  }
}
