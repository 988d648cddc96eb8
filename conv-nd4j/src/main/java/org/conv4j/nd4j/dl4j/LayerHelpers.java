package org.conv4j.nd4j.dl4j;

import java.lang.reflect.Field;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.LayerHelper;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;

/** The helpers of layers that exist; DL4J sets them only when it makes a layer. */
public final class LayerHelpers {

  /**
   * What DL4J's own forward pass leaves in a normalisation for the backward pass, which takes it
   * for that of the latest forward pass, whoever computed that.
   */
  private static final List<String> LEFT_BEHIND = List.of("xHat", "xMu", "std");

  private LayerHelpers() {}

  /**
   * Sets the helper of a {@code ConvolutionLayer} or {@code BatchNormalization}.
   *
   * @param helper null for none
   */
  public static void set(Layer layer, LayerHelper helper) {
    if (layer instanceof BatchNormalization) {
      set(layer, BatchNormalization.class, "helper", helper);
      LEFT_BEHIND.forEach(field -> set(layer, BatchNormalization.class, field, null));
    } else {
      set(layer, ConvolutionLayer.class, "helper", helper);
    }
  }

  private static void set(Layer layer, Class<?> type, String name, Object value) {
    try {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      field.set(layer, value);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException(
          "this version of DL4J keeps the %s of a %s elsewhere"
              .formatted(name, type.getSimpleName()),
          changed);
    }
  }
}
