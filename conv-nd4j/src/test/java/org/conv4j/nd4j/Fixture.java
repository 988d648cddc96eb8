package org.conv4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.conv4j.ConvGradients;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.reference.DirectReference;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Integer operands of one problem, as arrays, and what the reference makes of them. */
final class Fixture {

  final ConvProblem problem;
  final INDArray input;
  final INDArray filter;
  final INDArray bias;
  final INDArray outputGradient;
  private final Tensor expectedOutput;
  private final ConvGradients<Tensor> expectedGradients;

  Fixture(String notation) {
    this(ConvProblem.parse(notation), 7);
  }

  Fixture(ConvProblem problem, long seed) {
    this.problem = problem;
    Random random = new Random(seed);
    Tensor x = integers(random, problem.inputShape());
    Tensor w = integers(random, problem.filterShape());
    Tensor b = problem.bias() ? integers(random, problem.biasShape()) : null;
    Tensor dy = integers(random, problem.outputShape());
    DirectReference reference = new DirectReference(problem);
    expectedOutput = reference.forward(x, w, b);
    expectedGradients = reference.backward(x, w, dy);
    input = array(x);
    filter = array(w);
    bias = b == null ? null : array(b);
    outputGradient = array(dy);
  }

  /** Computes everything and compares every element. */
  void verify(Nd4jConvolution convolution) {
    verifyOutput(convolution.forward(input, filter, bias));
    verifyGradients(convolution.backward(input, filter, outputGradient));
  }

  void verifyOutput(INDArray output) {
    verify("output", expectedOutput, output);
  }

  void verifyGradients(ConvGradients<INDArray> gradients) {
    verify("inputGradient", expectedGradients.input(), gradients.input());
    verify("filterGradient", expectedGradients.filter(), gradients.filter());
    if (problem.bias()) {
      verify("biasGradient", expectedGradients.bias(), gradients.bias());
    }
  }

  /** A dense array with the values of {@code tensor}. */
  INDArray array(Tensor tensor) {
    INDArray array = Nd4j.createUninitialized(type(), tensor.shape(), 'c');
    if (tensor.size() > 0) {
      array.assign(Nd4j.createFromArray(tensor.values()).reshape(tensor.shape()));
    }
    return array;
  }

  /** What the problem computes in. */
  DataType type() {
    return problem.elementType() == ElementType.FLOAT64 ? DataType.DOUBLE : DataType.FLOAT;
  }

  private void verify(String operand, Tensor expected, INDArray actual) {
    assertArrayEquals(expected.shape(), actual.shape(), operand + " of " + problem);
    assertEquals(type(), actual.dataType());
    if (expected.size() == 0) {
      return;
    }
    double[] values = actual.dup('c').data().asDouble();
    for (int i = 0; i < values.length; i++) {
      values[i] += 0.0; // -0 counts as 0
    }
    assertArrayEquals(normal(expected.values()), values, operand + " of " + problem);
  }

  private static double[] normal(double[] values) {
    double[] copy = values.clone();
    for (int i = 0; i < copy.length; i++) {
      copy[i] += 0.0;
    }
    return copy;
  }

  private static Tensor integers(Random random, long[] shape) {
    Tensor tensor = Tensor.zeros(shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.values()[i] = random.nextInt(9) - 4;
    }
    return tensor;
  }
}
