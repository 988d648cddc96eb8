package org.conv4j.verify.mutant;

import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.Tensor;
import org.conv4j.contract.TensorContract;

/** What mutants are made from is right before it is made wrong. */
class WiredConvolutionContractTest extends TensorContract {

  @Override
  public Convolution<Tensor> convolution(ConvProblem problem) {
    return new WiredConvolution(new Wiring(problem), Arithmetic.RIGHT);
  }
}
