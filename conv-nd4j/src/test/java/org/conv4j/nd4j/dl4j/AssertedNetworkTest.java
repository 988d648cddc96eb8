package org.conv4j.nd4j.dl4j;

import static org.conv4j.junit.ConvolutionAssertions.assertConvolutions;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.conv4j.nd4j.Nd4jConvolution;
import org.conv4j.network.LayerConvolution;
import org.conv4j.network.NetworkConvolutions;
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

@DisplayName("The assertion of conv-junit")
class AssertedNetworkTest {

  /** Channels enough for a transform to be chosen, where there is one. */
  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .activation(Activation.RELU)
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(16).build())
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(24).build())
                .layer(new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(12, 10, 3))
                .build());
    network.init();
    return network;
  }

  private static INDArray images() {
    return Nd4j.rand(DataType.FLOAT, 2, 3, 12, 10);
  }

  private static List<String> helpers(MultiLayerNetwork network) {
    return NetworkConvolutions.of(network, images()).found().stream()
        .map(LayerConvolution::helper)
        .map(name -> name == null ? "none" : name)
        .distinct()
        .toList();
  }

  @Test
  @DisplayName("judges what conv4j computes where a network was given it")
  void judgesTheHelperOfTheNetwork() {
    MultiLayerNetwork network = network();
    Conv4j.install(network);
    assertEquals(List.of(ConvolutionLayerHelper.class.getName()), helpers(network));
    assertConvolutions(network, images());
  }

  @Test
  @DisplayName("judges what DL4J computes where it was given back")
  void judgesStockWhereItIs() {
    MultiLayerNetwork network = network();
    Conv4j.uninstall(network);
    assertNull(network.getLayer(0).getHelper());
    assertEquals(List.of("none"), helpers(network));
    assertConvolutions(network, images());
  }

  @Test
  @DisplayName("judges conv4j's own interface")
  void judgesTheInterface() {
    assertConvolutions(
        Nd4jConvolution::of,
        "n2_c16h12w10_k24r3s3_same",
        "n1_c6h9w9_k6r3s3_g3_sh2sw2_nhwc",
        "n1_c3h8w8_k4r2s3_pt1pb0pl2pr1_f64");
  }
}
