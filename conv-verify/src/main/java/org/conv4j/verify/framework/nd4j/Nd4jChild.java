package org.conv4j.verify.framework.nd4j;

import java.nio.file.Path;
import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.child.Adapter;
import org.conv4j.verify.framework.child.ChildLoop;
import org.conv4j.verify.framework.child.PaddingForm;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.process.Reply;
import org.conv4j.verify.process.Request;

/**
 * ND4J's ops {@code conv2d} and {@code conv2d_bp}, and {@code depthwise_conv2d} and its {@code _bp}
 * where each group has one input channel. All weight formats are passed as they are.
 */
public final class Nd4jChild implements Adapter {

  private Nd4jChild() {}

  /** Serves a parent process. */
  public static void main(String[] arguments) {
    ChildLoop.serve(threads -> new Nd4jChild());
  }

  @Override
  public Reply.Hello describe() {
    return Nd4jRuntime.describe("ND4J", Nd4jRuntime.version("org.nd4j/nd4j-api"), null);
  }

  @Override
  public List<Path> libraries() {
    return Nd4jRuntime.libraries();
  }

  @Override
  public PreparedCase prepare(ConvProblem problem, Operands operands) {
    if (problem.groups() > 1 && !problem.depthwise()) {
      return PreparedCase.declined(
          "ND4J has no grouped convolution: "
              + problem.groups()
              + " groups of "
              + problem.inputChannelsPerGroup()
              + " input channels");
    }
    PaddingForm padding = PaddingForm.of(problem);
    if (padding instanceof PaddingForm.Inexpressible inexpressible) {
      return PreparedCase.declined("ND4J's conv2d cannot express it: " + inexpressible.reason());
    }
    return new Nd4jCase(
        problem, problem.depthwise() ? new DepthwiseOp() : new DenseOp(), padding, operands);
  }

  @Override
  public Reply execute(Request.Op request) {
    return new OpExecution(request).reply(List.of());
  }

  @Override
  public double[] gemm(int size, int repetitions) {
    return Nd4jRuntime.gemm(size, repetitions);
  }
}
