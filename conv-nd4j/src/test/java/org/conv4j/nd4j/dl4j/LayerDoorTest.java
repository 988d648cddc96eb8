package org.conv4j.nd4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.conv4j.nd4j.WithoutDoors;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.convolution.ConvolutionHelper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Networks train and predict through the door as they do without it. */
class LayerDoorTest {

  /** One network configuration. */
  record Setting(
      DataType type,
      CNN2DFormat format,
      ConvolutionMode mode,
      boolean bias,
      int dilation,
      Activation activation,
      WorkspaceMode workspaces,
      CacheMode cache) {}

  static Stream<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    for (CNN2DFormat format : CNN2DFormat.values()) {
      for (ConvolutionMode mode : List.of(ConvolutionMode.Same, ConvolutionMode.Truncate)) {
        for (boolean bias : new boolean[] {true, false}) {
          settings.add(
              new Setting(
                  DataType.DOUBLE,
                  format,
                  mode,
                  bias,
                  bias ? 1 : 2,
                  bias ? Activation.TANH : Activation.IDENTITY,
                  WorkspaceMode.ENABLED,
                  CacheMode.NONE));
        }
      }
    }
    for (Activation activation : List.of(Activation.RELU, Activation.IDENTITY)) {
      for (WorkspaceMode workspaces : List.of(WorkspaceMode.ENABLED, WorkspaceMode.NONE)) {
        for (CacheMode cache : List.of(CacheMode.NONE, CacheMode.DEVICE)) {
          settings.add(
              new Setting(
                  DataType.DOUBLE,
                  CNN2DFormat.NCHW,
                  ConvolutionMode.Strict,
                  true,
                  1,
                  activation,
                  workspaces,
                  cache));
        }
      }
    }
    return settings.stream();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void trainsANetworkAsWithoutTheDoor(Setting setting) {
    DataSet data = data(setting);
    MultiLayerNetwork stock = WithoutDoors.layers(() -> network(setting));
    MultiLayerNetwork ours = network(setting);
    assertNotNull(ours.getLayer(0).getHelper(), "the door is not in use");

    for (int iteration = 0; iteration < 3; iteration++) {
      stock.fit(data);
      ours.fit(data);
    }

    assertClose(stock.params(), ours.params(), 1e-9);
    assertClose(stock.output(data.getFeatures()), ours.output(data.getFeatures()), 1e-9);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void trainsAGraphAsWithoutTheDoor(Setting setting) {
    DataSet data = data(setting);
    ComputationGraph stock = WithoutDoors.layers(() -> network(setting).toComputationGraph());
    ComputationGraph ours = network(setting).toComputationGraph();

    for (int iteration = 0; iteration < 2; iteration++) {
      stock.fit(data);
      ours.fit(data);
    }

    assertClose(stock.params(), ours.params(), 1e-9);
  }

  @Test
  void trainsInFloat32WithinItsRounding() {
    Setting setting = plain(DataType.FLOAT);
    DataSet data = data(setting);
    MultiLayerNetwork stock = WithoutDoors.layers(() -> network(setting));
    MultiLayerNetwork ours = network(setting);

    stock.fit(data);
    ours.fit(data);

    assertClose(stock.params(), ours.params(), 1e-5);
  }

  @Test
  void computesTheGradientsOfFloat64ToItsLastDigits() {
    Setting setting = plain(DataType.DOUBLE);
    DataSet data = data(setting);
    MultiLayerNetwork stock = WithoutDoors.layers(() -> network(setting));
    MultiLayerNetwork ours = network(setting);

    var expected = stock.calculateGradients(data.getFeatures(), data.getLabels(), null, null);
    var actual = ours.calculateGradients(data.getFeatures(), data.getLabels(), null, null);

    for (String name : expected.getFirst().gradientForVariable().keySet()) {
      assertClose(
          expected.getFirst().getGradientFor(name), actual.getFirst().getGradientFor(name), 1e-13);
    }
    assertClose(expected.getSecond(), actual.getSecond(), 1e-13);
  }

  @Test
  void survivesSavingLoadingCloningAndTransfer() throws Exception {
    MultiLayerNetwork network = network(plain(DataType.FLOAT));
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, zip, true);
    MultiLayerNetwork loaded =
        ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(zip.toByteArray()), true);
    MultiLayerNetwork frozen = new TransferLearning.Builder(loaded).setFeatureExtractor(0).build();

