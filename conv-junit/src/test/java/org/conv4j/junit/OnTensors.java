package org.conv4j.junit;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.conv4j.AbstractConvolution;
import org.conv4j.ConvProblem;
import org.conv4j.Operand;
import org.conv4j.Tensor;
import org.conv4j.network.NetworkArrays;
import org.conv4j.reference.DirectReference;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The reference on ND4J arrays, whose input gradient can be distorted. */
final class OnTensors extends AbstractConvolution<INDArray> {

  private final DirectReference reference;
  private final UnaryOperator<Tensor> distortion;

  OnTensors(ConvProblem problem, UnaryOperator<Tensor> distortion) {
    super(problem);
    this.reference = new DirectReference(problem);
    this.distortion = distortion;
  }

  @Override
  protected void check(Operand operand, INDArray array) {
    if (!Arrays.equals(array.shape(), operand.shape(problem()))) {
      throw new IllegalArgumentException(operand + " has shape " + Arrays.toString(array.shape()));
    }
  }

  @Override
  protected boolean overlap(INDArray one, INDArray other) {
    return one == other;
  }

  @Override
  protected INDArray allocate(Operand operand) {
    return Nd4j.create(NetworkArrays.dataType(problem().elementType()), operand.shape(problem()));
  }

  @Override
  protected void computeForward(INDArray input, INDArray filter, INDArray bias, INDArray output) {
    put(
        reference.forward(tensor(input), tensor(filter), bias == null ? null : tensor(bias)),
        output);
  }

  @Override
  protected void computeInputGradient(
      INDArray filter, INDArray outputGradient, INDArray inputGradient) {
    Tensor gradient = reference.inputGradient(tensor(filter), tensor(outputGradient));
    put(distortion.apply(gradient), inputGradient);
  }

  @Override
  protected void computeFilterGradient(
      INDArray input, INDArray outputGradient, INDArray filterGradient) {
    put(reference.filterGradient(tensor(input), tensor(outputGradient)), filterGradient);
  }

  @Override
  protected void computeBiasGradient(INDArray outputGradient, INDArray biasGradient) {
    put(reference.biasGradient(tensor(outputGradient)), biasGradient);
  }

  private Tensor tensor(INDArray array) {
    return NetworkArrays.tensor(array, problem().elementType());
  }

  private void put(Tensor result, INDArray array) {
    array.assign(NetworkArrays.array(result, problem().elementType()));
  }
}
