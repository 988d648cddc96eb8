package org.conv4j.nd4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.conv4j.nd4j.DoorPasses;
import org.conv4j.nd4j.WithoutDoors;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

@DisplayName("A network with batch normalisation")
class NormalizationTest {

  /** Gamma and beta: learned, or locked at the values that matter. */
  enum Parameters {
    LEARNED(false, 1, 0),
    LEARNED_FROM_ELSEWHERE(false, 0.7, 0.3),
    LOCKED(true, 1, 0),
    LOCKED_ELSEWHERE(true, 1.5, -0.2);

    private final boolean locked;
    private final double gamma;
    private final double beta;

    Parameters(boolean locked, double gamma, double beta) {
      this.locked = locked;
      this.gamma = gamma;
      this.beta = beta;
    }

    BatchNormalization layer(boolean logarithmic) {
      return new BatchNormalization.Builder(gamma, beta, locked)
          .useLogStd(logarithmic)
          .decay(0.8)
          .eps(1e-3)
          .build();
    }
  }

  /** One network. */
  record Setting(
      DataType type,
      CNN2DFormat format,
      Parameters parameters,
      boolean logarithmic,
      WorkspaceMode workspaces,
      CacheMode cache,
      int batch) {}

  static Stream<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    for (CNN2DFormat format : CNN2DFormat.values()) {
      for (Parameters parameters : Parameters.values()) {
        if (format == CNN2DFormat.NHWC && parameters.locked) {
          continue; // DL4J itself cannot train it
        }
        settings.add(
            new Setting(
                DataType.DOUBLE,
                format,
                parameters,
                parameters != Parameters.LEARNED,
                WorkspaceMode.ENABLED,
                CacheMode.NONE,
                4));
      }
    }
    for (WorkspaceMode workspaces : List.of(WorkspaceMode.ENABLED, WorkspaceMode.NONE)) {
      for (CacheMode cache : List.of(CacheMode.NONE, CacheMode.DEVICE)) {
        settings.add(
            new Setting(
                DataType.DOUBLE,
                CNN2DFormat.NCHW,
                Parameters.LEARNED,
                true,
                workspaces,
                cache,
                workspaces == WorkspaceMode.NONE ? 1 : 3));
      }
    }
    return settings.stream();
  }

  @ParameterizedTest(name = "trains and predicts as without the door: {0}")
  @MethodSource("settings")
  void trainsAsWithoutTheDoor(Setting setting) {
    MultiLayerNetwork stock = WithoutDoors.layers(() -> network(setting));
    MultiLayerNetwork ours = network(setting);
    assertServed(ours.getLayers());

    for (int iteration = 0; iteration < 4; iteration++) {
      stock.fit(data(setting, iteration));
      ours.fit(data(setting, iteration));
      assertClose(
          stock.output(data(setting, 9).getFeatures()),
          ours.output(data(setting, 9).getFeatures()),
          1e-9);
    }

    assertClose(stock.params(), ours.params(), 1e-9);
  }

  @Test
  @DisplayName(
      "with locked parameters in NHWC, which DL4J cannot train, predicts as without the door")
  void predictsWhatDl4jCannotTrain() {
    Setting setting =
        new Setting(
            DataType.DOUBLE,
            CNN2DFormat.NHWC,
            Parameters.LOCKED_ELSEWHERE,
            true,
            WorkspaceMode.ENABLED,
            CacheMode.NONE,
            4);
    INDArray images = data(setting, 1).getFeatures();

    assertClose(
        WithoutDoors.layers(() -> network(setting)).output(images),
        network(setting).output(images),
        1e-12);
  }

  @ParameterizedTest(name = "as a graph: {0}")
  @MethodSource("settings")
  void trainsAGraphAsWithoutTheDoor(Setting setting) {
    ComputationGraph stock = WithoutDoors.layers(() -> network(setting).toComputationGraph());
    ComputationGraph ours = network(setting).toComputationGraph();
    assertServed(ours.getLayers());

    for (int iteration = 0; iteration < 3; iteration++) {
      stock.fit(data(setting, iteration));
      ours.fit(data(setting, iteration));
    }

    assertClose(stock.params(), ours.params(), 1e-9);
  }

  @ParameterizedTest(name = "has the gradients of stock to the last digits: {0}")
  @MethodSource("settings")
  void hasTheSameGradients(Setting setting) {
    MultiLayerNetwork stock = WithoutDoors.layers(() -> network(setting));
    MultiLayerNetwork ours = network(setting);
    DataSet data = data(setting, 1);

    var expected = stock.calculateGradients(data.getFeatures(), data.getLabels(), null, null);
    long before = DoorPasses.computed();
    var actual = ours.calculateGradients(data.getFeatures(), data.getLabels(), null, null);

    assertTrue(DoorPasses.computed() - before >= 8, "the door is not in use");
    Map<String, INDArray> gradients = expected.getFirst().gradientForVariable();
    assertEquals(gradients.keySet(), actual.getFirst().gradientForVariable().keySet());
    double scale = size(stock.getFlattenedGradients());
    for (String name : ours.paramTable().keySet()) {
      assertEquals(
          0,
          size(gradients.get(name).sub(actual.getFirst().getGradientFor(name))) / scale,
          1e-12,
          name);
    }
    assertClose(expected.getSecond(), actual.getSecond(), 1e-11);
  }

  private static double size(INDArray array) {
    return array.amaxNumber().doubleValue();
  }

  static MultiLayerNetwork network(Setting setting) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(setting.type())
                .updater(new Nesterovs(0.05, 0.9))
                .convolutionMode(ConvolutionMode.Same)
                .trainingWorkspaceMode(setting.workspaces())
                .inferenceWorkspaceMode(setting.workspaces())
                .cacheMode(setting.cache())
                .list()
                .layer(setting.parameters().layer(setting.logarithmic()))
                .layer(
                    new ConvolutionLayer.Builder(3, 3)
                        .nOut(5)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(setting.parameters().layer(setting.logarithmic()))
                .layer(new ActivationLayer(Activation.RELU))
                .layer(
                    new ConvolutionLayer.Builder(2, 2)
                        .nOut(4)
                        .stride(2, 2)
                        .activation(Activation.TANH)
                        .build())
                .layer(setting.parameters().layer(setting.logarithmic()))
                .layer(new DenseLayer.Builder().nOut(6).activation(Activation.TANH).build())
                .layer(setting.parameters().layer(setting.logarithmic()))
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(9, 8, 2, setting.format()))
                .build());
    network.init();
    return network;
  }

  static DataSet data(Setting setting, long seed) {
    int n = setting.batch();
    long[] shape =
        setting.format() == CNN2DFormat.NCHW ? new long[] {n, 2, 9, 8} : new long[] {n, 9, 8, 2};
    INDArray features =
        Nd4j.createFromArray(new SplittableRandom(seed).doubles(n * 2 * 9 * 8, -1, 2).toArray())
            .reshape(shape);
    INDArray labels = Nd4j.zeros(setting.type(), n, 3);
    for (int row = 0; row < n; row++) {
      labels.putScalar(row, row % 3, 1);
    }
    return new DataSet(features.castTo(setting.type()), labels);
  }

  private static void assertServed(Layer[] layers) {
    int served = 0;
    for (Layer layer : layers) {
      if (layer instanceof org.deeplearning4j.nn.layers.normalization.BatchNormalization) {
        assertInstanceOf(NormalizationLayerHelper.class, layer.getHelper());
        served++;
      }
    }
    assertEquals(4, served);
  }

  static void assertClose(INDArray expected, INDArray actual, double tolerance) {
    double scale = Math.max(1e-30, size(expected));
    double difference = size(expected.sub(actual)) / scale;
    assertTrue(difference <= tolerance, "relative difference " + difference);
  }
}
