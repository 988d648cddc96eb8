package org.conv4j.reference;

import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.Tensor;
import org.conv4j.contract.TensorContract;

class DirectReferenceContractTest extends TensorContract {

  @Override
  public Convolution<Tensor> convolution(ConvProblem problem) {
    return new DirectReference(problem);
  }
}
