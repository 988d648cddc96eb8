package org.conv4j.nd4j.doctor;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The helper that DL4J gives to a layer that is made now. Named only where DL4J is present. */
final class LayerHelper {

  private LayerHelper() {}

  /** Its class and what that extends; null if there is none. */
  static String ofFreshLayer() {
    NeuralNetConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .layer(new ConvolutionLayer.Builder(1, 1).nIn(1).nOut(1).build())
            .build();
    long parameters = configuration.getLayer().initializer().numParams(configuration);
    Layer layer =
        configuration
            .getLayer()
            .instantiate(
                configuration,
                null,
                0,
                Nd4j.create(DataType.FLOAT, 1, parameters),
                true,
                DataType.FLOAT);
    Object helper = ((org.deeplearning4j.nn.layers.convolution.ConvolutionLayer) layer).getHelper();
    return helper == null ? null : names(helper.getClass());
  }

  private static String names(Class<?> type) {
    Class<?> parent = type.getSuperclass();
    return parent == null || parent == Object.class
        ? type.getName()
        : type.getName() + " extends " + names(parent);
  }
}
