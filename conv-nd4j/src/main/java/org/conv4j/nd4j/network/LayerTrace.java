package org.conv4j.nd4j.network;

import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.nd4j.ops.OpConvolutions;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a layer of a network did in one pass. */
public sealed interface LayerTrace {

  /** The layer's name, or its position in a network without names. */
  String name();

  /** DL4J's name for what the layer is, such as {@code ConvolutionLayer}. */
  String type();

  /**
   * It computed one convolution, or several one after the other.
   *
   * @param name of the layer
   * @param type of the layer
   * @param parts the convolutions, in that order
   * @param op what DL4J has ND4J compute for it; null where DL4J computes the layer itself
   */
  record Convolved(String name, String type, List<Part> parts, Op op) implements LayerTrace {
    /** Copies the list. */
    public Convolved {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A convolution of a layer.
   *
   * @param role what it is to the layer
   * @param problem with the filter as OIHW
   * @param data the operands of the pass
   */
  record Part(OpConvolutions.Role role, ConvProblem problem, Data data) {}

  /**
   * The op that a layer is made of, with copies of its operands.
   *
   * @param name of the forward op; its gradients' has {@code _bp} appended
   * @param arguments the op's integers
   * @param inputs of the forward op, in its order
   * @param outputShape of the forward op
   * @param outputGradient before the activation function; null if no backward pass reached the
   *     layer
   */
  record Op(
      String name,
      List<Long> arguments,
      List<INDArray> inputs,
      long[] outputShape,
      INDArray outputGradient) {}

  /**
   * It computed a convolution that is not traced.
   *
   * @param name of the layer
   * @param type of the layer
   * @param reason why not, in one clause
   */
  record Untraced(String name, String type, String reason) implements LayerTrace {}

  /**
   * It computed no convolution.
   *
   * @param name of the layer
   * @param type of the layer
   */
  record Other(String name, String type) implements LayerTrace {}

  /**
   * Copies of a convolution's operands, in the problem's layouts. Of a transposed one, the output
   * gradient is what the layer saw, and the input is the gradient that came back.
   *
   * @param input as the layer saw it, after preprocessing and dropout
   * @param filter OIHW
   * @param bias null exactly when the problem has none
   * @param outputGradient before the activation function; this one, or the input of a transposed
   *     convolution, is null if no backward pass reached the layer
   */
  record Data(INDArray input, INDArray filter, INDArray bias, INDArray outputGradient) {}
}
