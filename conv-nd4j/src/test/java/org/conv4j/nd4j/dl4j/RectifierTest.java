package org.conv4j.nd4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.conv4j.nd4j.DoorPasses;
import org.conv4j.nd4j.WithoutDoors;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

@DisplayName("The backward pass of a layer")
class RectifierTest {

  private static final int CONVOLUTIONS = 2;

  @ParameterizedTest(name = "with {0} computes the output again: {1} (workspaces {2}, {3})")
  @CsvSource({
    "RELU, false, ENABLED, NCHW",
    "RELU, false, NONE, NCHW",
    "RELU, false, ENABLED, NHWC",
    "TANH, true, ENABLED, NCHW",
    "LEAKYRELU, true, ENABLED, NCHW"
  })
  void computesTheOutputAgainOnlyWhereItMust(
      Activation activation, boolean again, WorkspaceMode workspaces, CNN2DFormat format) {
    MultiLayerNetwork network = network(activation, null, workspaces, format);
    INDArray images = images(format);
    fit(network, images);
    long before = DoorPasses.computed();

    fit(network, images);

    assertEquals(CONVOLUTIONS * (again ? 3 : 2), DoorPasses.computed() - before);
  }

  @Test
  @DisplayName("notices when the next layer changed the rectified output in place")
  void noticesNoiseAddedInPlace() {
    Supplier<MultiLayerNetwork> noisy =
        () ->
            network(
                Activation.RELU, new GaussianNoise(0.5), WorkspaceMode.ENABLED, CNN2DFormat.NCHW);
    MultiLayerNetwork stock = WithoutDoors.layers(noisy);
    MultiLayerNetwork ours = noisy.get();
    INDArray images = images(CNN2DFormat.NCHW);
    for (MultiLayerNetwork network : new MultiLayerNetwork[] {stock, ours}) {
      Nd4j.getRandom().setSeed(9);
      fit(network, images);
      fit(network, images);
    }

    double difference = stock.params().sub(ours.params()).amaxNumber().doubleValue();
    assertTrue(difference < 1e-12, "parameters differ by " + difference);
  }

  @Test
  @DisplayName("computes the output of the input that it has, not of one before")
  void doesNotMixUpInputs() {
    MultiLayerNetwork stock = WithoutDoors.layers(RectifierTest::rectified);
    MultiLayerNetwork ours = rectified();
    INDArray images = images(CNN2DFormat.NCHW);
    for (MultiLayerNetwork network : new MultiLayerNetwork[] {stock, ours}) {
      fit(network, images);
      network.output(images.neg());
      network.feedForward(images.mul(2), true);
      fit(network, images);
    }

    double difference = stock.params().sub(ours.params()).amaxNumber().doubleValue();
    assertTrue(difference < 1e-12, "parameters differ by " + difference);
  }

  private static MultiLayerNetwork rectified() {
    return network(Activation.RELU, null, WorkspaceMode.ENABLED, CNN2DFormat.NCHW);
  }

  private static MultiLayerNetwork network(
      Activation activation, IDropout noise, WorkspaceMode workspaces, CNN2DFormat format) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new Nesterovs(0.05, 0.9))
                .trainingWorkspaceMode(workspaces)
                .inferenceWorkspaceMode(workspaces)
                .activation(activation)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(5).build())
                .layer(new ConvolutionLayer.Builder(2, 2).nOut(4).dropOut(noise).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(7, 6, 2, format))
                .build());
    network.init();
    return network;
  }

  private static void fit(MultiLayerNetwork network, INDArray images) {
    network.fit(images, Nd4j.eye(2).castTo(DataType.DOUBLE));
  }

  private static INDArray images(CNN2DFormat format) {
    long[] shape = format == CNN2DFormat.NCHW ? new long[] {2, 2, 7, 6} : new long[] {2, 7, 6, 2};
    return Nd4j.createFromArray(new SplittableRandom(8).doubles(168, -1, 1).toArray())
        .reshape('c', shape);
  }
}
