package example;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;

/** Two networks, of which one has a layer that is wrong. */
public final class Networks {

  private Networks() {}

  /** Of DL4J's own layers. */
  public static MultiLayerNetwork right() {
    return network(new ConvolutionLayer.Builder(3, 3).name("edges").nOut(4).build());
  }

  /** With a layer that is wrong. */
  public static MultiLayerNetwork wrong() {
    return network(new MirroredConvolution(new ConvolutionLayer.Builder(3, 3).name("edges").nOut(4)));
  }

  private static MultiLayerNetwork network(ConvolutionLayer second) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .activation(Activation.RELU)
                .list()
                .layer(new ConvolutionLayer.Builder(5, 5).name("first").nOut(3).build())
                .layer(second)
                .layer(new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(12, 12, 1))
                .build());
    network.init();
    return network;
  }
}
