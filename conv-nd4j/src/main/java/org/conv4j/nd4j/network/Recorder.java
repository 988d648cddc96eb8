package org.conv4j.nd4j.network;

import org.conv4j.ConvProblem;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is known so far of one layer's convolution. */
final class Recorder {

  private ConvProblem problem;
  private String refusal;
  private INDArray input;
  private INDArray filter;
  private INDArray bias;
  private INDArray outputGradient;

  /** Forgets everything: the next pass counts. */
  void clear() {
    problem = null;
    refusal = null;
    input = null;
    filter = null;
    bias = null;
    outputGradient = null;
  }

  /** A forward pass; of several, the first is kept: DL4J repeats it for its gradients. */
  void forward(ConvProblem asked, INDArray x, INDArray w, INDArray b) {
    if (problem == null) {
      problem = asked;
      input = copy(x);
      filter = copy(w);
      bias = asked.bias() ? copy(b).reshape('c', asked.biasShape()) : null;
    }
  }

  void backward(INDArray dy) {
    outputGradient = copy(dy);
  }

  void refuse(String reason) {
    refusal = reason;
  }

  LayerTrace trace(String name, String type) {
    if (problem == null) {
      return new LayerTrace.Untraced(
          name, type, refusal == null ? "the pass did not reach it" : refusal);
    }
    return new LayerTrace.Convolved(
        name, type, problem, new LayerTrace.Data(input, filter, bias, outputGradient));
  }

  private static INDArray copy(INDArray array) {
    return array.dup('c');
  }
}