    assertHelped(loaded.getLayer(0));
    assertHelped(network.clone().getLayer(0));
    assertHelped(((org.deeplearning4j.nn.layers.FrozenLayer) frozen.getLayer(0)).getInsideLayer());
    assertClose(
        network.output(data(plain(DataType.FLOAT)).getFeatures()),
        frozen.output(data(plain(DataType.FLOAT)).getFeatures()),
        1e-5);
  }

  @Test
  void drawsNewWeightNoiseInEachIteration() {
    Setting setting = plain(DataType.DOUBLE);
    Supplier<MultiLayerNetwork> noisy =
        () -> {
          MultiLayerNetwork network =
              new MultiLayerNetwork(configuration(setting, new DropConnect(0.5)));
          network.init();
          return network;
        };
    DataSet data = data(setting);
    MultiLayerNetwork stock = WithoutDoors.layers(noisy);
    Nd4j.getRandom().setSeed(9);
    for (int iteration = 0; iteration < 3; iteration++) {
      stock.fit(data);
    }
    MultiLayerNetwork ours = noisy.get();
    Nd4j.getRandom().setSeed(9);
    for (int iteration = 0; iteration < 3; iteration++) {
      ours.fit(data);
    }

    assertClose(stock.params(), ours.params(), 1e-9);
    assertHelped(ours.getLayer(0));
  }

  @Test
  void installsInOneNetworkAndTakesItselfOut() {
    Setting setting = plain(DataType.FLOAT);
    MultiLayerNetwork network = WithoutDoors.layers(() -> network(setting));
    INDArray features = data(setting).getFeatures();
    INDArray before = network.output(features).dup();

    List<LayerReport> installed = Conv4j.install(network);
    assertHelped(network.getLayer(0));
    assertClose(before, network.output(features), 1e-5);

    Conv4j.uninstall(network);
    assertNull(network.getLayer(0).getHelper());
    assertEquals(
        List.of(true, false, true, false, false),
        installed.stream().map(report -> report.takenAs(ServedLayer.CONVOLUTION)).toList());
    assertEquals(
        List.of(false, true, false, false, false),
        installed.stream().map(report -> report.takenAs(ServedLayer.NORMALIZATION)).toList());
    assertEquals("neither convolution nor batch normalization", installed.get(3).reason());
  }

  private static Setting plain(DataType type) {
    return new Setting(
        type,
        CNN2DFormat.NCHW,
        ConvolutionMode.Same,
        true,
        1,
        Activation.RELU,
        WorkspaceMode.ENABLED,
        CacheMode.NONE);
  }

  private static MultiLayerNetwork network(Setting setting) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration(setting, null));
    network.init();
    return network;
  }

  private static MultiLayerConfiguration configuration(Setting setting, IWeightNoise noise) {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .dataType(setting.type())
        .updater(new Nesterovs(0.05, 0.9))
        .convolutionMode(setting.mode())
        .trainingWorkspaceMode(setting.workspaces())
        .inferenceWorkspaceMode(setting.workspaces())
        .cacheMode(setting.cache())
        .list()
        .layer(
            new ConvolutionLayer.Builder(3, 3)
                .nOut(5)
                .dilation(setting.dilation(), setting.dilation())
                .hasBias(setting.bias())
                .weightNoise(noise)
                .activation(setting.activation())
                .build())
        .layer(new BatchNormalization())
        .layer(
            new ConvolutionLayer.Builder(2, 2)
                .nOut(4)
                .stride(setting.mode() == ConvolutionMode.Strict ? 1 : 2, 1)
                .activation(setting.activation())
                .build())
        .layer(new SubsamplingLayer.Builder().kernelSize(1, 1).stride(1, 1).build())
        .layer(
            new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutional(9, 8, 2, setting.format()))
        .build();
  }

  private static DataSet data(Setting setting) {
    long[] shape =
        setting.format() == CNN2DFormat.NCHW ? new long[] {4, 2, 9, 8} : new long[] {4, 9, 8, 2};
    INDArray features =
        Nd4j.createFromArray(new SplittableRandom(11).doubles(4 * 2 * 9 * 8, -1, 1).toArray())
            .reshape(shape);
    INDArray labels = Nd4j.zeros(setting.type(), 4, 3);
    for (int row = 0; row < 4; row++) {
      labels.putScalar(row, row % 3, 1);
    }
    return new DataSet(features.castTo(setting.type()), labels);
  }

  private static void assertHelped(Layer layer) {
    assertInstanceOf(ConvolutionHelper.class, layer.getHelper());
    assertInstanceOf(ConvolutionLayerHelper.class, layer.getHelper());
  }

  private static void assertClose(INDArray expected, INDArray actual, double tolerance) {
    double scale = Math.max(1e-30, expected.amaxNumber().doubleValue());
    double difference = expected.sub(actual).amaxNumber().doubleValue() / scale;
    assertTrue(difference < tolerance, "relative difference " + difference);
  }
}
