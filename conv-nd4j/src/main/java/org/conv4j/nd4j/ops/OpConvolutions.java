package org.conv4j.nd4j.ops;

import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;

/** The convolutions that calls of ops come to, with their operands: for those who look on. */
public final class OpConvolutions {

  private static final String BACKWARD = "_bp";

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

  /** Whether calls of that op have all operands, gradients of outputs included. */
  public static boolean isBackward(String op) {
    return op.endsWith(BACKWARD);
  }

  /**
   * The convolutions of a call, in the order in which the op computes its output.
   *
   * @param op one of those that DL4J's layers use: {@code depthwise_conv2d}, {@code sconv2d},
   *     {@code deconv2d}, {@code conv1d}, and the gradients of each
   * @throws RuntimeException if conv4j has no such convolution, or nobody could compute it
   */
  public static List<Part> of(String op, OpContext context) {
    OpCall call =
        new OpCall(context.getInputArrays(), context.getOutputArrays(), context.getIArguments());
    boolean backward = isBackward(op);
    return switch (backward ? op.substring(0, op.length() - BACKWARD.length()) : op) {
      case "conv1d" -> List.of(Conv1dOps.part(call, backward));
      case "depthwise_conv2d" -> List.of(DepthwiseOps.part(call, backward));
      case "deconv2d" -> List.of(TransposedOps.part(call, backward));
      case "sconv2d" -> SeparableOps.parts(call, backward);
      default -> throw new IllegalArgumentException("'" + op + "' is not looked into");
    };
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
