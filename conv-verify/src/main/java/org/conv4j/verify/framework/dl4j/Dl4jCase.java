package org.conv4j.verify.framework.dl4j;

import java.util.EnumSet;
import java.util.Set;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.child.Axes;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.framework.child.Timed;
import org.conv4j.verify.framework.nd4j.Nd4jArrays;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One case as a forward and a backward pass of a layer. The backward pass gives all gradients: it
 * is made for the first one asked, and its time is reported for each. Filters are converted to and
 * from DL4J's only layout.
 */
final class Dl4jCase implements PreparedCase {

  private static final String FORWARD = "ConvolutionLayer.activate";
  private static final String BACKWARD = "ConvolutionLayer.backpropGradient";

  private final ConvProblem problem;
  private final StandaloneLayer layer;
  private final INDArray input;
  private final INDArray outputGradient;
  private Timed<Pair<Gradient, INDArray>> gradients;

  Dl4jCase(ConvProblem problem, StandaloneLayer layer, Operands operands) {
    this.problem = problem;
    this.layer = layer;
    Tensor filter = Axes.filter(operands.filter(), problem.filterLayout(), FilterLayout.OIHW);
    layer.parameters(array(filter), problem.bias() ? array(operands.bias()) : null);
    input = array(operands.input());
    outputGradient = array(operands.outputGradient());
  }

  @Override
  public Answer compute(ConvDirection direction) {
    return switch (direction) {
      case FORWARD -> forward();
      case INPUT_GRADIENT -> gradient(gradients().value().getSecond());
      case FILTER_GRADIENT -> filterGradient();
      case BIAS_GRADIENT -> gradient(parameter(ConvolutionParamInitializer.BIAS_KEY));
    };
  }

  @Override
  public Set<ConvDirection> together(ConvDirection direction) {
    return direction == ConvDirection.FORWARD
        ? EnumSet.of(direction)
        : EnumSet.complementOf(EnumSet.of(ConvDirection.FORWARD));
  }

  private Answer forward() {
    Timed<INDArray> output = Timed.call(() -> layer.forward(input));
    return new Answer.Computed(tensor(output.value()), FORWARD, output.millis());
  }

  private Answer gradient(INDArray gradient) {
    return new Answer.Computed(tensor(gradient), BACKWARD, gradients().millis());
  }

  private Answer filterGradient() {
    Tensor gradient = tensor(parameter(ConvolutionParamInitializer.WEIGHT_KEY));
    Tensor converted =
        gradient.rank() == 4
            ? Axes.filter(gradient, FilterLayout.OIHW, problem.filterLayout())
            : gradient;
    return new Answer.Computed(converted, BACKWARD, gradients().millis());
  }

  private INDArray parameter(String key) {
    INDArray gradient = gradients().value().getFirst().getGradientFor(key);
    if (gradient == null) {
      throw new IllegalStateException("the layer returned no gradient for parameter " + key);
    }
    return gradient;
  }

  private Timed<Pair<Gradient, INDArray>> gradients() {
    if (gradients == null) {
      layer.forward(input);
      gradients = Timed.call(() -> layer.backward(outputGradient.dup()));
    }
    return gradients;
  }

  private INDArray array(Tensor tensor) {
    return Nd4jArrays.toNd4j(tensor, problem.elementType());
  }

  private Tensor tensor(INDArray array) {
    return Nd4jArrays.toTensor(array, problem.elementType());
  }

  /** The arrays belong to the layer, and go with it. */
  @Override
  public void close() {}
}
