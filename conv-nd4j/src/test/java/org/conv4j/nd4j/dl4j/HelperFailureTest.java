package org.conv4j.nd4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.conv4j.nd4j.WithoutDoors;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

@DisplayName("After a failure of conv4j in the middle of a network's life,")
class HelperFailureTest {

  @Test
  @DisplayName("DL4J computes that layer as it always did, after one warning")
  void theNetworkLivesOn() {
    MultiLayerNetwork stock = WithoutDoors.layers(HelperFailureTest::network);
    MultiLayerNetwork ours = network();
    INDArray images = Nd4j.linspace(DataType.DOUBLE, -1, 0.01, 2 * 2 * 7 * 6).reshape(2, 2, 7, 6);
    INDArray labels = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}});
    ours.fit(images, labels);
    stock.fit(images, labels);

    String logged =
        logOf(
            () -> {
              fail((ConvolutionLayerHelper) ours.getLayer(0).getHelper(), images);
              fail((ConvolutionLayerHelper) ours.getLayer(0).getHelper(), images);
              ours.fit(images, labels);
            });
    stock.fit(images, labels);

    assertEquals(1, logged.lines().filter(line -> line.contains("conv4j failed at")).count());
    double difference = stock.params().sub(ours.params()).amaxNumber().doubleValue();
    assertEquals(0, difference, 1e-12);
  }

  /** Without DL4J's workspaces, there is no place for the output. */
  private static void fail(ConvolutionLayerHelper helper, INDArray images) {
    assertNull(
        helper.preOutput(
            images,
            Nd4j.ones(DataType.DOUBLE, 3, 2, 3, 3),
            Nd4j.zeros(DataType.DOUBLE, 3),
            new int[] {3, 3},
            new int[] {1, 1},
            new int[] {0, 0},
            null,
            null,
            ConvolutionMode.Truncate,
            new int[] {1, 1},
            CNN2DFormat.NCHW,
            null));
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3).nOut(3).activation(Activation.RELU).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(7, 6, 2))
                .build());
    network.init();
    return network;
  }

  private static String logOf(Runnable work) {
    PrintStream before = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(before);
    }
    return written.toString(StandardCharsets.UTF_8);
  }
}
