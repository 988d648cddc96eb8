package org.conv4j.verify.model;

import java.io.File;
import java.io.IOException;
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
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Saves a network of layers that are an op of ND4J, of geometries that some jar of ND4J gets wrong
 * or refuses in convolutions; stock DL4J runs it. It takes pictures of 3 channels, 6 x 6, and
 * series [4, 6].
 */
public final class WrongOpLayers {

  private WrongOpLayers() {}

  /** Arguments: the file, the type of all arrays. */
  public static void main(String[] arguments) throws IOException {
    ComputationGraph graph = new ComputationGraph(layers(DataType.valueOf(arguments[1])));
    graph.init();
    ModelSerializer.writeModel(graph, new File(arguments[0]), true);
  }

  private static ComputationGraphConfiguration layers(DataType type) {
    return new NeuralNetConfiguration.Builder()
        .seed(5)
        .dataType(type)
        .activation(Activation.TANH)
        .biasInit(0.25)
        .graphBuilder()
        .addInputs("picture", "series")
        .addLayer("skippingLine", line(1, 3, 1, ConvolutionMode.Same), "series")
        .addLayer("dilatedLine", line(2, 1, 2, ConvolutionMode.Truncate), "series")
        .addLayer("causal2", line(2, 1, 2, ConvolutionMode.Causal), "series")
        .addLayer("causal4", line(2, 1, 4, ConvolutionMode.Causal), "series")
        .addLayer(
            "skippingTransposed",
            new Deconvolution2D.Builder(1, 1)
                .stride(3, 3)
                .convolutionMode(ConvolutionMode.Same)
                .nOut(4)
                .build(),
            "picture")
        .addLayer(
            "dilatedTransposed",
            new Deconvolution2D.Builder(2, 2).dilation(2, 2).nOut(4).build(),
            "picture")
        .addLayer(
            "dilatedSeparable",
            new SeparableConvolution2D.Builder(2, 2).dilation(2, 2).nOut(5).build(),
            "picture")
        .addLayer("grey", new ConvolutionLayer.Builder(1, 1).nOut(1).build(), "picture")
        .addLayer("dilatedLone", lone(1), "grey")
        .addLayer("dilatedLoneOf4", lone(4), "grey")
        .addLayer("p1", new GlobalPoolingLayer(), "skippingLine")
        .addLayer("p2", new GlobalPoolingLayer(), "dilatedLine")
        .addLayer("p3", new GlobalPoolingLayer(), "causal2")
        .addLayer("p4", new GlobalPoolingLayer(), "causal4")
        .addLayer("p5", new GlobalPoolingLayer(), "skippingTransposed")
        .addLayer("p6", new GlobalPoolingLayer(), "dilatedTransposed")
        .addLayer("p7", new GlobalPoolingLayer(), "dilatedSeparable")
        .addLayer("p8", new GlobalPoolingLayer(), "dilatedLone")
        .addLayer("p9", new GlobalPoolingLayer(), "dilatedLoneOf4")
        .addVertex("all", new MergeVertex(), "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9")
        .addLayer(
            "out",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build(),
            "all")
        .setOutputs("out")
        .setInputTypes(InputType.convolutional(6, 6, 3), InputType.recurrent(4, 6))
        .build();
  }

  private static Convolution1DLayer line(
      int kernel, int stride, int dilation, ConvolutionMode mode) {
    return new Convolution1DLayer.Builder(kernel)
        .stride(stride)
        .dilation(dilation)
        .convolutionMode(mode)
        .nOut(6)
        .build();
  }

  private static DepthwiseConvolution2D lone(int multiplier) {
    return new DepthwiseConvolution2D.Builder(2, 2)
        .dilation(2, 2)
        .depthMultiplier(multiplier)
        .build();
  }
}
