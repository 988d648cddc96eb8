package org.conv4j.verify.model;

import java.io.File;
import java.io.IOException;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Saves a network that has each kind of layer that is an op of ND4J, with biases that are not zero.
 * It takes pictures of 3 channels, 9 x 8, and series [4, 10].
 */
public final class OpLayers {

  private OpLayers() {}

  /** Arguments: the file, the format of pictures, the type of all arrays. */
  public static void main(String[] arguments) throws IOException {
    ComputationGraph graph =
        new ComputationGraph(
            layers(CNN2DFormat.valueOf(arguments[1]), DataType.valueOf(arguments[2])));
    graph.init();
    ModelSerializer.writeModel(graph, new File(arguments[0]), true);
  }

  private static ComputationGraphConfiguration layers(CNN2DFormat format, DataType type) {
    return new NeuralNetConfiguration.Builder()
        .seed(5)
        .dataType(type)
        .activation(Activation.RELU)
        .biasInit(0.25)
        .graphBuilder()
        .addInputs("picture", "series")
        .addLayer(
            "separable",
            new SeparableConvolution2D.Builder(3, 2)
                .dataFormat(format)
                .depthMultiplier(2)
                .convolutionMode(ConvolutionMode.Same)
                .nOut(5)
                .build(),
            "picture")
        .addLayer(
            "transposed",
            new Deconvolution2D.Builder(3, 2).dataFormat(format).stride(2, 1).nOut(4).build(),
            "picture")
        .addLayer(
            "depthwise",
            new DepthwiseConvolution2D.Builder(3, 3).dataFormat(format).depthMultiplier(2).build(),
            "picture")
        .addLayer(
            "grey",
            new ConvolutionLayer.Builder(1, 1).dataFormat(format).nOut(1).build(),
            "picture")
        .addLayer(
            "lone",
            new DepthwiseConvolution2D.Builder(3, 3).dataFormat(format).depthMultiplier(4).build(),
            "grey")
        .addLayer(
            "line",
            new Convolution1DLayer.Builder(3).convolutionMode(ConvolutionMode.Same).nOut(6).build(),
            "series")
        .addLayer(
            "causal",
            new Convolution1DLayer.Builder(2)
                .convolutionMode(ConvolutionMode.Causal)
                .dilation(2)
                .nOut(6)
                .build(),
            "series")
        .addLayer(
            "frozen", new FrozenLayer(new Convolution1DLayer.Builder(2).nOut(3).build()), "series")
        .addLayer("p1", new GlobalPoolingLayer(), "separable")
        .addLayer("p2", new GlobalPoolingLayer(), "transposed")
        .addLayer("p3", new GlobalPoolingLayer(), "depthwise")
        .addLayer("p4", new GlobalPoolingLayer(), "lone")
        .addLayer("p5", new GlobalPoolingLayer(), "line")
        .addLayer("p6", new GlobalPoolingLayer(), "causal")
        .addLayer("p7", new GlobalPoolingLayer(), "frozen")
        .addVertex("all", new MergeVertex(), "p1", "p2", "p3", "p4", "p5", "p6", "p7")
        .addLayer(
            "out",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build(),
            "all")
        .setOutputs("out")
        .setInputTypes(InputType.convolutional(9, 8, 3, format), InputType.recurrent(4, 10))
        .build();
  }
}
