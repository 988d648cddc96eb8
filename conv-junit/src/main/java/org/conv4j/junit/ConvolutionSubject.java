package org.conv4j.junit;

import org.conv4j.ConvDirection;
import org.conv4j.Convolution;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.network.NetworkArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An implementation of the convolution interface on ND4J arrays. */
record ConvolutionSubject(Convolution<INDArray> convolution) implements Subject {

  @Override
  public String label() {
    return convolution.getClass().getName();
  }

  @Override
  public Tensor compute(ConvDirection direction, Operands operands) {
    INDArray result =
        switch (direction) {
          case FORWARD ->
              convolution.forward(
                  array(operands.input()),
                  array(operands.filter()),
                  operands.bias() == null ? null : array(operands.bias()));
          case INPUT_GRADIENT ->
              convolution.inputGradient(array(operands.filter()), array(operands.outputGradient()));
          case FILTER_GRADIENT ->
              convolution.filterGradient(array(operands.input()), array(operands.outputGradient()));
          case BIAS_GRADIENT -> convolution.biasGradient(array(operands.outputGradient()));
        };
    return NetworkArrays.tensor(result, type());
  }

  private INDArray array(Tensor tensor) {
    return NetworkArrays.array(tensor, type());
  }

  private ElementType type() {
    return convolution.problem().elementType();
  }
}
