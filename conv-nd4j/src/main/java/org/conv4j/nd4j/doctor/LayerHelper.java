package org.conv4j.nd4j.doctor;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The helper that DL4J gives to a layer that is made now. Named only where DL4J is present. */
final class LayerHelper {

  private LayerHelper() {}

  /** Its class and what that extends; null if there is none. */
  static String ofFreshConvolution() {
    return names(fresh(new ConvolutionLayer.Builder(1, 1).nIn(1).nOut(1).build()).getHelper());
  }

  /** The same of a {@code BatchNormalization}. */
  static String ofFreshNormalization() {
    return names(fresh(new BatchNormalization.Builder().nIn(1).nOut(1).build()).getHelper());
  }

  private static Layer fresh(org.deeplearning4j.nn.conf.layers.Layer layer) {
    NeuralNetConfiguration configuration =
        new NeuralNetConfiguration.Builder().layer(layer).build();
    long parameters = configuration.getLayer().initializer().numParams(configuration);
    return configuration
        .getLayer()
        .instantiate(
            configuration,
            null,
            0,
            Nd4j.create(DataType.FLOAT, 1, parameters),
            true,
            DataType.FLOAT);
  }

  private static String names(Object helper) {
    return helper == null ? null : names(helper.getClass());
  }

  private static String names(Class<?> type) {
    Class<?> parent = type.getSuperclass();
    return parent == null || parent == Object.class
        ? type.getName()
        : type.getName() + " extends " + names(parent);
  }
}
