package org.conv4j.junit;

import org.conv4j.ConvDirection;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.network.LayerConvolution;

/** A layer of a network. */
record LayerSubject(LayerConvolution layer) implements Subject {

  @Override
  public String label() {
    String helper = layer.helper() == null ? "" : ", computed by " + layer.helper();
    return "layer '%s' (%s%s)".formatted(layer.name(), layer.type().getName(), helper);
  }

  @Override
  public Tensor compute(ConvDirection direction, Operands operands) {
    return layer.compute(direction, operands);
  }
}
