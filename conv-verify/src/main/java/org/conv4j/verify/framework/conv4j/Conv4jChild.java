package org.conv4j.verify.framework.conv4j;

import java.nio.file.Path;
import java.util.List;
import org.conv4j.ConvProblem;
import org.conv4j.check.Operands;
import org.conv4j.nd4j.AlgorithmDeclinedException;
import org.conv4j.nd4j.Nd4jConvolution;
import org.conv4j.verify.framework.child.Adapter;
import org.conv4j.verify.framework.child.ChildLoop;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.framework.nd4j.Nd4jRuntime;
import org.conv4j.verify.process.Reply;

/** conv-nd4j's direct door: {@code Nd4jConvolution}, by its own choice or one algorithm forced. */
public final class Conv4jChild implements Adapter {

  private final Configuration configuration;

  private Conv4jChild(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * Serves a parent process.
   *
   * @param arguments the name of an algorithm to force, or {@code transforms}; none for the default
   */
  public static void main(String[] arguments) {
    ChildLoop.serve(
        threads ->
            new Conv4jChild(
                arguments.length == 0
                    ? new Configuration.Default()
                    : Configuration.named(arguments[0])));
  }

  @Override
  public Reply.Hello describe() {
    String own = Nd4jConvolution.class.getPackage().getImplementationVersion();
    return Nd4jRuntime.describe(
        "conv-nd4j",
        (own == null ? "not packaged" : own)
            + " on ND4J "
            + Nd4jRuntime.version("org.nd4j/nd4j-api"),
        null);
  }

  @Override
  public List<Path> libraries() {
    return Nd4jRuntime.libraries();
  }

  @Override
  public PreparedCase prepare(ConvProblem problem, Operands operands) {
    try {
      return new Conv4jCase(configuration.convolution(problem), operands);
    } catch (AlgorithmDeclinedException declined) {
      return PreparedCase.declined(Conv4jCase.reason(declined));
    }
  }

  @Override
  public double[] gemm(int size, int repetitions) {
    return Nd4jRuntime.gemm(size, repetitions);
  }
}
