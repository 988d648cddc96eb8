package org.conv4j.nd4j.network;

import org.deeplearning4j.nn.api.Layer;

/**
 * A layer of a network.
 *
 * @param name its own, or its position in a network without names
 * @param layer what computes, out of wrappers
 * @param frozen whether a wrapper keeps it from training
 */
record NamedLayer(String name, Layer layer, boolean frozen) {

  /** DL4J's name for what the layer is, such as {@code ConvolutionLayer}. */
  String type() {
    return layer.conf().getLayer().getClass().getSimpleName();
  }
}
