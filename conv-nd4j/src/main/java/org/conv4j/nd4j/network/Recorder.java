package org.conv4j.nd4j.network;

import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.ops.OpConvolutions;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is known so far of one layer's convolutions. */
final class Recorder {

  private String refusal;
  private List<LayerTrace.Part> parts = List.of();
  private LayerTrace.Op op;

  /** Forgets everything: the next pass counts. */
  void clear() {
    refusal = null;
    parts = List.of();
    op = null;
  }

  /**
   * A forward pass of a convolution; of several, the first is kept: DL4J repeats it for its
   * gradients.
   */
  void forward(ConvProblem problem, INDArray x, INDArray w, INDArray b) {
    if (parts.isEmpty()) {
      parts =
          List.of(
              part(
                  new OpConvolutions.Part(
                      OpConvolutions.Role.WHOLE, problem, x, w, problem.bias() ? b : null, null)));
    }
  }

  /** A backward pass of the convolution that was seen. */
  void backward(INDArray dy) {
    if (parts.isEmpty()) {
      return;
    }
    LayerTrace.Part before = parts.get(0);
    LayerTrace.Data data = before.data();
    parts =
        List.of(
            new LayerTrace.Part(
                before.role(),
                before.problem(),
                new LayerTrace.Data(data.input(), data.filter(), data.bias(), dy.dup('c'))));
  }

  /** A forward pass by an op; the first is kept. */
  void forward(OpConvolutions.Call seen) {
    if (parts.isEmpty()) {
      backward(seen);
    }
  }

  /** A backward pass by an op, which has all operands. */
  void backward(OpConvolutions.Call seen) {
    parts = seen.parts().stream().map(Recorder::part).toList();
    op =
        new LayerTrace.Op(
            seen.op(),
            seen.arguments(),
            seen.inputs().stream().map(input -> input.dup('c')).toList(),
            seen.outputShape(),
            copy(seen.outputGradient(), seen.outputShape()));
  }

  void refuse(String reason) {
    refusal = reason;
  }

  LayerTrace trace(String name, String type) {
    return parts.isEmpty()
        ? new LayerTrace.Untraced(
            name, type, refusal == null ? "the pass did not reach it" : refusal)
        : new LayerTrace.Convolved(name, type, parts, op);
  }

  private static LayerTrace.Part part(OpConvolutions.Part seen) {
    return new LayerTrace.Part(
        seen.role(),
        seen.problem(),
        new LayerTrace.Data(
            copy(seen.input(), seen.problem().inputShape()),
            copy(seen.filter(), seen.problem().filterShape()),
            copy(seen.bias(), seen.problem().biasShape()),
            copy(seen.outputGradient(), seen.problem().outputShape())));
  }

  private static INDArray copy(INDArray array, long[] shape) {
    return array == null ? null : array.dup('c').reshape('c', shape);
  }
}
