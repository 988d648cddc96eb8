package org.conv4j.verify.framework.conv4j;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.conv4j.ConvDirection;
import org.conv4j.ConvGradients;
import org.conv4j.Tensor;
import org.conv4j.nd4j.AlgorithmDeclinedException;
import org.conv4j.nd4j.Nd4jConvolution;
import org.conv4j.nd4j.kernel.KernelProvider;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.child.Repeatable;
import org.conv4j.verify.framework.nd4j.Nd4jArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One computation as the one call of {@code Nd4jConvolution} that a user would make; to be run in a
 * workspace, which gives the results back.
 */
final class Conv4jCall implements Repeatable.Call {

  private final Nd4jConvolution convolution;
  private final Computation computation;
  private final String algorithm;
  private final INDArray input;
  private final INDArray filter;
  private final INDArray bias;
  private final INDArray outputGradient;
  private final Map<ConvDirection, INDArray> results = new EnumMap<>(ConvDirection.class);

  /**
   * Makes the call, without calling.
   *
   * @throws AlgorithmDeclinedException if a forced algorithm declines part of it
   */
  Conv4jCall(
      Nd4jConvolution convolution,
      Computation computation,
      INDArray input,
      INDArray filter,
      INDArray bias,
      INDArray outputGradient) {
    this.convolution = convolution;
    this.computation = computation;
    this.input = input;
    this.filter = filter;
    this.bias = bias;
    this.outputGradient = outputGradient;
    // The bias gradient beside others is no algorithm worth a name.
    String oneByOne =
        computation.directions(convolution.problem()).stream()
            .filter(
                direction ->
                    computation == Computation.BIAS_GRADIENT
                        || direction != ConvDirection.BIAS_GRADIENT)
            .map(convolution::algorithm)
            .distinct()
            .collect(Collectors.joining(" + "));
    this.algorithm =
        computation == Computation.BACKWARD
            ? convolution.backwardAlgorithm().orElse(oneByOne)
            : oneByOne;
  }

  @Override
  public String algorithm() {
    return algorithm;
  }

  /** Vectors compute only once they are compiled: what stands in until then is not timed. */
  @Override
  public void before() {
    KernelProvider.settle();
  }

  @Override
  public void run() {
    switch (computation) {
      case FORWARD -> put(ConvDirection.FORWARD, convolution.forward(input, filter, bias));
      case BACKWARD -> {
        ConvGradients<INDArray> gradients = convolution.backward(input, filter, outputGradient);
        put(ConvDirection.INPUT_GRADIENT, gradients.input());
        put(ConvDirection.FILTER_GRADIENT, gradients.filter());
        put(ConvDirection.BIAS_GRADIENT, gradients.bias());
      }
      case INPUT_GRADIENT ->
          put(ConvDirection.INPUT_GRADIENT, convolution.inputGradient(filter, outputGradient));
      case FILTER_GRADIENT ->
          put(ConvDirection.FILTER_GRADIENT, convolution.filterGradient(input, outputGradient));
      case BIAS_GRADIENT ->
          put(ConvDirection.BIAS_GRADIENT, convolution.biasGradient(outputGradient));
    }
  }

  private void put(ConvDirection direction, INDArray result) {
    if (result != null) {
      results.put(direction, result);
    }
  }

  @Override
  public Tensor result(ConvDirection direction) {
    return Nd4jArrays.toTensor(results.get(direction), convolution.problem().elementType());
  }

  @Override
  public void discard() {
    results.clear();
  }
}
