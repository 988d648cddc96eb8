package org.conv4j.nd4j.dl4j;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * What DL4J creates for each {@code BatchNormalization}, under the name it expects: see {@link
 * LayerDoor}. Public, because DL4J creates it by reflection.
 */
public final class NormalizationTemplate extends NormalizationLayerHelper {

  /** The constructor that DL4J calls; arrays tell their type themselves. */
  public NormalizationTemplate(DataType dataType) {}
}
