package org.conv4j.verify.framework.dl4j;

import java.util.EnumSet;
import java.util.Set;
import org.conv4j.ConvDirection;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.Answer;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.framework.child.Repeatable;
import org.conv4j.verify.framework.child.Timed;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One case as a forward and a backward pass of a layer. The backward pass gives all gradients: it
 * is made for the first one asked, and its time is reported for each.
 */
final class Dl4jCase implements PreparedCase {

  private final StandaloneLayer layer;
  private final Attribution attribution;
  private final INDArray input;
  private final INDArray outputGradient;
  private Timed<Pair<Gradient, INDArray>> gradients;
  private boolean gradientsTaken;

  Dl4jCase(StandaloneLayer layer, Attribution attribution, Operands operands) {
    this.layer = layer;
    this.attribution = attribution;
    layer.parameters(operands.filter(), operands.bias());
    input = layer.array(operands.input());
    outputGradient = layer.array(operands.outputGradient());
  }

  @Override
  public Answer compute(ConvDirection direction) {
    return switch (direction) {
      case FORWARD -> forward();
      case INPUT_GRADIENT -> gradient(direction, layer.tensor(gradients().value().getSecond()));
      case FILTER_GRADIENT ->
          gradient(
              direction, layer.filterGradient(parameter(ConvolutionParamInitializer.WEIGHT_KEY)));
      case BIAS_GRADIENT -> gradient(direction, parameter(ConvolutionParamInitializer.BIAS_KEY));
    };
  }

  @Override
  public Operands operands() {
    return new Operands(
        layer.tensor(input), layer.filter(), layer.bias(), layer.tensor(outputGradient));
  }

  @Override
  public Set<ConvDirection> together(ConvDirection direction) {
    return direction == ConvDirection.FORWARD
        ? EnumSet.of(direction)
        : EnumSet.complementOf(EnumSet.of(ConvDirection.FORWARD));
  }

  @Override
  public Repeatable repeatable(Computation computation) {
    return switch (computation) {
      case FORWARD -> LayerCall.forward(layer, attribution, input);
      case BACKWARD -> LayerCall.backward(layer, attribution, input, outputGradient);
      case INPUT_GRADIENT, FILTER_GRADIENT, BIAS_GRADIENT ->
          new Repeatable.Declined("DL4J's layers compute all gradients in one call");
    };
  }

  private Answer forward() {
    long before = attribution.passes();
    Timed<INDArray> output =
        Timed.call(() -> layer.forward(input, LayerWorkspaceMgr.noWorkspaces()));
    return new Answer.Computed(
        layer.tensor(output.value()),
        attribution.passes() > before
            ? attribution.algorithm(ConvDirection.FORWARD)
            : layer.name() + ".activate",
        output.millis());
  }

  private Answer gradient(ConvDirection direction, Tensor gradient) {
    return new Answer.Computed(
        gradient,
        gradientsTaken ? attribution.algorithm(direction) : layer.name() + ".backpropGradient",
        gradients().millis());
  }

  private Tensor parameter(String key) {
    INDArray gradient = gradients().value().getFirst().getGradientFor(key);
    if (gradient == null) {
      throw new IllegalStateException("the layer returned no gradient for parameter " + key);
    }
    return layer.tensor(gradient);
  }

  private Timed<Pair<Gradient, INDArray>> gradients() {
    if (gradients == null) {
      layer.forward(input, LayerWorkspaceMgr.noWorkspaces());
      long before = attribution.passes();
      gradients =
          Timed.call(() -> layer.backward(outputGradient, LayerWorkspaceMgr.noWorkspaces()));
      gradientsTaken = attribution.passes() > before;
    }
    return gradients;
  }

  /** The arrays belong to the layer, and go with it. */
  @Override
  public void close() {
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
  }
}
