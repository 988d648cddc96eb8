package org.conv4j.contract;

import org.conv4j.ElementType;
import org.conv4j.Tensor;

/** The contract for implementations on {@link Tensor}s. */
public abstract class TensorContract extends ConvolutionContract<Tensor> {

  @Override
  public final Tensor array(Tensor values, ElementType type) {
    return values.copy();
  }

  @Override
  public final Tensor tensor(Tensor array) {
    return array.copy();
  }

  @Override
  public final boolean typed() {
    return false;
  }
}
