package org.conv4j.verify.train.child;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.layers.LayerHelper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** As layers of DL4J, the way its model zoo has it. */
final class Dl4jLeNet implements LeNet {

  private final MultiLayerNetwork network;

  Dl4jLeNet(DataType type, long seed) {
    network = new MultiLayerNetwork(configuration(type, seed));
    network.init();
  }

  private static MultiLayerConfiguration configuration(DataType type, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .dataType(type)
        .weightInit(WeightInit.XAVIER)
        .updater(new Nesterovs(LEARNING_RATE, 0.9))
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.RELU)
        .list()
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(20).build())
        .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(50).build())
        .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
        .layer(new DenseLayer.Builder().nOut(500).build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutional(28, 28, 1))
        .build();
  }

  @Override
  public double fit(INDArray features, INDArray labels) {
    network.fit(features, labels);
    return network.score();
  }

  @Override
  public INDArray output(INDArray features) {
    return network.output(features);
  }

  @Override
  public double[] parameters() {
    return network.params().toDoubleVector();
  }

  @Override
  public String helper() {
    LayerHelper helper = network.getLayer(0).getHelper();
    return helper == null ? null : helper.getClass().getName();
  }
}
