package org.conv4j.nd4j.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.conv4j.nd4j.DoorPasses;
import org.conv4j.nd4j.WithoutDoors;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

@DisplayName("Through the op door, DL4J's layers that are made of ops")
class OpBasedLayersTest {

  @ParameterizedTest(name = "train as without it: separable, depthwise and transposed in {0}")
  @EnumSource(CNN2DFormat.class)
  void trainTheSame(CNN2DFormat format) {
    long[] shape = format == CNN2DFormat.NCHW ? new long[] {3, 2, 8, 6} : new long[] {3, 8, 6, 2};
    InputType type = InputType.convolutional(8, 6, 2, format);
    MultiLayerNetwork stock = network(type);
    MultiLayerNetwork ours = network(type);
    INDArray images = numbers(shape);
    long before = DoorPasses.computed();

    WithoutDoors.ops(() -> fitted(stock, images));
    assertEquals(before, DoorPasses.computed(), "the stock network was not stock");
    fitted(ours, images);

    assertTrue(DoorPasses.computed() >= before + 3 * 3 * 2, "the door was not used");
    assertSame(stock, ours);
  }

  @Test
  @DisplayName("train as without it: one-dimensional")
  void trainTheSameInOneDimension() {
    MultiLayerNetwork stock = sequences();
    MultiLayerNetwork ours = sequences();
    INDArray series = numbers(3, 2, 12);

    WithoutDoors.ops(() -> fitted(stock, series));
    long before = DoorPasses.computed();
    fitted(ours, series);

    assertTrue(DoorPasses.computed() > before, "the door was not used");
    assertSame(stock, ours);
  }

  private static MultiLayerNetwork network(InputType type) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            builder()
                .list()
                .layer(
                    new SeparableConvolution2D.Builder(3, 3)
                        .depthMultiplier(2)
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build())
                .layer(
                    new DepthwiseConvolution2D.Builder(3, 3)
                        .depthMultiplier(2)
                        .activation(Activation.RELU)
                        .build())
                .layer(
                    new Deconvolution2D.Builder(3, 3)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .stride(2, 2)
                        .nOut(3)
                        .activation(Activation.TANH)
                        .build())
                .layer(new GlobalPoolingLayer())
                .layer(output())
                .setInputType(type)
                .build());
    network.init();
    return network;
  }

  private static MultiLayerNetwork sequences() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            builder()
                .list()
                .layer(
                    new Convolution1DLayer.Builder(3).nOut(4).activation(Activation.TANH).build())
                .layer(
                    new Convolution1DLayer.Builder(2).nOut(4).activation(Activation.RELU).build())
                .layer(new GlobalPoolingLayer())
                .layer(output())
                .setInputType(InputType.recurrent(2, 12, RNNFormat.NCW))
                .build());
    network.init();
    return network;
  }

  private static NeuralNetConfiguration.Builder builder() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .dataType(DataType.DOUBLE)
        .updater(new Nesterovs(0.05, 0.9))
        .convolutionMode(ConvolutionMode.Same);
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static MultiLayerNetwork fitted(MultiLayerNetwork network, INDArray features) {
    for (int iteration = 0; iteration < 3; iteration++) {
      network.fit(features, Nd4j.eye(3).castTo(DataType.DOUBLE));
    }
    return network;
  }

  private static INDArray numbers(long... shape) {
    long length = LongStream.of(shape).reduce(1, Math::multiplyExact);
    return Nd4j.createFromArray(new SplittableRandom(8).doubles(length, -1, 1).toArray())
        .reshape('c', shape);
  }

  private static void assertSame(MultiLayerNetwork stock, MultiLayerNetwork ours) {
    double scale = stock.params().amaxNumber().doubleValue();
    double difference = stock.params().sub(ours.params()).amaxNumber().doubleValue() / scale;
    assertTrue(difference < 1e-9, "parameters differ by " + difference);
  }
}
