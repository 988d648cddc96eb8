package org.conv4j.verify.framework.conv4j;

import org.conv4j.ConvDirection;
import org.conv4j.ElementType;
import org.conv4j.check.Operands;
import org.conv4j.nd4j.AlgorithmDeclinedException;
import org.conv4j.nd4j.Nd4jConvolution;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.framework.child.Repeatable;
import org.conv4j.verify.framework.child.Timed;
import org.conv4j.verify.framework.nd4j.InWorkspace;
import org.conv4j.verify.framework.nd4j.Nd4jArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One case as calls of one {@code Nd4jConvolution}, a call for each direction. */
final class Conv4jCase implements PreparedCase {

  private final Nd4jConvolution convolution;
  private final ElementType type;
  private final INDArray input;
  private final INDArray filter;
  private final INDArray bias;
  private final INDArray outputGradient;

  Conv4jCase(Nd4jConvolution convolution, Operands operands) {
    this.convolution = convolution;
    type = convolution.problem().elementType();
    input = Nd4jArrays.toNd4j(operands.input(), type);
    filter = Nd4jArrays.toNd4j(operands.filter(), type);
    bias = operands.bias() == null ? null : Nd4jArrays.toNd4j(operands.bias(), type);
    outputGradient = Nd4jArrays.toNd4j(operands.outputGradient(), type);
  }

  @Override
  public Answer compute(ConvDirection direction) {
    Timed<INDArray> result;
    String algorithm;
    try {
      algorithm = convolution.algorithm(direction);
      result = Timed.call(() -> call(direction));
    } catch (AlgorithmDeclinedException declined) {
      return new Answer.Declined(reason(declined));
    }
    try (INDArray value = result.value()) {
      return new Answer.Computed(Nd4jArrays.toTensor(value, type), algorithm, result.millis());
    }
  }

  @Override
  public Operands operands() {
    return new Operands(
        Nd4jArrays.toTensor(input, type),
        Nd4jArrays.toTensor(filter, type),
        bias == null ? null : Nd4jArrays.toTensor(bias, type),
        Nd4jArrays.toTensor(outputGradient, type));
  }

  @Override
  public Repeatable repeatable(Computation computation) {
    try {
      return new InWorkspace(
          new Conv4jCall(convolution, computation, input, filter, bias, outputGradient));
    } catch (AlgorithmDeclinedException declined) {
      return new Repeatable.Declined(reason(declined));
    }
  }

  static String reason(AlgorithmDeclinedException declined) {
    return "algorithm '" + declined.algorithm() + "' declines: " + declined.reason();
  }

  private INDArray call(ConvDirection direction) {
    return switch (direction) {
      case FORWARD -> convolution.forward(input, filter, bias);
      case INPUT_GRADIENT -> convolution.inputGradient(filter, outputGradient);
      case FILTER_GRADIENT -> convolution.filterGradient(input, outputGradient);
      case BIAS_GRADIENT -> convolution.biasGradient(outputGradient);
    };
  }

  @Override
  public void close() {
    input.close();
    filter.close();
    outputGradient.close();
    if (bias != null) {
      bias.close();
    }
  }
}
