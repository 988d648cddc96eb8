package org.conv4j.nd4j.network;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One forward and one backward pass of a network, without a change of its parameters. */
abstract class TrainingPass {

  /** The passes of {@code model}, from now on without DL4J workspaces. */
  static TrainingPass of(Model model) {
    if (model instanceof MultiLayerNetwork network) {
      network.getLayerWiseConfigurations().setTrainingWorkspaceMode(WorkspaceMode.NONE);
      network.getLayerWiseConfigurations().setInferenceWorkspaceMode(WorkspaceMode.NONE);
      return new OfLayers(network);
    }
    ComputationGraph graph = (ComputationGraph) model;
    graph.getConfiguration().setTrainingWorkspaceMode(WorkspaceMode.NONE);
    graph.getConfiguration().setInferenceWorkspaceMode(WorkspaceMode.NONE);
    return new OfGraph(graph);
  }

  /** The outputs, from a forward pass as in training. */
  abstract INDArray[] forward(INDArray[] inputs);

  /** Whether every output has a loss. */
  abstract boolean hasLoss();

  /** Forward and backward, from the loss. */
  abstract void gradients(INDArray[] inputs, INDArray[] labels);

  /** Backward after {@link #forward}, from gradients of the outputs. */
  abstract void backward(INDArray[] outputGradients);

  /**
   * Both passes. Without labels they are random, and so are gradients where an output has no loss.
   *
   * @param given labels, one for each output; none for random ones
   * @param again called before a pass that repeats another
   * @return why there was no backward pass; null if there was
   * @throws UnusableNetworkException if the network refuses the inputs or the given labels
   */
  String run(INDArray[] inputs, INDArray[] given, Runnable again) {
    INDArray[] outputs;
    try {
      outputs = forward(inputs);
    } catch (RuntimeException refused) {
      throw new UnusableNetworkException(
          "the network refuses an input of shape %s: %s"
              .formatted(Arrays.toString(inputs[0].shape()), SavedNetwork.firstLine(refused)),
          refused);
    }
    if (given.length > 0) {
      check(given, outputs);
      again.run();
      try {
        gradients(inputs, given);
      } catch (RuntimeException refused) {
        throw new UnusableNetworkException(
            "the network refuses labels of shape %s: %s"
                .formatted(Arrays.toString(given[0].shape()), SavedNetwork.firstLine(refused)),
            refused);
      }
      return null;
    }
    try {
      if (hasLoss()) {
        INDArray[] labels = Arrays.stream(outputs).map(RandomLabels::like).toArray(INDArray[]::new);
        again.run();
        gradients(inputs, labels);
      } else {
        backward(
            Arrays.stream(outputs)
                .map(output -> Nd4j.randn(output.dataType(), output.shape()))
                .toArray(INDArray[]::new));
      }
      return null;
    } catch (RuntimeException failed) {
      again.run();
      forward(inputs);
      return "DL4J's backward pass failed: " + SavedNetwork.firstLine(failed);
    }
  }

  /** What DL4J would not notice, or say less plainly. */
  private void check(INDArray[] labels, INDArray[] outputs) {
    if (!hasLoss()) {
      throw new UnusableNetworkException(
          "labels were given, but an output of the network has no loss to compare with them");
    }
    if (labels.length != outputs.length) {
      throw new UnusableNetworkException(
          "the network has %d output%s, and labels for %d were given"
              .formatted(outputs.length, outputs.length == 1 ? "" : "s", labels.length));
    }
    for (int i = 0; i < labels.length; i++) {
      if (!Arrays.equals(labels[i].shape(), outputs[i].shape())) {
        throw new UnusableNetworkException(
            "labels of shape %s do not fit: the network's output has shape %s"
                .formatted(
                    Arrays.toString(labels[i].shape()), Arrays.toString(outputs[i].shape())));
      }
    }
  }

  private static final class OfLayers extends TrainingPass {
    private final MultiLayerNetwork network;

    OfLayers(MultiLayerNetwork network) {
      this.network = network;
    }

    @Override
    INDArray[] forward(INDArray[] inputs) {
      network.setInput(inputs[0]);
      var activations = network.feedForward(true, false);
      return new INDArray[] {activations.get(activations.size() - 1)};
    }

    @Override
    boolean hasLoss() {
      return network.getOutputLayer() instanceof IOutputLayer;
    }

    @Override
    void gradients(INDArray[] inputs, INDArray[] labels) {
      network.setInput(inputs[0]);
      network.setLabels(labels[0]);
      network.computeGradientAndScore();
    }

    @Override
    void backward(INDArray[] outputGradients) {
      network.backpropGradient(outputGradients[0], LayerWorkspaceMgr.noWorkspaces());
    }
  }

  private static final class OfGraph extends TrainingPass {
    private final ComputationGraph graph;

    OfGraph(ComputationGraph graph) {
      this.graph = graph;
    }

    @Override
    INDArray[] forward(INDArray[] inputs) {
      var activations = graph.feedForward(inputs, true, false);
      return graph.getConfiguration().getNetworkOutputs().stream()
          .map(activations::get)
          .toArray(INDArray[]::new);
    }

    @Override
    boolean hasLoss() {
      return graph.getConfiguration().getNetworkOutputs().stream()
          .map(graph::getVertex)
          .allMatch(OfGraph::hasLoss);
    }

    private static boolean hasLoss(GraphVertex vertex) {
      Layer layer = vertex.getLayer();
      return layer instanceof IOutputLayer;
    }

    @Override
    void gradients(INDArray[] inputs, INDArray[] labels) {
      graph.setInputs(inputs);
      graph.setLabels(labels);
      graph.computeGradientAndScore();
    }

    @Override
    void backward(INDArray[] outputGradients) {
      graph.backpropGradient(outputGradients);
    }
  }
}
