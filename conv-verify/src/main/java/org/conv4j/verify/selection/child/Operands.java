package org.conv4j.verify.selection.child;

import java.util.ArrayList;
import java.util.List;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Operand;
import org.conv4j.nd4j.Nd4jConvolution;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The arrays of one problem, random where they are read; results go into one array each. */
final class Operands implements AutoCloseable {

  private static final double NANOS_PER_MILLI = 1e6;

  private final List<INDArray> all = new ArrayList<>();
  private final DataType type;
  private final INDArray input;
  private final INDArray filter;
  private final INDArray bias;
  private final INDArray outputGradient;
  private final INDArray output;
  private final INDArray inputGradient;
  private final INDArray filterGradient;

  Operands(ConvProblem problem) {
    type = problem.elementType() == ElementType.FLOAT64 ? DataType.DOUBLE : DataType.FLOAT;
    input = random(problem, Operand.INPUT);
    filter = random(problem, Operand.FILTER);
    bias = problem.bias() ? random(problem, Operand.BIAS) : null;
    outputGradient = random(problem, Operand.OUTPUT_GRADIENT);
    output = random(problem, Operand.OUTPUT);
    inputGradient = random(problem, Operand.INPUT_GRADIENT);
    filterGradient = random(problem, Operand.FILTER_GRADIENT);
  }

  /** {@code convolution} in one direction, under the name of {@code algorithm}. */
  Contender contender(String algorithm, Nd4jConvolution convolution, ConvDirection direction) {
    Runnable call = call(convolution, direction);
    return new Contender() {
      @Override
      public String algorithm() {
        return algorithm;
      }

      @Override
      public double run() {
        long start = System.nanoTime();
        call.run();
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
      }
    };
  }

  private Runnable call(Nd4jConvolution convolution, ConvDirection direction) {
    return switch (direction) {
      case FORWARD -> () -> convolution.forwardInto(input, filter, bias, output);
      case INPUT_GRADIENT ->
          () -> convolution.inputGradientInto(filter, outputGradient, inputGradient);
      case FILTER_GRADIENT ->
          () -> convolution.filterGradientInto(input, outputGradient, filterGradient);
      case BIAS_GRADIENT ->
          throw new IllegalArgumentException("the bias gradient is a plain sum: nothing to choose");
    };
  }

  private INDArray random(ConvProblem problem, Operand operand) {
    INDArray array = Nd4j.rand(type, operand.shape(problem));
    all.add(array);
    return array;
  }

  @Override
  public void close() {
    all.forEach(INDArray::close);
  }
}
