package org.conv4j.verify.framework.dl4j;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.conv4j.ConvDirection;
import org.conv4j.Tensor;
import org.conv4j.verify.framework.child.Repeatable;
import org.conv4j.verify.framework.nd4j.InWorkspace;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A pass of a layer inside DL4J workspaces, as in a network: results and working memory of one pass
 * reuse those of the pass before, which is DL4J's best setting.
 */
abstract class LayerCall implements Repeatable.Call {

  private final String ownName;
  private final Attribution attribution;
  private final ArrayType resultType;
  private final ArrayType workingType;
  private final LayerWorkspaceMgr workspaces;
  private MemoryWorkspace resultScope;
  private long passesBefore;

  private LayerCall(
      String ownName,
      Attribution attribution,
      String workspace,
      ArrayType resultType,
      ArrayType workingType) {
    this.ownName = ownName;
    this.attribution = attribution;
    this.resultType = resultType;
    this.workingType = workingType;
    this.workspaces =
        LayerWorkspaceMgr.builder()
            .defaultNoWorkspace()
            .with(resultType, workspace + "-results", InWorkspace.REUSED)
            .with(workingType, workspace + "-working", InWorkspace.REUSED)
            .build();
  }

  /** The forward pass. */
  static LayerCall forward(StandaloneLayer layer, Attribution attribution, INDArray input) {
    return new Forward(layer, attribution, input);
  }

  /** The backward pass, after one forward pass that is never timed. */
  static LayerCall backward(
      StandaloneLayer layer, Attribution attribution, INDArray input, INDArray outputGradient) {
    return new Backward(layer, attribution, input, outputGradient);
  }

  /** The convolutions of the pass, without the bias gradient: that one is a mere sum. */
  abstract List<ConvDirection> convolutions();

  /** The pass itself, keeping its results. */
  abstract void pass(LayerWorkspaceMgr workspaces);

  /** Of the last run. */
  @Override
  public String algorithm() {
    return attribution.passes() > passesBefore
        ? convolutions().stream()
            .map(attribution::algorithm)
            .distinct()
            .collect(Collectors.joining(" + "))
        : ownName;
  }

  @Override
  public void before() {
    passesBefore = attribution.passes();
    resultScope = workspaces.notifyScopeEntered(resultType);
  }

  @Override
  public void run() {
    MemoryWorkspace working = workspaces.notifyScopeEntered(workingType);
    try {
      pass(workspaces);
    } finally {
      working.close();
    }
  }

  @Override
  public void discard() {
    resultScope.close();
  }

  /** {@code activate}. */
  private static final class Forward extends LayerCall {
    private final StandaloneLayer layer;
    private final INDArray input;
    private INDArray output;

    Forward(StandaloneLayer layer, Attribution attribution, INDArray input) {
      super(
          layer.name() + ".activate",
          attribution,
          "conv4j-forward",
          ArrayType.ACTIVATIONS,
          ArrayType.FF_WORKING_MEM);
      this.layer = layer;
      this.input = input;
    }

    @Override
    List<ConvDirection> convolutions() {
      return List.of(ConvDirection.FORWARD);
    }

    @Override
    void pass(LayerWorkspaceMgr workspaces) {
      output = layer.forward(input, workspaces);
    }

    @Override
    public Tensor result(ConvDirection direction) {
      return layer.tensor(output);
    }
  }

  /** {@code backpropGradient}. */
  private static final class Backward extends LayerCall {
    private final StandaloneLayer layer;
    private final INDArray outputGradient;
    private final INDArray overwritten;
    private Pair<Gradient, INDArray> gradients;

    Backward(
        StandaloneLayer layer, Attribution attribution, INDArray input, INDArray outputGradient) {
      super(
          layer.name() + ".backpropGradient",
          attribution,
          "conv4j-backward",
          ArrayType.ACTIVATION_GRAD,
          ArrayType.BP_WORKING_MEM);
      this.layer = layer;
      this.outputGradient = outputGradient;
      this.overwritten = outputGradient.dup();
      layer.forward(input, LayerWorkspaceMgr.noWorkspaces());
    }

    @Override
    public void before() {
      super.before();
      overwritten.assign(outputGradient);
    }

    @Override
    List<ConvDirection> convolutions() {
      return List.of(ConvDirection.INPUT_GRADIENT, ConvDirection.FILTER_GRADIENT);
    }

    @Override
    void pass(LayerWorkspaceMgr workspaces) {
      gradients = layer.backward(overwritten, workspaces);
    }

    @Override
    public Tensor result(ConvDirection direction) {
      if (direction == ConvDirection.INPUT_GRADIENT) {
        return layer.tensor(gradients.getSecond());
      }
      Map<String, INDArray> parameters = gradients.getFirst().gradientForVariable();
      return direction == ConvDirection.FILTER_GRADIENT
          ? layer.filterGradient(
              layer.tensor(parameters.get(ConvolutionParamInitializer.WEIGHT_KEY)))
          : layer.tensor(parameters.get(ConvolutionParamInitializer.BIAS_KEY));
    }
  }
}
