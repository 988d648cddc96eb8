package org.conv4j.nd4j.ops;

import java.util.ArrayList;
import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;

/** The convolutions that calls of ops come to, with their operands: for those who look on. */
public final class OpConvolutions {

  private static final String BACKWARD = "_bp";
  private static final String SEPARABLE = "sconv2d";

  private OpConvolutions() {}

  /** What a convolution is to the op. */
  public enum Role {
    /** All of it. */
    WHOLE,
    /** The first of a separable one. */
    DEPTHWISE,
    /** The second of a separable one. */
    POINTWISE,
    /** The one that leads the other way: its input gradient is the op's output. */
    TRANSPOSED
  }

  /**
   * A convolution. Arrays may be views of the op's; null is what the call does not have.
   *
   * @param role what it is to the op
   * @param problem with the filter as OIHW
   * @param input of the convolution
   * @param filter OIHW
   * @param bias null where the problem has none
   * @param outputGradient of the convolution
   */
  public record Part(
      Role role,
      ConvProblem problem,
      INDArray input,
      INDArray filter,
      INDArray bias,
      INDArray outputGradient) {}

  /**
   * A call of an op: all that it takes to make it again, and the convolutions in it. Arrays may be
   * views of the op's.
   *
   * @param op name of the forward op; its gradients' has {@code _bp} appended
   * @param arguments the op's integers
   * @param inputs of the forward op, in its order
   * @param outputShape of the forward op
   * @param outputGradient null in a forward call
   * @param parts the convolutions, in the order in which the op computes its output
   */
  public record Call(
      String op,
      List<Long> arguments,
      List<INDArray> inputs,
      long[] outputShape,
      INDArray outputGradient,
      List<Part> parts) {}

  /** Whether calls of that op have all operands, gradients of outputs included. */
  public static boolean isBackward(String op) {
    return op.endsWith(BACKWARD);
  }

  /**
   * What a call comes to.
   *
   * @param op one of those that DL4J's layers use: {@code depthwise_conv2d}, {@code sconv2d},
   *     {@code deconv2d}, {@code conv1d}, and the gradients of each
   * @throws RuntimeException if conv4j has no such convolution, or nobody could compute it
   */
  public static Call of(String op, OpContext context) {
    OpCall call =
        new OpCall(context.getInputArrays(), context.getOutputArrays(), context.getIArguments());
    boolean backward = isBackward(op);
    String forward = backward ? op.substring(0, op.length() - BACKWARD.length()) : op;
    List<Part> parts =
        switch (forward) {
          case "conv1d" -> List.of(Conv1dOps.part(call, backward));
          case "depthwise_conv2d" -> List.of(DepthwiseOps.part(call, backward));
          case "deconv2d" -> List.of(TransposedOps.part(call, backward));
          case SEPARABLE -> SeparableOps.parts(call, backward);
          default -> throw new IllegalArgumentException("'" + op + "' is not looked into");
        };
    List<INDArray> inputs = new ArrayList<>(call.inputs());
    INDArray outputGradient =
        backward ? inputs.remove(forward.equals(SEPARABLE) ? 1 : inputs.size() - 1) : null;
    long[] outputShape = (backward ? outputGradient : call.output(0)).shape();
    return new Call(
        forward, List.copyOf(call.arguments()), inputs, outputShape, outputGradient, parts);
  }

  /** A convolution, with its filter as the op has it, in the problem's order of axes. */
  static Part part(
      Role role,
      ConvProblem problem,
      INDArray input,
      INDArray filter,
      INDArray bias,
      INDArray outputGradient) {
    INDArray oihw =
        switch (problem.filterLayout()) {
          case OIHW -> filter;
          case HWIO -> filter.permute(3, 2, 0, 1);
          case OHWI -> filter.permute(0, 3, 1, 2);
        };
    ConvProblem same = problem.toBuilder().filterLayout(FilterLayout.OIHW).build();
    return new Part(role, same, input, oihw, bias, outputGradient);
  }
}
