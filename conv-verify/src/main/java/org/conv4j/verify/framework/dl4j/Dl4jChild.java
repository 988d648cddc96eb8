package org.conv4j.verify.framework.dl4j;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.FilterLayout;
import org.conv4j.check.Operands;
import org.conv4j.verify.framework.child.Adapter;
import org.conv4j.verify.framework.child.ChildLoop;
import org.conv4j.verify.framework.child.PaddingForm;
import org.conv4j.verify.framework.child.PreparedCase;
import org.conv4j.verify.framework.nd4j.Nd4jRuntime;
import org.conv4j.verify.framework.nd4j.OpExecution;
import org.conv4j.verify.process.Reply;
import org.conv4j.verify.process.Request;

/**
 * DL4J's {@code ConvolutionLayer}, and {@code DepthwiseConvolution2D} where each of several groups
 * has one input channel, standing alone, with the identity as activation.
 */
public final class Dl4jChild implements Adapter {

  private final String name;
  private final Function<ConvProblem, Attribution> attributions;

  /**
   * An adapter.
   *
   * @param name of the framework
   * @param attributions says of each problem who computes it
   */
  Dl4jChild(String name, Function<ConvProblem, Attribution> attributions) {
    this.name = name;
    this.attributions = attributions;
  }

  /** Serves a parent process with DL4J as it is released. */
  public static void main(String[] arguments) {
    ChildLoop.serve(
        threads -> new Dl4jChild("DL4J ConvolutionLayer", problem -> new Attribution.Stock()));
  }

  @Override
  public Reply.Hello describe() {
    ConvProblem smallest = ConvProblem.parse("n1_c1h1w1_k1r1s1");
    return Nd4jRuntime.describe(
        name,
        Nd4jRuntime.version("org.deeplearning4j/deeplearning4j-nn"),
        StandaloneLayer.of(smallest, PaddingForm.of(smallest)).helper());
  }

  @Override
  public List<Path> libraries() {
    return Nd4jRuntime.libraries();
  }

  @Override
  public PreparedCase prepare(ConvProblem problem, Operands operands) {
    if (problem.groups() > 1 && !problem.depthwise()) {
      return PreparedCase.declined(
          "DL4J's ConvolutionLayer has no groups, and the problem has " + problem.groups());
    }
    PaddingForm padding = PaddingForm.of(problem);
    if (padding instanceof PaddingForm.Inexpressible inexpressible) {
      return PreparedCase.declined("DL4J's layers cannot express it: " + inexpressible.reason());
    }
    ConvProblem asLayersHoldFilters = problem.toBuilder().filterLayout(FilterLayout.OIHW).build();
    return new Dl4jCase(
        StandaloneLayer.of(problem, padding), attributions.apply(asLayersHoldFilters), operands);
  }

  @Override
  public Reply execute(Request.Op request) {
    List<Attribution> doors =
        request.convolutions().stream().map(ConvProblem::parse).map(attributions).toList();
    long before = doors.get(0).passes();
    OpExecution execution = new OpExecution(request);
    boolean taken = doors.get(0).passes() > before;
    return execution.reply(taken ? doors.stream().map(Dl4jChild::algorithms).toList() : List.of());
  }

  private static Map<String, String> algorithms(Attribution door) {
    Map<String, String> algorithms = new LinkedHashMap<>();
    for (ConvDirection direction : ConvDirection.values()) {
      algorithms.put(direction.id(), door.algorithm(direction));
    }
    return algorithms;
  }
}
