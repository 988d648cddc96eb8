package org.conv4j.nd4j.dl4j;

import java.util.EnumSet;
import java.util.Set;

/** A class of DL4J's layers that conv4j computes through a helper. */
public enum ServedLayer {
  /** {@code ConvolutionLayer}. */
  CONVOLUTION(
      "ConvolutionLayer",
      "org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper",
      HelperTemplate.class),
  /** {@code BatchNormalization}. */
  NORMALIZATION(
      "BatchNormalization",
      "org.deeplearning4j.nn.layers.mkldnn.MKLDNNBatchNormHelper",
      NormalizationTemplate.class);

  private final String type;
  private final String helper;
  private final Class<?> template;

  ServedLayer(String type, String helper, Class<?> template) {
    this.type = type;
    this.helper = helper;
    this.template = template;
  }

  /**
   * Those that settings allow.
   *
   * @param normalization whether batch normalisation is among them
   */
  public static Set<ServedLayer> allowed(boolean normalization) {
    return normalization ? EnumSet.allOf(ServedLayer.class) : EnumSet.of(CONVOLUTION);
  }

  /** DL4J's simple name of the layer. */
  public String type() {
    return type;
  }

  /** The name of the class that DL4J creates for each such layer. */
  String helper() {
    return helper;
  }

  /** What is to be found under that name. */
  Class<?> template() {
    return template;
  }
}
